"""Objections against a landmark's notice: who may not decide on them, and how an upheld one sends it back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.landmarks.access import check_stranger
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.landmarks.reviewing import KIND
from scenario_market.domain.landmarks.states import LANDMARK_MOVES, LandmarkState
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.publicity import posting


def lock(session: Session, landmark_id: int) -> None:
    """The landmark first, as every other act locks it first."""
    lifecycle.lock(session, Landmark, landmark_id)


def check_independent(session: Session, landmark_id: int, *, actor: Actor, now: datetime) -> None:
    """The reviewer moved it nowhere himself, did not nominate it, and stands for none of its sides.

    :raises RuleRefused: ``own_organisation``, ``own_writing`` or ``part_in_decision``.
    """
    check_stranger(session, session.get_one(Landmark, landmark_id), actor=actor, now=now)
    moved = select(StateChange.id).where(
        StateChange.subject_kind == KIND,
        StateChange.subject_id == landmark_id,
        StateChange.actor_person_id == actor.person_id,
        StateChange.verb != "remand",
    )
    if session.scalar(moved.limit(1)) is not None:
        raise RuleRefused("part_in_decision")


def send_back(
    session: Session,
    landmark_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    reason: Reason,
) -> None:
    """An upheld objection sends a landmark that stands in notice back to its nomination; the notice comes down."""
    row = session.get_one(Landmark, landmark_id)
    if row.state != LandmarkState.PUBLIC_NOTICE:
        return  # an earlier one has sent it back
    lifecycle.move(
        session,
        row,
        LANDMARK_MOVES,
        "remand",
        actor=actor,
        now=now,
        reason=Reason("objection_upheld", reason.text),
        codes=city.codes,
    )
    posting.withdraw(session, KIND, landmark_id, actor=actor, now=now)
