"""Commands by which a provider keeps its 服务产品及方案."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.providers import rules
from scenario_market.domain.providers.editing import editable, record_change
from scenario_market.domain.providers.models import Offering, Provider

OFFERINGS_MAX = 100


def add_offering(
    session: Session,
    provider_id: int,
    fields: Mapping[str, Any],
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Offering:
    """Add one 服务产品或方案: ``title``, ``summary``, ``service_types``.

    :raises Invalid: names every wrong field at once.
    :raises RuleRefused: ``too_many_offerings``.
    """
    row = editable(session, provider_id, version=version, actor=actor)
    clean, errors = rules.check_offering(fields, city.codes)
    if "title" not in fields:
        errors.append(FieldError("title", "required"))
    if errors:
        raise Invalid(*errors)
    live = select(Offering.id).where(Offering.provider_id == row.id, Offering.retired_at.is_(None))
    if len(session.scalars(live.limit(OFFERINGS_MAX)).all()) >= OFFERINGS_MAX:
        raise RuleRefused("too_many_offerings", limit=OFFERINGS_MAX)
    offering = Offering(**{"summary": "", "service_types": []} | clean, provider_id=row.id)
    session.add(offering)
    record_change(session, row, ["offerings"], actor=actor, now=now)
    session.flush()
    return offering


def edit_offering(
    session: Session,
    provider_id: int,
    offering_id: int,
    fields: Mapping[str, Any],
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Offering:
    """Change the given fields of an offering that is not retired.

    :raises Invalid: names every wrong field at once.
    """
    row = editable(session, provider_id, version=version, actor=actor)
    offering = _live_offering(session, row, offering_id)
    clean, errors = rules.check_offering(fields, city.codes)
    if errors:
        raise Invalid(*errors)
    changed = {name: value for name, value in clean.items() if getattr(offering, name) != value}
    for name, value in changed.items():
        setattr(offering, name, value)
    if changed:
        record_change(session, row, ["offerings"], actor=actor, now=now)
    return offering


def retire_offering(
    session: Session,
    provider_id: int,
    offering_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
) -> Offering:
    """Sell it no longer; it is kept for what referred to it."""
    row = editable(session, provider_id, version=version, actor=actor)
    offering = _live_offering(session, row, offering_id)
    offering.retired_at = now
    record_change(session, row, ["offerings"], actor=actor, now=now)
    return offering


def _live_offering(session: Session, provider: Provider, offering_id: int) -> Offering:
    offering = session.get(Offering, offering_id)
    if offering is None or offering.provider_id != provider.id or offering.retired_at:
        raise NotFound(kind="offering")
    return offering
