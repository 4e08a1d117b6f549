"""Whether what is asked of a workspace may be done: judged of every act alike, told to the actor alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_market.domain.bids import completeness, envelope, naming, sections
from scenario_market.domain.bids.completeness import Asked
from scenario_market.domain.bids.envelope import Contents
from scenario_market.domain.bids.finding import Desk, Partner
from scenario_market.domain.bids.naming import Named
from scenario_market.domain.bids.states import SEALED_MOVES, SealedState
from scenario_market.domain.challenges.bidders import Answer
from scenario_market.domain.errors import FieldError


@dataclass(frozen=True)
class Refusal:
    """A rule that stands against handing in or taking back, with what its text needs.

    :param answer: of a rule of eligibility, ``not_eligible.<rule>``.
    """

    rule: str
    params: Mapping[str, Any]
    answer: Answer | None = None


@dataclass(frozen=True)
class Verdict:
    """What stands against a verb (``refused``), what stands against handing in anyhow, and what a bidder should see.

    :param obstacles: rules that stand against handing in now. :param missing: fields that are not complete.
    :param names: of the bidder in the blind part: warnings that refuse nothing.
    """

    refused: Sequence[Refusal]
    obstacles: Sequence[Refusal]
    missing: Sequence[FieldError]
    names: Sequence[Named]


def standing(contents: Contents, desk: Desk) -> SealedState:
    """What the workspace is now."""
    return envelope.standing(
        contents,
        reconfirm_number=desk.challenge.reconfirm_number,
        participating=desk.participating,
    )


def verdict(contents: Contents, verb: str, version: int, desk: Desk) -> Verdict:
    """Judge a verb on contents as they will be. All of it is worked out whatever the verb.

    :param version: of the workspace as the actor read it.
    """
    obstacles = _obstacles(contents, desk)
    missing = completeness.missing(contents.draft, _asked(desk))
    names = _names(contents, desk)
    refused = [*_of_actor(version, desk), *_of_state(contents, verb, desk)]
    against = {
        "save": [],
        "withdraw": refused,
        "hand_in": [*refused, *obstacles, *([Refusal("incomplete", {})] if missing else [])],
    }
    return Verdict(against[verb], obstacles, missing, names)


def _of_actor(version: int, desk: Desk) -> list[Refusal]:
    found = [] if desk.leads else [Refusal("lead_only", {})]
    if version != desk.workspace.version:
        current = {"expected": version, "current": desk.workspace.version}
        found.append(Refusal("changed_meanwhile", current))
    return found


def _of_state(contents: Contents, verb: str, desk: Desk) -> list[Refusal]:
    sources, _ = SEALED_MOVES[verb]
    now = standing(contents, desk)
    return [] if now in sources else [Refusal("nothing_handed_in", {"state": str(now)})]


def _obstacles(contents: Contents, desk: Desk) -> list[Refusal]:
    """Rules that stand against handing in. An invitation that waits is none: who has not consented is no member.

    Were it one, the row that says that it waits would say to whoever reads it that nothing is handed in here.
    """
    found = [
        Refusal(
            f"not_eligible.{one.rule}",
            {"place": one.place, "organisation_ids": list(one.organisation_ids)},
            one,
        )
        for one in desk.eligibility
        if not one.passed
    ]
    if contents.rules_number < max(1, desk.challenge.reconfirm_number):
        found.append(Refusal("rules_not_accepted", {"number": desk.challenge.content_number}))
    return found


def _asked(desk: Desk) -> Asked:
    return Asked(
        metrics=desk.challenge.metrics,
        term_months=desk.challenge.term_months,
        ceiling_fen=desk.challenge.budget_ceiling_fen,
        usccs=[one.uscc for one in desk.partners],
    )


def _names(contents: Contents, desk: Desk) -> list[Named]:
    call = desk.challenge
    blind = {name: contents.draft[name] for name in sections.parts(sections.BLIND)}
    return naming.names_in(
        blind,
        organisations=[(one.name, one.uscc) for one in desk.partners],
        people=[one["name"] for one in contents.draft["team"]],
        products=[title for one in desk.partners for title in one.offerings],
        call="\n".join((call.title, call.background, call.content)),
    )


def members(
    division: Sequence[Mapping[str, Any]], partners: Sequence[Partner]
) -> list[dict[str, Any]]:
    """The organisations of a bid with their part in it, the lead first; who bids alone has all of it."""
    shares = {row["organisation_uscc"]: row for row in division}
    alone = {"role": "", "share_percent": 100 if len(partners) == 1 else None}
    return [
        {
            "organisation_id": one.organisation_id,
            "uscc": one.uscc,
            "is_lead": one.is_lead,
            "role": shares.get(one.uscc, alone)["role"],
            "share_percent": shares.get(one.uscc, alone)["share_percent"],
        }
        for one in partners
    ]
