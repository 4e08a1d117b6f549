"""What a mandate opens: the checks that commands on organisations share."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import FieldError, Invalid, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.parties.models import Mandate, Organisation, Person
from scenario_market.domain.parties.states import Verification
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


def in_force(now: datetime | BindParameter[datetime], mandate: Any = Mandate):
    """Conditions of mandates that hold at the instant.

    :param mandate: an alias, where a statement knows them by another name.
    """
    return (
        mandate.ended_at.is_(None),
        mandate.starts_at <= now,
        mandate.expires_at > now,
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


def represented(session: Session, actor: Actor) -> set[int]:
    """Keys of the organisations that the person stands for.

    Any mandate that was not ended counts: of whatever scope, from a later day on, run out and not yet ended.
    """
    held = select(Mandate.organisation_id).where(
        Mandate.person_id == actor.person_id, Mandate.ended_at.is_(None)
    )
    return {*actor.mandates, *session.scalars(held)}


def recused_from(
    session: Session, person_ids: Collection[int | None], *, now: datetime
) -> set[int]:
    """Keys of the organisations that any of these people stands for, or stood for until lately (回避).

    Besides what :func:`represented` counts: mandates that ended, until their ``recused_until``.
    """
    held = select(Mandate.organisation_id).where(
        Mandate.person_id.in_([key for key in person_ids if key is not None]),
        or_(Mandate.ended_at.is_(None), Mandate.recused_until > now),
    )
    return set(session.scalars(held))


def held_unverified(session: Session, organisation_ids: Collection[int]) -> set[int]:
    """Which of these organisations somebody acts for though the office has not verified them.

    Anybody may register a code and a name that are public, so nothing may come to such an organisation unseen.
    """
    query = (
        select(Mandate.organisation_id)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(
            Mandate.organisation_id.in_(organisation_ids),
            Mandate.ended_at.is_(None),
            Organisation.state != Verification.VERIFIED,
        )
    )
    return set(session.scalars(query))


def check_independent(
    session: Session,
    actor: Actor,
    *,
    organisation_id: int | None,
    author_ids: Collection[int | None] = (),
    now: datetime,
) -> None:
    """An officer does not decide on an organisation that he acts or lately acted for, nor on his own writing (回避).

    :param organisation_id: whose matter it is; None: nobody's yet. :param author_ids: who wrote what is decided on.
    :raises RuleRefused: ``own_organisation`` or ``own_writing``.
    """
    if organisation_id is not None and (
        organisation_id in actor.mandates
        or organisation_id in recused_from(session, [actor.person_id], now=now)
    ):
        raise RuleRefused("own_organisation")
    if actor.person_id is not None and actor.person_id in author_ids:
        raise RuleRefused("own_writing")
