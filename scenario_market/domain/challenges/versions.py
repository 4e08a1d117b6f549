"""The content of a call as plain values, and its versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain.challenges.kind import CALLS
from scenario_market.domain.challenges.models import Challenge, ChallengeVersion, ChallengeWriter
from scenario_market.domain.challenges.rules import CONTENT
from scenario_market.domain.postings import enclosures, industries, versions

TIMES = ("opens_at", "questions_close_at", "closes_at")


def values(challenge: Challenge) -> dict[str, Any]:
    """Every field of a call, contacts included, as the rules take them."""
    return versions.values(CALLS, challenge)


def empty() -> dict[str, Any]:
    """The fields of a new call."""
    return versions.empty(CALLS)


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
    return versions.apply(CALLS, challenge, kept)


def write(session: Session, challenge: Challenge, kept: Mapping[str, Any]) -> list[str]:
    """Set checked values in a locked call and what is derived from them; the names of those that changed."""
    names = apply(challenge, kept)
    if "industries" in names:
        industries.refresh(session, CALLS, [challenge])
    return names


def add_version(
    session: Session,
    challenge: Challenge,
    *,
    person_id: int | None,
    now: datetime,
    is_material: bool = False,
    note: str = "",
    has_new_files: bool = False,
) -> ChallengeVersion:
    """Freeze the present content and files as the next version, naming what changed since the one before."""
    row = versions.add_version(
        session,
        CALLS,
        challenge,
        content(challenge),
        person_id=person_id,
        now=now,
        besides=("attachments",) if has_new_files else (),
        counters=("reconfirm_number",) if is_material else (),
        is_material=is_material,
        note=note,
    )
    enclosures.freeze(session, CALLS, challenge, row.number, purposes=enclosures.public(CALLS))
    return row


def note_writer(session: Session, challenge: Challenge, person_id: int | None) -> None:
    """Keep that somebody wrote in a locked call: he decides on none of its versions."""
    if person_id is None:
        return
    if session.get(ChallengeWriter, (challenge.id, person_id)) is None:
        session.add(ChallengeWriter(challenge_id=challenge.id, person_id=person_id))
        session.flush()
