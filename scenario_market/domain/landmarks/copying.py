"""Copies of a landmark elsewhere: reported with evidence, confirmed by the office, then counted."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.landmarks import events
from scenario_market.domain.landmarks.access import check_stranger, open_landmark
from scenario_market.domain.landmarks.models import Landmark, LandmarkCopy
from scenario_market.domain.landmarks.states import COPY_MOVES, CopyState, LandmarkState
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require

OF_FILES = "landmark_copy"
LIMITS = {"place": 200, "organisation_name": 200, "description": 5_000}


def report(
    session: Session,
    landmark_id: int,
    *,
    place: str,
    organisation_name: str,
    description: str,
    copied_on: date,
    actor: Actor,
    now: datetime,
    city: City,
) -> LandmarkCopy:
    """Report a place that copied a certified landmark; its evidence is attached to the report.

    :raises Invalid: names every field that is missing, too long or later than today.
    :raises RuleRefused: ``landmark_not_certified``.
    """
    landmark = open_landmark(
        session, landmark_id, actor=actor, permission="landmark.copy", version=None
    )
    if landmark.state != LandmarkState.CERTIFIED:
        raise RuleRefused("landmark_not_certified")
    texts = {
        "place": place.strip(),
        "organisation_name": organisation_name.strip(),
        "description": description.strip(),
    }
    _check(texts, copied_on, city.day(now))
    row = LandmarkCopy(
        landmark_id=landmark.id,
        **texts,
        copied_on=copied_on,
        reported_by_id=actor.person_id,
        reported_at=now,
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    fact = events.CopyReported(subject_id=row.id, landmark_id=landmark.id)
    outbox.record(session, fact, actor=actor, now=now)
    return row


def _check(texts: dict[str, str], copied_on: date, today: date) -> None:
    wrong = [FieldError(name, "required") for name, text in texts.items() if not text]
    wrong += [
        FieldError(name, "too_long", {"limit": LIMITS[name], "found": len(text)})
        for name, text in texts.items()
        if len(text) > LIMITS[name]
    ]
    if copied_on > today:
        wrong.append(FieldError("copied_on", "in_the_future", {"today": today.isoformat()}))
    if wrong:
        raise Invalid(*wrong)


def confirm(
    session: Session, copy_id: int, *, actor: Actor, now: datetime, version: int | None
) -> LandmarkCopy:
    """Confirm a reported copy: it counts from now on, and its evidence is kept.

    :raises RuleRefused: ``copy_evidence_missing``; ``own_organisation``, ``own_writing``.
    """
    row = _open(session, copy_id, actor, now, version)
    files = select(func.count(Attachment.id)).where(
        Attachment.subject_kind == OF_FILES,
        Attachment.subject_id == row.id,
        Attachment.removed_at.is_(None),
    )
    if not session.scalar(files):
        raise RuleRefused("copy_evidence_missing")
    row.decided_by_id, row.decided_at = actor.person_id, now
    change = lifecycle.move(
        session,
        row,
        COPY_MOVES,
        "confirm",
        actor=actor,
        now=now,
        landmark_id=row.landmark_id,
    )
    evidence.hold(session, change, evidence.of(OF_FILES, [row.id]))
    return row


def decline(
    session: Session,
    copy_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> LandmarkCopy:
    """Do not confirm a reported copy, with reason."""
    row = _open(session, copy_id, actor, now, version)
    row.decided_by_id, row.decided_at = actor.person_id, now
    lifecycle.move(
        session,
        row,
        COPY_MOVES,
        "decline",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        landmark_id=row.landmark_id,
    )
    return row


def _open(
    session: Session, copy_id: int, actor: Actor, now: datetime, version: int | None
) -> LandmarkCopy:
    require(actor, "landmark.confirm")
    seen = session.get(LandmarkCopy, copy_id)
    if seen is None:
        raise NotFound(kind="landmark_copy")
    landmark = lifecycle.lock(session, Landmark, seen.landmark_id)
    row = lifecycle.lock(session, LandmarkCopy, copy_id, version=version)
    check_stranger(session, landmark, actor=actor, now=now)
    if actor.person_id == row.reported_by_id:
        raise RuleRefused("own_writing")
    return row


def count(session: Session, landmark_id: int) -> int:
    """How many places copied it, as far as the office confirmed."""
    query = select(func.count(LandmarkCopy.id)).where(
        LandmarkCopy.landmark_id == landmark_id, LandmarkCopy.state == CopyState.CONFIRMED
    )
    return session.scalar(query) or 0
