"""The content of a call as plain values, and its versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge, ChallengeVersion, ChallengeWriter
from scenario_market.domain.challenges.rules import CONTENT, FIELDS, changed

TIMES = ("opens_at", "questions_close_at", "closes_at")


def values(challenge: Challenge) -> dict[str, Any]:
    """Every field of a call, contacts included, as the rules take them."""
    return {name: getattr(challenge, name) for name in FIELDS}


def content(challenge: Challenge) -> dict[str, Any]:
    """What a version holds: the published fields, the rules and the times, as JSON values. No contacts."""
    times = {name: getattr(challenge, name) for name in TIMES}
    return (
        {name: getattr(challenge, name) for name in CONTENT}
        | {"rules": challenge.rules}
        | {name: at.isoformat() if at is not None else None for name, at in times.items()}
    )


def apply(challenge: Challenge, kept: Mapping[str, Any]) -> list[str]:
    """Set checked values; the names of those that changed."""
    names = changed(values(challenge), kept)
    for name in names:
        setattr(challenge, name, kept[name])
    return names


def add_version(
    session: Session,
    challenge: Challenge,
    *,
    person_id: int | None,
    now: datetime,
    is_material: bool = False,
    note: str = "",
) -> ChallengeVersion:
    """Freeze the present content as the next version, naming what changed since the one before."""
    query = select(ChallengeVersion.content).where(
        ChallengeVersion.challenge_id == challenge.id,
        ChallengeVersion.number == challenge.content_number,
    )
    before, after = session.scalar(query), content(challenge)
    challenge.content_number += 1
    if is_material:
        challenge.reconfirm_number = challenge.content_number
    row = ChallengeVersion(
        challenge_id=challenge.id,
        number=challenge.content_number,
        content=after,
        changed=[] if before is None else [n for n in after if before.get(n) != after[n]],
        is_material=is_material,
        note=note,
        created_at=now,
        created_by_id=person_id,
    )
    session.add(row)
    session.flush()
    return row


def note_writer(session: Session, challenge: Challenge, person_id: int | None) -> None:
    """Keep that somebody wrote in a locked call: he decides on none of its versions."""
    if person_id is None:
        return
    if session.get(ChallengeWriter, (challenge.id, person_id)) is None:
        session.add(ChallengeWriter(challenge_id=challenge.id, person_id=person_id))
        session.flush()
