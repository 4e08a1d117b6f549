"""Reads on organisations, people, mandates, invitations, sessions and tokens; each for an actor."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties import mobile, uscc
from scenario_market.domain.parties.models import (
    ApiToken,
    Invitation,
    Mandate,
    Organisation,
    Person,
    RoleGrant,
    SignIn,
)
from scenario_market.domain.permissions import OFFICE, allowed, require, sees_all

After = Sequence[Any] | None
DETAIL = (
    *("id", "uscc", "name", "state", "district", "owner_type", "size_class", "industry", "address"),
    *("is_fictitious", "warnings", "created_at", "updated_at", "version"),
)


def organisations(
    session: Session,
    *,
    actor: Actor,
    state: str | None = None,
    uscc_text: str | None = None,
    name: str | None = None,
    after: After = None,
    limit: int = 20,
) -> Page[Organisation]:
    """Organisations, newest first: all for the office and those who watch it, else those that the actor acts for.

    :param uscc_text: exactly this code, in any writing. :param name: part of the name.
    """
    require(actor, "organisation.read")
    query = select(Organisation)
    if not _sees_every(actor):
        query = query.where(Organisation.id.in_(actor.organisations))
    if state is not None:
        query = query.where(Organisation.state == state)
    if uscc_text is not None:
        query = query.where(Organisation.uscc == uscc.normalise(uscc_text))
    if name is not None:
        query = query.where(Organisation.name.contains(name, autoescape=True))
    return page(session, query, Organisation.id, after=after, limit=limit)


def organisation(session: Session, organisation_id: int, *, actor: Actor) -> Organisation:
    """One organisation. :raises NotFound: there is none, or not for him."""
    require(actor, "organisation.read")
    row = session.get(Organisation, organisation_id) if _sees(actor, organisation_id) else None
    if row is None:
        raise NotFound(kind="organisation")
    return row


def detail(session: Session, organisation_id: int, *, actor: Actor) -> dict[str, Any]:
    """One organisation; to the office and those who watch it also who controls it and what it hosts, with the sources.

    :raises NotFound: there is none, or not for the actor.
    """
    row = organisation(session, organisation_id, actor=actor)
    shown: dict[str, Any] = {name: getattr(row, name) for name in DETAIL}
    if not sees_all(actor):
        return shown
    shown["hosting"] = {"kinds": row.host_kinds, "source": row.host_source}
    holder = session.get(Organisation, row.controlled_by_id) if row.controlled_by_id else None
    if holder is None:
        return shown | {"control": None}
    named = {name: getattr(holder, name) for name in ("id", "name", "uscc")}
    return shown | {"control": {"organisation": named, "source": row.control_source}}


def decisions(session: Session, organisation_id: int, *, actor: Actor) -> Sequence[StateChange]:
    """The moves of an organisation's verification, oldest first, with reasons; at most 100."""
    organisation(session, organisation_id, actor=actor)
    return session.scalars(
        select(StateChange)
        .where(
            StateChange.subject_kind == Organisation.__tablename__,
            StateChange.subject_id == organisation_id,
        )
        .order_by(StateChange.id)
        .limit(100)
    ).all()


def mandates(
    session: Session,
    organisation_id: int,
    *,
    actor: Actor,
    live: bool | None = None,
    after: After = None,
    limit: int = 20,
) -> Page[Mandate]:
    """Mandates of an organisation, newest first. Who does not manage it sees his own alone.

    :param live: only those that were not ended (True), or were (False).
    """
    organisation(session, organisation_id, actor=actor)
    query = select(Mandate).where(Mandate.organisation_id == organisation_id)
    if not _sees_every(actor) and not actor.acts_for(organisation_id, "manage"):
        query = query.where(Mandate.person_id == actor.person_id)
    if live is not None:
        query = query.where(Mandate.ended_at.is_(None) if live else Mandate.ended_at.is_not(None))
    return page(session, query, Mandate.id, after=after, limit=limit)


def mandate(session: Session, mandate_id: int, *, actor: Actor) -> Mandate:
    """One mandate, for whoever finds it among :func:`mandates`."""
    row = session.get(Mandate, mandate_id)
    if row is None or not _sees(actor, row.organisation_id):
        raise NotFound(kind="mandate")
    all_of_it = _sees_every(actor) or actor.acts_for(row.organisation_id, "manage")
    if not all_of_it and row.person_id != actor.person_id:
        raise NotFound(kind="mandate")
    return row


def own_mandates(session: Session, *, actor: Actor, now: datetime) -> Sequence[Mandate]:
    """The actor's mandates that have neither ended nor run out."""
    require(actor, "account.use")
    return session.scalars(
        select(Mandate)
        .where(
            Mandate.person_id == actor.person_id,
            Mandate.ended_at.is_(None),
            Mandate.expires_at > now,
        )
        .order_by(Mandate.id)
    ).all()


def invitations(
    session: Session,
    organisation_id: int,
    *,
    actor: Actor,
    after: After = None,
    limit: int = 20,
) -> Page[Invitation]:
    """Invitations of an organisation, newest first, for its managers and the office."""
    organisation(session, organisation_id, actor=actor)
    if not actor.has_role(*OFFICE) and not actor.acts_for(organisation_id, "manage"):
        raise NotFound(kind="invitation")
    query = select(Invitation).where(Invitation.organisation_id == organisation_id)
    return page(session, query, Invitation.id, after=after, limit=limit)


def invitation(session: Session, invitation_id: int, *, actor: Actor) -> Invitation:
    """One invitation, for the organisation's managers and the office."""
    row = session.get(Invitation, invitation_id)
    if row is None or not (
        actor.has_role(*OFFICE) or actor.acts_for(row.organisation_id, "manage")
    ):
        raise NotFound(kind="invitation")
    return row


def people(
    session: Session,
    *,
    actor: Actor,
    mobile_text: str | None = None,
    after: After = None,
    limit: int = 20,
) -> Page[Person]:
    """People, newest first, for the administrator. :param mobile_text: exactly this number."""
    require(actor, "person.read")
    query = select(Person)
    if mobile_text is not None:
        query = query.where(Person.mobile == mobile.normalise(mobile_text))
    return page(session, query, Person.id, after=after, limit=limit)


def person(session: Session, person_id: int, *, actor: Actor) -> Person:
    """One person: oneself, or anybody for the administrator."""
    own = person_id == actor.person_id and allowed(actor, "account.use")
    if not own:
        require(actor, "person.read")
    row = session.get(Person, person_id)
    if row is None:
        raise NotFound(kind="person")
    return row


def people_by_id(session: Session, ids: Iterable[int]) -> Mapping[int, Person]:
    """People by key in one statement, for rows that the actor was already shown."""
    rows = session.scalars(select(Person).where(Person.id.in_(set(ids))))
    return {row.id: row for row in rows}


def roles_of(
    session: Session, person_id: int, *, actor: Actor, after: After = None, limit: int = 20
) -> Page[RoleGrant]:
    """Roles that were granted to a person, ended ones too, newest first: one's own, or any for the administrator."""
    person(session, person_id, actor=actor)
    query = select(RoleGrant).where(RoleGrant.person_id == person_id)
    return page(session, query, RoleGrant.id, after=after, limit=limit)


def sign_ins(
    session: Session, *, actor: Actor, now: datetime, after: After = None, limit: int = 20
) -> Page[SignIn]:
    """One's own live sessions, newest first."""
    require(actor, "account.use")
    query = select(SignIn).where(
        SignIn.person_id == actor.person_id, SignIn.ended_at.is_(None), SignIn.expires_at > now
    )
    return page(session, query, SignIn.id, after=after, limit=limit)


def tokens(
    session: Session, *, actor: Actor, after: After = None, limit: int = 20
) -> Page[ApiToken]:
    """One's own API tokens, revoked ones too, newest first. The token itself is kept nowhere."""
    require(actor, "token.manage")
    query = select(ApiToken).where(ApiToken.person_id == actor.person_id)
    return page(session, query, ApiToken.id, after=after, limit=limit)


def _sees(actor: Actor, organisation_id: int) -> bool:
    return organisation_id in actor.mandates or _sees_every(actor)


def _sees_every(actor: Actor) -> bool:
    """Who sees every organisation; whoever holds a mandate sees his own."""
    return sees_all(actor) or actor.has_role("administrator")
