"""Bids of the demonstration: workspaces, a consortium, handing in, taking back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from scenario_market.demo.bid_texts import HANDS, answers
from scenario_market.demo.story import Stage
from scenario_market.domain.bids import beginning, consortium, envelope, sections, working
from scenario_market.domain.bids.models import Workspace
from scenario_market.domain.bids.working import Act, Written
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.parties.models import Organisation

DIVISION = (("牵头单位，总体方案与平台", 70), ("成员单位，中试与检测", 30))


def hand_in(stage: Stage, key: int, name: str, now: datetime, partner: str | None = None) -> str:
    """A bidder begins, writes everything, accepts the rules and hands in; returns the name of its workspace.

    :param partner: who joins as member of its consortium.
    """
    session, city = stage.session, stage.city
    workspace = beginning.begin(
        session,
        key,
        organisation_id=stage.organisations[name],
        sealing=stage.keys.web.sealing,
        **stage.by(name, now),
    )
    session.flush()
    if partner is not None:
        _join(stage, workspace.access_key, name, partner, now)
    call = session.get_one(Challenge, key)
    asked = {
        "metrics": call.metrics,
        "budget_ceiling_fen": call.budget_ceiling_fen,
        "term_months": call.term_months,
    }
    usccs = _usccs(stage, [name] if partner is None else [name, partner])
    division = DIVISION if partner else ()
    written = {
        section: Written(answer, envelope.etag(sections.empty(section, city.codes)))
        for section, answer in answers(HANDS[name], asked, usccs, division).items()
    }
    _act(stage, workspace.access_key, name, now, "hand_in", written)
    return workspace.access_key


def withdraw(stage: Stage, access_key: str, name: str, now: datetime) -> None:
    """Take back what was handed in."""
    _act(stage, access_key, name, now, "withdraw", {})


def _act(
    stage: Stage, access_key: str, name: str, now: datetime, verb: str, written: dict[str, Written]
) -> None:
    version = stage.session.scalar(
        select(Workspace.version).where(Workspace.access_key == access_key)
    )
    done = working.act(
        stage.session,
        access_key,
        act=Act(verb, version or 0, written, accepts_rules=True),
        sealing=stage.keys.web.sealing,
        receipts=stage.keys.web.receipts,
        **stage.by(name, now),
    )
    if done.verb != verb:
        raise RuntimeError(f"{name}: {verb} was refused: {done.verdict}")


def _usccs(stage: Stage, names: Sequence[str]) -> list[str]:
    keys = [stage.organisations[name] for name in names]
    rows = stage.session.execute(
        select(Organisation.id, Organisation.uscc).where(Organisation.id.in_(keys))
    )
    known = {row.id: row.uscc for row in rows}
    return [known[key] for key in keys]


def _join(stage: Stage, access_key: str, name: str, partner: str, now: datetime) -> None:
    """The lead asks, and the partner consents."""
    (uscc,) = _usccs(stage, [partner])
    asked = consortium.invite(stage.session, access_key, uscc=uscc, **stage.by(name, now))
    stage.session.flush()
    consortium.consent(stage.session, asked.access_key, **stage.by(partner, now))
