"""A rough problem made sharp by a diagnosis provider: assigned by the office, proposed, adopted or not. Disclosed."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.demands import access, drafting, events, rules, versions
from scenario_market.domain.demands.apart import check_apart
from scenario_market.domain.demands.models import Demand, Sharpening
from scenario_market.domain.demands.states import EDITABLE
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.parties.control import is_under
from scenario_market.domain.providers.models import Provider
from scenario_market.domain.providers.states import IN_POOL

DUE = "sharpening_due"
CATEGORY = "diagnosis"


def assign(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    provider_id: int,
) -> Sharpening:
    """Ask one of the diagnosis providers to sharpen a rough problem; who is late can be replaced.

    :raises RuleRefused: ``not_rough``; ``owner_side``: the provider is the owner or under its control;
        ``own_organisation``: the officer acts for the provider.
    :raises Invalid: no diagnosis provider of the pool has this key.
    :raises AlreadyDone: somebody is at work on it.
    """
    demand = access.open_for_decision(
        session, demand_id, actor=actor, permission="demand.review", version=version, now=now
    )
    _check_editable(demand, "assign_sharpening")
    if not demand.is_rough:
        raise RuleRefused("not_rough")
    provider = _diagnosis_provider(session, provider_id)
    check_independent(session, actor, organisation_id=provider.organisation_id, now=now)
    owner_id = demand.owner_organisation_id
    if owner_id is not None and is_under(session, provider.organisation_id, owner_id):
        raise RuleRefused("owner_side")
    _end_late(session, demand, now=now)
    row = Sharpening(
        demand_id=demand.id,
        provider_id=provider.id,
        assigned_by_id=actor.person_id,
        assigned_at=now,
        due_at=city.end_of(
            city.day(now) + timedelta(days=city.policy["demand"]["sharpening_days"])
        ),
    )
    session.add(row)
    session.flush()
    set_deadline(session, DUE, row.id, due_at=row.due_at)
    event = events.SharpeningAssigned(subject_id=demand.id, provider_id=provider.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def _diagnosis_provider(session: Session, provider_id: int) -> Provider:
    provider = session.get(Provider, provider_id)
    fits = provider is not None and provider.state in IN_POOL and CATEGORY in provider.categories
    if provider is None or not fits:
        raise Invalid(FieldError("provider_id", "no_diagnosis_provider", {"value": provider_id}))
    return provider


def _end_late(session: Session, demand: Demand, *, now: datetime) -> None:
    present = live(session, demand.id)
    if present is not None:
        if present.delivered_at is not None or present.due_at > now:
            raise AlreadyDone("sharpening_assigned", provider_id=present.provider_id)
        _end(session, present, now=now)


def propose(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    fields: Mapping[str, Any],
) -> Sharpening:
    """The assigned provider, and nobody else, proposes content; again, as long as the author has not answered.

    :raises Invalid: with every wrong field; contacts are the author's own.
    :raises RuleRefused: ``owner_side``, ``both_sides``.
    """
    demand = access.open_demand(
        session, demand_id, actor=actor, permission="demand.sharpen", version=version
    )
    row = live(session, demand.id)
    provider = session.get(Provider, row.provider_id) if row is not None else None
    if row is None or provider is None or not actor.acts_for(provider.organisation_id, "offers"):
        raise NotFound(kind="sharpening")
    check_apart(session, demand, provider.organisation_id, actor=actor)
    _check_editable(demand, "propose")
    own = [FieldError(name, "unknown_field") for name in fields if name in rules.CONTACT]
    if own:
        raise Invalid(*own)
    kept = rules.check(fields, city.codes, before=versions.values(demand))
    row.proposal = {name: versions.plain(value) for name, value in kept.items()}
    row.delivered_at = now
    drop_deadline(session, DUE, row.id)
    event = events.SharpeningDelivered(subject_id=demand.id, provider_id=provider.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def adopt(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    names: Collection[str] | None = None,
) -> Demand:
    """The author takes the proposal over, whole or only the named fields; the need is rough no more.

    :raises RuleRefused: ``owner_side``, ``both_sides``.
    """
    demand, row = _open_delivered(session, demand_id, actor, version, "adopt_sharpening")
    provider = session.get_one(Provider, row.provider_id)
    check_apart(session, demand, provider.organisation_id, actor=actor)
    taken = {k: v for k, v in (row.proposal or {}).items() if names is None or k in names}
    kept = rules.check(taken, city.codes, before=versions.values(demand))
    drafting.save(session, demand, kept, actor=actor, now=now)
    demand.is_rough = False
    row.adopted_at = now
    _end(session, row, now=now)
    event = events.SharpeningAdopted(subject_id=demand.id, provider_id=row.provider_id)
    outbox.record(session, event, actor=actor, now=now)
    return demand


def decline(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    answer: str,
) -> Demand:
    """The author does not take the proposal over, and says why; the office can ask somebody else."""
    if not answer.strip():
        raise Invalid(FieldError("answer", "required"))
    demand, row = _open_delivered(session, demand_id, actor, version, "decline_sharpening")
    row.answer = answer.strip()
    _end(session, row, now=now)
    event = events.SharpeningDeclined(subject_id=demand.id, provider_id=row.provider_id)
    outbox.record(session, event, actor=actor, now=now)
    return demand


def remind(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The day of the proposal has passed without one: an event tells provider and office. Changes nothing."""
    row = session.get(Sharpening, subject_id, with_for_update=True, populate_existing=True)
    if row is None or row.ended_at is not None or row.delivered_at is not None or row.due_at > now:
        return
    event = events.SharpeningOverdue(subject_id=row.demand_id, provider_id=row.provider_id)
    outbox.record(session, event, actor=SYSTEM, now=now)


def live(session: Session, demand_id: int) -> Sharpening | None:
    """The assignment that is not over."""
    query = select(Sharpening).where(
        Sharpening.demand_id == demand_id, Sharpening.ended_at.is_(None)
    )
    return session.scalar(query)


def _open_delivered(
    session: Session, demand_id: int, actor: Actor, version: int | None, verb: str
) -> tuple[Demand, Sharpening]:
    demand = drafting.open_editable(session, demand_id, actor=actor, version=version)
    _check_editable(demand, verb)
    row = live(session, demand.id)
    if row is None or row.delivered_at is None:
        raise NotFound(kind="sharpening")
    return demand, row


def _check_editable(demand: Demand, verb: str) -> None:
    if demand.state not in EDITABLE:
        raise IllegalMove(verb=verb, state=demand.state, kind="demand")


def _end(session: Session, row: Sharpening, *, now: datetime) -> None:
    row.ended_at = now
    drop_deadline(session, DUE, row.id)
    session.flush()
