"""Wrong passphrases of a key officer: counted of him from whatever address they come, each one on record."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import TooMany
from scenario_market.domain.keys.events import KeyOfficerBlocked, PassphraseRefused
from scenario_market.domain.keys.models import KeyOfficer

ATTEMPTS = 5  # in a row
PAUSE = timedelta(hours=1)


def check(row: KeyOfficer, now: datetime) -> None:
    """Whether an officer's passphrase is looked at now.

    :raises TooMany: ``passphrase_blocked``: too many wrong ones; the right one is not taken either.
    """
    if row.blocked_until is not None and row.blocked_until > now:
        wait = int((row.blocked_until - now).total_seconds()) + 1
        raise TooMany("passphrase_blocked", wait_seconds=wait, minutes=-(-wait // 60))


def tried(
    session: Session, officer_id: int, *, is_right: bool, actor: Actor, now: datetime
) -> bool:
    """Count an attempt; returns whether the passphrase was right and may be used.

    A wrong one is answered and not raised, so that the caller commits the count. Behind the lock of the officer's row:
    as many as come at once count one after the other.

    :raises TooMany: as :func:`check`.
    """
    row = lifecycle.lock(session, KeyOfficer, officer_id)
    check(row, now)
    if is_right:
        row.failures = 0
        return True
    row.failures += 1
    about = {"subject_id": row.id, "person_id": row.person_id}
    outbox.record(session, PassphraseRefused(**about), actor=actor, now=now)
    if row.failures >= ATTEMPTS:
        row.failures, row.blocked_until = 0, now + PAUSE
        minutes = int(PAUSE.total_seconds()) // 60
        event = KeyOfficerBlocked(**about, attempts=ATTEMPTS, minutes=minutes)
        outbox.record(session, event, actor=actor, now=now)
    return False
