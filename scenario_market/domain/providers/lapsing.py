"""Reminders before an honour or certificate lapses: deadline rows, fired by the clock."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.providers import events
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.domain.providers.states import ProviderState

BATCH = 500


def kind_of(days: int) -> str:
    """The deadline's kind for a reminder so many days before."""
    return f"credential_{days}"


def commands(policy: Mapping[str, Any]) -> dict[str, Callable[..., None]]:
    """Deadline kinds and the commands that the clock runs for them."""
    days = policy["reminders"]["credential_days"]
    return {kind_of(count): partial(fire, days=count) for count in days}


def arm(
    session: Session, credentials: Iterable[tuple[int, date | None]], *, city: City, now: datetime
) -> None:
    """Set the reminders of credentials anew: at the start of the city's day, those still to come.

    :param credentials: (key, expires_on); their older reminders are dropped.
    """
    wanted = list(credentials)
    drop(session, [key for key, _ in wanted], policy=city.policy)
    rows = [
        {"kind": kind_of(days), "subject_id": key, "due_at": due_at, "attempts": 0}
        for key, expires_on in wanted
        if expires_on is not None
        for days in city.policy["reminders"]["credential_days"]
        if (due_at := _begin(city, expires_on - timedelta(days=days))) > now
    ]
    if rows:
        session.execute(insert(Deadline), rows)


def _begin(city: City, day: date) -> datetime:
    return datetime.combine(day, time(), city.zone)


def drop(session: Session, credential_ids: Sequence[int], *, policy: Mapping[str, Any]) -> None:
    """Drop the reminders of credentials that are no longer held."""
    kinds = list(commands(policy))
    for start in range(0, len(credential_ids), BATCH):
        session.execute(
            delete(Deadline).where(
                Deadline.kind.in_(kinds),
                Deadline.subject_id.in_(credential_ids[start : start + BATCH]),
            )
        )


def fire(session: Session, subject_id: int, *, now: datetime, days: int) -> None:
    """Record that a credential lapses in ``days`` days. Said once for one expiry, however often it is called.

    Nothing is said of a credential that is gone, was renewed to a later day, or whose holder was removed.
    """
    found = session.execute(
        select(Credential, Provider.state)
        .join(Provider, Provider.id == Credential.provider_id)
        .where(Credential.id == subject_id)
    ).one_or_none()
    if found is None:
        return
    credential, state = found
    if state == ProviderState.REMOVED or credential.expires_on is None:
        return
    # A day of play on either side: the city's calendar is not asked here, only whether the date was moved.
    if credential.expires_on > now.date() + timedelta(days=days + 1):
        return
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
