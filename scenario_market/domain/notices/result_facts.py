"""What notices about public notices, objections and result letters are about, read for many at once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.landmarks.models import Landmark, LandmarkCopy
from scenario_market.domain.publicity.models import Objection, PublicNotice
from scenario_market.domain.results.models import ResultLetter

Found = Iterable[tuple[int, dict[str, Any]]]


def public_notices(session: Session, ids: set[int]) -> Found:
    """By the notice's key: what it is called."""
    query = select(PublicNotice.id, PublicNotice.title, PublicNotice.number)
    rows = session.execute(query.where(PublicNotice.id.in_(ids)))
    return [(row.id, {"title": row.title, "number": row.number}) for row in rows]


def objections(session: Session, ids: set[int]) -> Found:
    """By the objection's key: its number, what it is about, and the answer to who filed it. Never who that is."""
    query = select(Objection.id, Objection.number, Objection.answer, PublicNotice.title).join(
        PublicNotice, PublicNotice.id == Objection.notice_id
    )
    rows = session.execute(query.where(Objection.id.in_(ids)))
    return [
        (row.id, {"title": row.title, "number": row.number, "answer": row.answer}) for row in rows
    ]


def letters(session: Session, ids: set[int]) -> Found:
    """By the letter's key: the call."""
    query = select(ResultLetter.id, Challenge.title, Challenge.number).join(
        Challenge, Challenge.id == ResultLetter.challenge_id
    )
    rows = session.execute(query.where(ResultLetter.id.in_(ids)))
    return [(row.id, {"title": row.title, "number": row.number}) for row in rows]


def landmarks(session: Session, ids: set[int]) -> Found:
    """By the landmark's key: what it is called."""
    query = select(Landmark.id, Landmark.title, Landmark.number)
    rows = session.execute(query.where(Landmark.id.in_(ids)))
    return [(row.id, {"title": row.title, "number": row.number}) for row in rows]


def copies(session: Session, ids: set[int]) -> Found:
    """By the copy's key: the landmark."""
    query = select(LandmarkCopy.id, Landmark.title, Landmark.number).join(
        Landmark, Landmark.id == LandmarkCopy.landmark_id
    )
    rows = session.execute(query.where(LandmarkCopy.id.in_(ids)))
    return [(row.id, {"title": row.title, "number": row.number}) for row in rows]
