"""Objections against the result of a challenge: who may not decide on them, and how an upheld one sends it back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.publicity import posting
from scenario_market.domain.results.finding import check_stranger
from scenario_market.domain.results.models import CollectiveDecision, OpinionSignature, PanelOpinion
from scenario_market.domain.results.reopening import reopen

KIND = "challenge"


def lock(session: Session, challenge_id: int) -> None:
    """The challenge first, as every other act on its result locks it first."""
    lifecycle.lock(session, Challenge, challenge_id)


def check_independent(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> None:
    """The reviewer sat on no panel of the call, moved it nowhere himself, and stands for none of its sides.

    Of an objection that he decided before himself he may decide the next.

    :raises RuleRefused: ``panel_member``, ``own_organisation`` or ``part_in_decision``.
    """
    challenge = session.get_one(Challenge, challenge_id)
    check_stranger(session, challenge, actor=actor, now=now)
    moved = select(StateChange.id).where(
        StateChange.subject_kind == KIND,
        StateChange.subject_id == challenge_id,
        StateChange.actor_person_id == actor.person_id,
        StateChange.verb != "remand",
    )
    recorded = select(CollectiveDecision.id).where(
        CollectiveDecision.challenge_id == challenge_id,
        CollectiveDecision.recorded_by_id == actor.person_id,
    )
    signed = (
        select(OpinionSignature.id)
        .join(PanelOpinion, PanelOpinion.id == OpinionSignature.opinion_id)
        .where(
            PanelOpinion.challenge_id == challenge_id,
            OpinionSignature.person_id == actor.person_id,
        )
    )
    parts = (moved, recorded, signed)
    if any(session.scalar(one.limit(1)) is not None for one in parts):
        raise RuleRefused("part_in_decision")


def send_back(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    reason: Reason,
) -> None:
    """An upheld objection sends a result that stands in notice back to the panel; the notice comes down.

    The move owes a reason of the challenge's own list: ``objection_upheld``, with the reviewer's finding.
    """
    challenge = session.get_one(Challenge, challenge_id)
    if challenge.state != ChallengeState.PUBLIC_NOTICE:
        return  # an earlier one has sent it back; it comes to no award while one is open
    lifecycle.move(
        session,
        challenge,
        CHALLENGE_MOVES,
        "remand",
        actor=actor,
        now=now,
        reason=Reason("objection_upheld", reason.text),
        codes=city.codes,
    )
    posting.withdraw(session, KIND, challenge_id, actor=actor, now=now)
    reopen(session, challenge, actor=actor, now=now)
