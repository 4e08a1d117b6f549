"""From what a request carries to who acts: two statements, read afresh each time; a lost right is lost at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.base import UtcDateTime
from scenario_market.domain.parties.authority import in_force
from scenario_market.domain.parties.models import ApiToken, Mandate, Person, RoleGrant, SignIn
from scenario_market.domain.parties.secrets import token_hash
from scenario_market.domain.parties.tokens import USE_NOTED_EVERY
from scenario_market.domain.rows import rows_of

# Put together once: nearly every request asks these.
_NOW = bindparam("now", type_=UtcDateTime())
_ROLE_IN_FORCE = and_(
    RoleGrant.person_id == Person.id,
    RoleGrant.ended_at.is_(None),
    RoleGrant.starts_at <= _NOW,
    or_(RoleGrant.expires_at.is_(None), RoleGrant.expires_at > _NOW),
)
_OF_PERSON = (
    select(Person.id, RoleGrant.role, RoleGrant.place)
    .outerjoin(RoleGrant, _ROLE_IN_FORCE)
    .where(Person.id == bindparam("person_id"), Person.disabled_at.is_(None))
)
_OF_SESSION = (
    select(Person.id, RoleGrant.role, RoleGrant.place)
    .join(SignIn, SignIn.person_id == Person.id)
    .outerjoin(RoleGrant, _ROLE_IN_FORCE)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > _NOW,
        Person.disabled_at.is_(None),
    )
)
_OF_TOKEN = (
    select(
        Person.id,
        RoleGrant.role,
        RoleGrant.place,
        ApiToken.id.label("token_id"),
        ApiToken.scopes,
        ApiToken.last_used_at,
    )
    .join(ApiToken, ApiToken.person_id == Person.id)
    .outerjoin(RoleGrant, _ROLE_IN_FORCE)
    .where(
        ApiToken.token_hash == bindparam("token_hash"),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > _NOW,
        Person.disabled_at.is_(None),
    )
)
_MANDATES = select(Mandate.organisation_id, Mandate.scopes).where(
    Mandate.person_id == bindparam("person_id"), *in_force(_NOW)
)


@dataclass(frozen=True)
class TokenIdentity:
    """Who acts by a token. ``is_use_due``: the hour since its noted use is over, so ``tokens.note_use`` is owed."""

    actor: Actor
    token_id: int
    is_use_due: bool


def actor_of_session(session: Session, token: str, now: datetime) -> Actor | None:
    """The actor behind a session's token; None when it is unknown, ended or expired, or the account is closed."""
    rows = rows_of(session, _OF_SESSION, {"token_hash": token_hash(token), "now": now})
    return _actor(session, rows[0].id, rows, now=now) if rows else None


def actor_of_person(session: Session, person_id: int, now: datetime) -> Actor | None:
    """The actor that a person is now; None when there is none or his account is closed. For workers and commands."""
    rows = rows_of(session, _OF_PERSON, {"person_id": person_id, "now": now})
    return _actor(session, person_id, rows, now=now) if rows else None


def actor_of_token(session: Session, token: str, now: datetime) -> Actor | None:
    """The actor behind an API token, limited to its scopes; None when it is unknown, revoked or expired."""
    identity = identify_token(session, token, now)
    return identity.actor if identity else None


def identify_token(session: Session, token: str, now: datetime) -> TokenIdentity | None:
    """Like :func:`actor_of_token`, with what is needed to note the use."""
    rows = rows_of(session, _OF_TOKEN, {"token_hash": token_hash(token), "now": now})
    if not rows:
        return None
    first = rows[0]
    actor = _actor(session, first.id, rows, now=now, token_scopes=frozenset(first.scopes))
    due = first.last_used_at is None or first.last_used_at <= now - USE_NOTED_EVERY
    return TokenIdentity(actor, first.token_id, due)


def mandate_roles(scopes: Iterable[str]) -> frozenset[str]:
    """The roles that one mandate opens; who may only manage mandates sees both sides."""
    held = set(scopes)
    roles = set()
    if "demands" in held:
        roles.add("enterprise")
    if held & {"offers", "profile"}:
        roles.add("provider")
    return frozenset(roles or {"enterprise", "provider"})


def _actor(
    session: Session,
    person_id: int,
    rows: Iterable[Any],
    *,
    now: datetime,
    token_scopes: frozenset[str] | None = None,
) -> Actor:
    mandates = {
        organisation_id: frozenset(scopes)
        for organisation_id, scopes in rows_of(
            session, _MANDATES, {"person_id": person_id, "now": now}
        )
    }
    granted = [(row.role, row.place) for row in rows if row.role is not None]
    roles = frozenset(role for role, _ in granted)
    return Actor(
        person_id=person_id,
        roles=roles.union(*(mandate_roles(scopes) for scopes in mandates.values())),
        mandates=mandates,
        districts=frozenset(p for role, p in granted if role == "district_officer" and p),
        nodes=frozenset(p for role, p in granted if role == "node_officer" and p),
        token_scopes=token_scopes,
    )
