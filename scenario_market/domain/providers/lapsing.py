"""Reminders before an honour or certificate lapses: one deadline row each, which the clock fires and sets anew."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import Deadline, set_deadline
from scenario_market.domain.providers import events
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.domain.providers.states import ProviderState

KIND = "credential"
BATCH = 500


def reminders(expires_on: date, city: City) -> list[tuple[datetime, int]]:
    """When to remind (the start of the day in the city) and how many days are left then, the first first.

    The days are the city's policy ``reminders.credential_days``.
    """
    return sorted(
        (datetime.combine(expires_on - timedelta(days=days), time(), city.zone), days)
        for days in city.policy["reminders"]["credential_days"]
    )


def next_reminder(expires_on: date | None, *, city: City, now: datetime) -> datetime | None:
    """The first reminder that is still to come."""
    coming = reminders(expires_on, city) if expires_on else []
    return next((due_at for due_at, _ in coming if due_at > now), None)


def arm(
    session: Session, credentials: Iterable[tuple[int, date | None]], *, city: City, now: datetime
) -> None:
    """Set the reminder of credentials anew; what would lie in the past is not made up for.

    :param credentials: (key, expires_on).
    """
    wanted = list(credentials)
    drop(session, [key for key, _ in wanted])
    rows = [
        {"kind": KIND, "subject_id": key, "due_at": due_at, "attempts": 0}
        for key, expires_on in wanted
        if (due_at := next_reminder(expires_on, city=city, now=now)) is not None
    ]
    if rows:
        session.execute(insert(Deadline), rows)


def drop(session: Session, credential_ids: Sequence[int]) -> None:
    """Drop the reminders of credentials that are no longer held."""
    for start in range(0, len(credential_ids), BATCH):
        session.execute(
            delete(Deadline).where(
                Deadline.kind == KIND,
                Deadline.subject_id.in_(credential_ids[start : start + BATCH]),
            )
        )


def fire(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """Record that a credential lapses soon, and set the next reminder. Each is said once, however often it is called.

    After a standstill over several reminders the last of them is said. Nothing is said of a credential that is
    gone, has lapsed, was renewed, or whose holder was removed.
    """
    found = session.execute(
        select(Credential, Provider.state)
        .join(Provider, Provider.id == Credential.provider_id)
        .where(Credential.id == subject_id)
    ).one_or_none()
    if found is None:
        return
    credential, state = found
    expires_on = credential.expires_on
    if state == ProviderState.REMOVED or expires_on is None or expires_on < city.day(now):
        return
    passed = [days for due_at, days in reminders(expires_on, city) if due_at <= now]
    if passed:
        _say(session, credential, passed[-1], now=now)
    coming = next_reminder(expires_on, city=city, now=now)
    if coming is not None:
        set_deadline(session, KIND, subject_id, due_at=coming)


def _say(session: Session, credential: Credential, days: int, *, now: datetime) -> None:
    assert credential.expires_on is not None
    event = events.CredentialLapsing(
        subject_id=credential.provider_id,
        credential_kind=credential.kind,
        code=credential.code,
        expires_on=credential.expires_on.isoformat(),
        days=days,
    )
    if event.payload() not in _said(session, credential.provider_id):
        outbox.record(session, event, actor=SYSTEM, now=now)


def _said(session: Session, provider_id: int) -> Collection[Any]:
    return session.scalars(
        select(outbox.EventRecord.payload).where(
            outbox.EventRecord.subject_kind == events.CredentialLapsing.subject_kind,
            outbox.EventRecord.subject_id == provider_id,
            outbox.EventRecord.kind == events.CredentialLapsing.kind,
        )
    ).all()
