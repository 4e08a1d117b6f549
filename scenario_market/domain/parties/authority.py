"""What a mandate opens: the checks that commands on organisations share."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import FieldError, Invalid, NotFound, NotPermitted
from scenario_market.domain.parties.models import Mandate, Person
from scenario_market.domain.permissions import SCOPES


def require_scope(actor: Actor, organisation_id: int, scope: str) -> None:
    """The actor must act for the organisation, within the scope.

    :raises NotFound: he holds no mandate of it, so for him it is not there.
    :raises NotPermitted: his mandate does not cover the scope.
    """
    if organisation_id not in actor.mandates:
        raise NotFound(kind="organisation")
    if not actor.acts_for(organisation_id, scope):
        raise NotPermitted("scope_missing", scope=scope)


def check_scopes(scopes: Iterable[str]) -> list[str]:
    """The scopes in the order of the table, each once.

    :raises Invalid: none at all, or unknown ones.
    """
    given = set(scopes)
    unknown = sorted(given - set(SCOPES))
    if unknown or not given:
        rule = "unknown_code" if unknown else "required"
        raise Invalid(FieldError("scopes", rule, {"unknown": unknown, "known": list(SCOPES)}))
    return [scope for scope in SCOPES if scope in given]


def in_force(now: datetime):
    """Condition of mandates that hold at the instant."""
    return (
        Mandate.ended_at.is_(None),
        Mandate.starts_at <= now,
        Mandate.expires_at > now,
    )


def managing_mandates(session: Session, organisation_id: int, *, now: datetime) -> list[Mandate]:
    """Mandates in force that cover ``manage``, of people whose account is open."""
    rows = session.scalars(
        select(Mandate)
        .join(Person, Person.id == Mandate.person_id)
        .where(
            Mandate.organisation_id == organisation_id, *in_force(now), Person.disabled_at.is_(None)
        )
        .order_by(Mandate.id)
    )
    return [row for row in rows if "manage" in row.scopes]


def holds_mandate(session: Session, organisation_id: int, person_id: int | None) -> bool:
    """Whether the person has any mandate of the organisation that was not ended, in force or not."""
    query = select(Mandate.id).where(
        Mandate.organisation_id == organisation_id,
        Mandate.person_id == person_id,
        Mandate.ended_at.is_(None),
    )
    return session.scalar(query.limit(1)) is not None
