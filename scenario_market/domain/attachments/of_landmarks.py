"""Attachments of landmarks (pictures of the case story, material) and of their copies (evidence)."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.errors import IllegalMove, NotFound, RuleRefused
from scenario_market.domain.landmarks.access import is_inside, is_own, open_landmark
from scenario_market.domain.landmarks.models import Landmark, LandmarkCopy
from scenario_market.domain.landmarks.states import PUBLIC_STATES, CopyState, LandmarkState
from scenario_market.domain.lifecycle import lock
from scenario_market.domain.permissions import require

SHOWN = PUBLIC_STATES - {LandmarkState.REVOKED}


def readable(session: Session, landmark_id: int, actor: Actor) -> Collection[str]:
    """All for its sides, the office and the watch; the pictures for everybody, once it is certified."""
    purposes = PURPOSES["landmark"]
    row = session.get(Landmark, landmark_id)
    if row is None:
        return ()
    if is_inside(actor, row):
        return tuple(purposes)
    if row.state in SHOWN:
        return tuple(name for name, purpose in purposes.items() if purpose.public)
    return ()


def open_nomination(session: Session, landmark_id: int, actor: Actor) -> None:
    """Lock a nomination for its own sides and who nominated it, until it is reviewed."""
    row = open_landmark(
        session, landmark_id, actor=actor, permission="landmark.nominate", version=None
    )
    if not is_own(actor, row) and actor.person_id != row.nominated_by_id:
        raise NotFound(kind="landmark")
    if row.state != LandmarkState.NOMINATED:
        raise IllegalMove(verb="attach", state=row.state, kind="landmark")


def check_removal(session: Session, row: Attachment, actor: Actor) -> None:
    """What a review or a confirmation rests on stays."""
    if evidence.is_held(session, row.id):
        raise RuleRefused("attachment_decided")


def readable_of_copy(session: Session, copy_id: int, actor: Actor) -> Collection[str]:
    """For the landmark's sides, the office and the watch."""
    row = session.get(LandmarkCopy, copy_id)
    if row is None or not is_inside(actor, session.get_one(Landmark, row.landmark_id)):
        return ()
    return tuple(PURPOSES["landmark_copy"])


def open_copy(session: Session, copy_id: int, actor: Actor) -> None:
    """Lock a report for the person who made it, until it is decided on."""
    require(actor, "landmark.copy")
    seen = session.get(LandmarkCopy, copy_id)
    if seen is None or seen.reported_by_id != actor.person_id:
        raise NotFound(kind="landmark_copy")
    row = lock(session, LandmarkCopy, copy_id)
    if row.state != CopyState.REPORTED:
        raise IllegalMove(verb="attach", state=row.state, kind="landmark_copy")
