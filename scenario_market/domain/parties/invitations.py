"""Invitations: an offer of a mandate to a mobile number. Who accepts proves the number by being signed in with it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import haste, lifecycle, outbox, turns
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, NotFound, NotSignedIn, RuleRefused, TooMany
from scenario_market.domain.parties import events, mobile, secrets
from scenario_market.domain.parties.authority import (
    check_independent,
    check_scopes,
    managing_mandates,
    require_scope,
)
from scenario_market.domain.parties.models import Invitation, Mandate, Organisation, Person
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.parties.tenure import (
    Ending,
    check_expiry,
    end_mandate,
    live_mandate,
    open_mandate,
)
from scenario_market.domain.permissions import SCOPES, require


class InvitationSender(Protocol):
    """Carries an invitation to a mobile number; ``channels`` has the real one.

    It is called before the commit: should the commit fail, the code that was sent opens nothing.
    """

    def __call__(self, mobile: str, code: str, *, organisation: str) -> None: ...


def invite(
    session: Session,
    *,
    organisation_id: int,
    mobile_text: str,
    scopes: Iterable[str],
    mandate_expires_at: datetime | None = None,
    send: InvitationSender,
    actor: Actor,
    now: datetime,
    city: City,
) -> Invitation:
    """Offer a mandate; an earlier open offer to the same number is cancelled.

    Whether the number has an account is not told.

    :raises AlreadyDone: the number belongs to somebody who holds a live mandate of this organisation.
    :raises RuleRefused: ``too_many_invitations`` are open.
    :raises TooMany: see :func:`_refuse_haste`.
    """
    require(actor, "mandate.manage")
    require_scope(actor, organisation_id, "manage")
    organisation = lifecycle.lock(session, Organisation, organisation_id)
    return _write(
        session,
        organisation,
        mobile.normalise(mobile_text),
        check_scopes(scopes),
        check_expiry(mandate_expires_at, now=now, city=city),
        send=send,
        actor=actor,
        now=now,
        city=city,
    )


def restore(
    session: Session,
    *,
    organisation_id: int,
    version: int | None,
    mobile_text: str,
    send: InvitationSender,
    actor: Actor,
    now: datetime,
    city: City,
) -> Invitation:
    """The office gives an organisation back to its people: where nobody manages it any more, or after a refusal.

    A refused organisation may be in wrong hands (somebody registered a code that is not his); its live mandates end.
    :raises RuleRefused: ``has_manager``: it is managed, and not refused; ``own_organisation``: he acts for it, or would
        invite himself.
    """
    require(actor, "organisation.verify")
    number = mobile.normalise(mobile_text)
    officer = session.get(Person, actor.person_id)
    if officer is None or officer.mobile == number:
        raise RuleRefused("own_organisation")
    organisation = lifecycle.lock(session, Organisation, organisation_id, version=version)
    check_independent(session, actor, organisation_id=organisation.id, now=now)
    refused = organisation.state == Verification.REFUSED
    if not refused and managing_mandates(session, organisation_id, now=now):
        raise RuleRefused("has_manager")
    if refused:
        live = select(Mandate).where(
            Mandate.organisation_id == organisation_id, Mandate.ended_at.is_(None)
        )
        for row in session.scalars(live).all():
            end_mandate(session, row, Ending("restore"), actor=actor, now=now, city=city)
    until = check_expiry(None, now=now, city=city)
    return _write(
        session,
        organisation,
        number,
        list(SCOPES),
        until,
        send=send,
        actor=actor,
        now=now,
        city=city,
    )


def cancel(
    session: Session,
    *,
    invitation_id: int,
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> Invitation:
    """Take an open offer back.

    :raises StaleVersion: it was changed since ``version`` was read.
    """
    require(actor, "mandate.manage")
    row = session.get(Invitation, invitation_id)
    if row is None or row.organisation_id not in actor.mandates:
        raise NotFound(kind="invitation")
    require_scope(actor, row.organisation_id, "manage")
    row = lifecycle.lock(session, Invitation, invitation_id, version=version)
    _refuse_closed(row)
    _cancel(session, row, actor=actor, now=now)
    return row


def accept(session: Session, *, code: str, actor: Actor, now: datetime, city: City) -> Mandate:
    """Take up an offer, once, by the person whose number it was sent to.

    :raises NotFound: no such code, or it was sent to another number; the two are not told apart.
    :raises RuleRefused: ``invitation_expired`` or ``invitation_cancelled``.
    :raises AlreadyDone: it was accepted before, or the person already acts for the organisation.
    """
    require(actor, "account.use")
    if actor.person_id is None:
        raise NotSignedIn()
    found = session.scalar(
        select(Invitation)
        .join(Person, Person.mobile == Invitation.mobile)
        .where(
            Invitation.code_hash == secrets.token_hash(code.strip()), Person.id == actor.person_id
        )
    )
    if found is None:
        raise NotFound(kind="invitation")
    lifecycle.lock(session, Organisation, found.organisation_id)
    row = lifecycle.lock(session, Invitation, found.id)
    _refuse_closed(row)
    if min(row.expires_at, row.mandate_expires_at) <= now:
        raise RuleRefused("invitation_expired")
    if live_mandate(session, row.organisation_id, actor.person_id, now=now, city=city) is not None:
        raise AlreadyDone("mandate_live")
    row.accepted_at = now
    row.version += 1
    mandate = open_mandate(
        session,
        organisation_id=row.organisation_id,
        person_id=actor.person_id,
        scopes=row.scopes,
        expires_at=row.mandate_expires_at,
        actor=actor,
        now=now,
        city=city,
    )
    mandate.granted_by_id = row.invited_by_id
    event = events.InvitationAccepted(
        subject_id=row.organisation_id, invitation_id=row.id, mandate_id=mandate.id
    )
    outbox.record(session, event, actor=actor, now=now)
    return mandate


def _write(
    session: Session,
    organisation: Organisation,
    number: str,
    scopes: list[str],
    until: datetime,
    *,
    send: InvitationSender,
    actor: Actor,
    now: datetime,
    city: City,
) -> Invitation:
    policy = city.policy["account"]
    holder = session.scalar(select(Person.id).where(Person.mobile == number))
    if holder is not None and live_mandate(session, organisation.id, holder, now=now, city=city):
        raise AlreadyDone("mandate_live")
    for earlier in session.scalars(_open(organisation.id, now).where(Invitation.mobile == number)):
        _cancel(session, earlier, actor=actor, now=now)
    session.flush()
    _refuse_many(session, organisation, limit=policy["invitations_open"], now=now)
    _refuse_haste(session, organisation, number, policy, now=now)
    code = secrets.new_offer()
    assert actor.person_id is not None
    row = Invitation(
        organisation_id=organisation.id,
        mobile=number,
        scopes=scopes,
        mandate_expires_at=until,
        code_hash=secrets.token_hash(code),
        invited_by_id=actor.person_id,
        created_at=now,
        expires_at=now + timedelta(days=policy["invitation_days"]),
    )
    session.add(row)
    session.flush()
    event = events.MemberInvited(subject_id=organisation.id, invitation_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
    send(number, code, organisation=organisation.name)
    return row


def _refuse_many(
    session: Session, organisation: Organisation, *, limit: int, now: datetime
) -> None:
    count = session.scalar(select(func.count()).select_from(_open(organisation.id, now).subquery()))
    if (count or 0) >= limit:
        raise RuleRefused("too_many_invitations", limit=limit)


def _refuse_haste(
    session: Session,
    organisation: Organisation,
    number: str,
    policy: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Each offer is an SMS to somebody who did not ask for it; taking one back and making it anew is another.

    The organisation is locked; for the number everybody takes turns.

    :raises TooMany: the organisation, or the number, has had its offers of the day.
    """
    if not turns.take_turn(session, f"invitation:{number}"):
        raise TooMany("invitation_too_soon", wait_seconds=policy["code_pause_seconds"])
    wait = max(
        haste.wait_seconds(session, Invitation.created_at, about, per_day=policy[most], now=now)
        for about, most in (
            (Invitation.organisation_id == organisation.id, "invitations_per_day"),
            (Invitation.mobile == number, "invitations_per_number"),
        )
    )
    if wait:
        raise TooMany("invitation_too_soon", wait_seconds=wait)


def _open(organisation_id: int, now: datetime):
    return select(Invitation).where(
        Invitation.organisation_id == organisation_id,
        Invitation.accepted_at.is_(None),
        Invitation.cancelled_at.is_(None),
        Invitation.expires_at > now,
    )


def _refuse_closed(row: Invitation) -> None:
    if row.accepted_at is not None:
        raise AlreadyDone("invitation_accepted")
    if row.cancelled_at is not None:
        raise RuleRefused("invitation_cancelled")


def _cancel(session: Session, row: Invitation, *, actor: Actor, now: datetime) -> None:
    row.cancelled_at = now
    row.version += 1
    event = events.InvitationCancelled(subject_id=row.organisation_id, invitation_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
