"""What stands in notice and can be objected to, by kind: who is too near to decide, and what an upheld one does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.landmarks import objecting as of_landmarks
from scenario_market.domain.moves import Reason
from scenario_market.domain.results import objecting as of_results


@dataclass(frozen=True)
class Subject:
    """One kind of thing that stands in notice.

    :param lock: locks it, before anything that belongs to it.
    :param check_independent: raises where the actor had a part in it or belongs to one of its sides.
    :param send_back: what an upheld objection does to it, where its notice still stands.
    """

    kind: str
    lock: Callable[[Session, int], None]
    check_independent: Callable[..., None]
    send_back: Callable[..., None]


SUBJECTS: Mapping[str, Subject] = {
    one.kind: one
    for one in (
        Subject("challenge", of_results.lock, of_results.check_independent, of_results.send_back),
        Subject(
            "landmark", of_landmarks.lock, of_landmarks.check_independent, of_landmarks.send_back
        ),
    )
}


def check_independent(
    session: Session, kind: str, subject_id: int, *, actor: Actor, now: datetime
) -> None:
    """The reviewer is outside the panel, had no part in the decision, and stands for none of the sides.

    :raises RuleRefused: ``part_in_decision``, ``panel_member`` or ``own_organisation``.
    """
    SUBJECTS[kind].check_independent(session, subject_id, actor=actor, now=now)


def send_back(
    session: Session,
    kind: str,
    subject_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    reason: Reason,
) -> None:
    """What an upheld objection does."""
    SUBJECTS[kind].send_back(session, subject_id, actor=actor, now=now, city=city, reason=reason)
