"""A mandate's life as rows: how it is opened, how long it runs, how it ends, and what the clock owes it meanwhile."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import events
from scenario_market.domain.parties.models import Invitation, Mandate, Organisation
from scenario_market.domain.parties.states import MANDATE_MOVES

KIND = "mandate"


@dataclass(frozen=True)
class Ending:
    """Why a mandate ends: the verb of ``MANDATE_MOVES``, and the reason where one is owed."""

    verb: str
    reason: Reason | None = None


def latest_expiry(now: datetime, city: City) -> datetime:
    """How long a mandate may run at most (policy ``account.mandate_years``; a year has 365 days)."""
    return now + timedelta(days=365 * city.policy["account"]["mandate_years"])


def check_expiry(expires_at: datetime | None, *, now: datetime, city: City) -> datetime:
    """The end of a mandate, by default the latest one.

    :raises Invalid: it has passed, or is beyond the longest term.
    """
    latest = latest_expiry(now, city)
    if expires_at is None:
        return latest
    if not now < expires_at <= latest:
        raise Invalid(FieldError("expires_at", "between", {"after": now, "until": latest}))
    return expires_at


def open_mandate(
    session: Session,
    *,
    organisation_id: int,
    person_id: int,
    scopes: list[str],
    expires_at: datetime,
    actor: Actor,
    now: datetime,
    city: City,
) -> Mandate:
    """Write a mandate, its deadlines and its event. The caller has checked who may, and that none is live."""
    row = Mandate(
        organisation_id=organisation_id,
        person_id=person_id,
        scopes=scopes,
        starts_at=now,
        expires_at=expires_at,
        granted_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    arm(session, row, now=now, city=city)
    event = events.MandateGranted(
        subject_id=organisation_id, mandate_id=row.id, person_id=person_id
    )
    outbox.record(session, event, actor=actor, now=now)
    return row


def live_mandate(
    session: Session, organisation_id: int, person_id: int, *, now: datetime, city: City
) -> Mandate | None:
    """The person's live mandate of a locked organisation.

    One that has run out is ended first: the clock may be late.
    """
    row = session.scalar(
        select(Mandate).where(
            Mandate.organisation_id == organisation_id,
            Mandate.person_id == person_id,
            Mandate.ended_at.is_(None),
        )
    )
    if row is not None and row.expires_at <= now:
        end_mandate(session, row, Ending("expire"), actor=SYSTEM, now=now, city=city)
        return None
    return row


def end_mandate(
    session: Session, row: Mandate, ending: Ending, *, actor: Actor, now: datetime, city: City
) -> None:
    """End a locked, live mandate: its record with the reason, its event, its deadlines, its holder's open offers."""
    lifecycle.move(
        session,
        row,
        MANDATE_MOVES,
        ending.verb,
        actor=actor,
        now=now,
        reason=ending.reason,
        codes=city.codes,
        subject_id=row.organisation_id,
        mandate_id=row.id,
        person_id=row.person_id,
        cause=ending.verb,
    )
    row.ended_at, row.end_cause = now, ending.verb
    row.recused_until = _recusal_ends(now, city)
    if ending.verb != "expire":
        drop_deadline(session, KIND, row.id)
    if "manage" in row.scopes and ending.verb != "replace":
        _cancel_invitations(session, row, actor=actor, now=now)
    # A successor's row may only be written once this one no longer counts as live.
    session.flush()


def _recusal_ends(now: datetime, city: City) -> datetime:
    """When a mandate that ends now no longer binds its holder as an officer (policy ``independence.months``)."""
    today = city.day(now)
    years, month = divmod(today.month - 1 + city.policy["independence"]["months"], 12)
    year = today.year + years
    last = min(today.day, monthrange(year, month + 1)[1])
    return city.end_of(today.replace(year=year, month=month + 1, day=last))


def fire(session: Session, mandate_id: int, *, now: datetime, city: City) -> None:
    """By the clock (deadline ``mandate``): say that a mandate ends soon, set the next time, at last end it.

    Authority ends at ``expires_at`` in any case, since every check compares the instant; this makes the record and the
    event, of the last mandate that covers ``manage`` too: where nobody is left to manage the organisation the office
    restores it. Harmless to repeat. A clock that slept over several reminders sends the last of them.
    """
    found = session.get(Mandate, mandate_id)
    if found is None:
        return
    lifecycle.lock(session, Organisation, found.organisation_id)
    row = lifecycle.lock(session, Mandate, mandate_id)
    if row.ended_at is not None:
        return
    if row.expires_at <= now:
        end_mandate(session, row, Ending("expire"), actor=SYSTEM, now=now, city=city)
        return
    passed = [days for due_at, days in _reminders(row, city) if due_at <= now]
    if passed:
        event = events.MandateExpiring(
            subject_id=row.organisation_id,
            mandate_id=row.id,
            person_id=row.person_id,
            days=min(passed),
        )
        outbox.record(session, event, actor=SYSTEM, now=now)
    arm(session, row, now=now, city=city)


def arm(session: Session, row: Mandate, *, now: datetime, city: City) -> None:
    """Set the mandate's deadline to the next reminder (policy ``reminders.mandate_days``), or to its end."""
    coming = [due_at for due_at, _ in _reminders(row, city) if due_at > now]
    set_deadline(session, KIND, row.id, due_at=min([*coming, row.expires_at]))


def _reminders(row: Mandate, city: City) -> list[tuple[datetime, int]]:
    days = city.policy["reminders"]["mandate_days"]
    return [(row.expires_at - timedelta(days=d), d) for d in days]


def _cancel_invitations(session: Session, row: Mandate, *, actor: Actor, now: datetime) -> None:
    """An offer stands on its author's authority, so it falls with it."""
    open_ones = session.scalars(
        select(Invitation).where(
            Invitation.organisation_id == row.organisation_id,
            Invitation.invited_by_id == row.person_id,
            Invitation.accepted_at.is_(None),
            Invitation.cancelled_at.is_(None),
        )
    )
    for invitation in open_ones:
        invitation.cancelled_at = now
        invitation.version += 1
        event = events.InvitationCancelled(
            subject_id=row.organisation_id, invitation_id=invitation.id
        )
        outbox.record(session, event, actor=actor, now=now)
