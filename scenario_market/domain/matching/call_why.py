"""Why a provider was, or was not, told of a call: the engine's word, the call's conditions, and what was told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import call_needs, rivals, sifting
from scenario_market.domain.challenges.bidders import judge_conditions
from scenario_market.domain.challenges.eligibility import call_of
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import NotFound
from scenario_market.domain.matching.call_records import (
    ChallengeDismissal,
    ChallengeMatch,
    ChallengeRun,
)
from scenario_market.domain.matching.engine import Explanation
from scenario_market.domain.matching.service import Explainer
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.permissions import require
from scenario_market.domain.providers import profiles
from scenario_market.domain.providers.access import readable
from scenario_market.domain.providers.models import Provider

# As of demands; near: told that it fits but for a condition.
Verdict = Literal["told", "near", "in_digest", "dismissed", "below_line", "not_eligible", "not_run"]
KINDS = ("challenge_matched", "challenge_near")


@dataclass(frozen=True)
class WhyCall:
    """Why a provider was, or was not, told of a call.

    :param explanation: computed now. :param stored: the same with the answers to the call's conditions.
    :param failed: names of the rules against it: the engine's, and kinds of conditions.
    :param line_milli: the score that had to be reached in the last run; None before the first.
    """

    verdict: Verdict
    reader: Literal["provider", "office"]
    explanation: Explanation
    stored: dict[str, Any]
    failed: list[str]
    line_milli: int | None


def why(
    explainer: Explainer,
    session: Session,
    *,
    challenge_id: int,
    provider_id: int,
    actor: Actor,
    now: datetime,
) -> WhyCall:
    """Why this provider was, or was not, told of this open call.

    :raises NotFound: no such open call, or no such provider for this actor.
    """
    require(actor, "match.explain")
    reader = _reader(session, challenge_id, provider_id, actor)
    need = call_needs.need_of(session, challenge_id)
    profile = next(profiles.stream(session, [provider_id], states=None), None)
    challenge = session.get(Challenge, challenge_id)
    if need is None or profile is None or challenge is None:
        raise NotFound(kind="challenge")
    today = explainer.city.day(now)
    explanation = explainer.current(session).explain(need, profile, today=today)
    bidder = sifting.bidders(session, [provider_id])[provider_id]
    answers = judge_conditions(call_of(challenge), [bidder], today=today)
    missed = [one.rule for one in answers if not one.passed]
    run = session.scalar(
        select(ChallengeRun)
        .where(ChallengeRun.challenge_id == challenge_id)
        .order_by(ChallengeRun.id.desc())
        .limit(1)
    )
    failed = list(dict.fromkeys([*explanation.failed, *missed]))
    return WhyCall(
        verdict=_verdict(session, challenge_id, provider_id, fits=not failed, run=run),
        reader=reader,
        explanation=explanation,
        stored=explanation.stored | {"answers": [sifting.stored(one) for one in answers]},
        failed=failed,
        line_milli=run.floor_milli if run else None,
    )


def _reader(
    session: Session, challenge_id: int, provider_id: int, actor: Actor
) -> Literal["provider", "office"]:
    query = select(Provider.organisation_id).where(Provider.id == provider_id, readable(actor))
    organisation_id = session.scalar(query)
    if organisation_id is None:
        raise NotFound(kind="provider")
    if organisation_id in actor.mandates:
        return "provider"
    may = select(Challenge.id).where(
        Challenge.id == challenge_id, rivals.unrivalled(session, actor)
    )
    if session.scalar(may) is None:
        raise NotFound(kind="challenge")
    return "office"


def _verdict(
    session: Session,
    challenge_id: int,
    provider_id: int,
    *,
    fits: bool,
    run: ChallengeRun | None,
) -> Verdict:
    said = (ChallengeDismissal.challenge_id == ChallengeMatch.challenge_id) & (
        ChallengeDismissal.provider_id == ChallengeMatch.provider_id
    )
    told = (
        (Notice.subject_kind == "challenge")
        & (Notice.subject_id == ChallengeMatch.challenge_id)
        & (Notice.organisation_id == Provider.organisation_id)
        & Notice.kind.in_(KINDS)
    )
    found: Any = session.execute(
        select(Notice.is_digest, Notice.kind, ChallengeDismissal.id)
        .select_from(ChallengeMatch)
        .join(Provider, Provider.id == ChallengeMatch.provider_id)
        .outerjoin(Notice, told)
        .outerjoin(ChallengeDismissal, said)
        .where(
            ChallengeMatch.challenge_id == challenge_id, ChallengeMatch.provider_id == provider_id
        )
        .order_by(Notice.id.desc())
        .limit(1)
    ).one_or_none()
    if found is not None and found.id is not None:
        return "dismissed"
    if found is not None and found.is_digest is not None:
        if found.is_digest:
            return "in_digest"
        return "near" if found.kind == "challenge_near" else "told"
    if not fits:
        return "not_eligible"
    return "below_line" if run is not None else "not_run"
