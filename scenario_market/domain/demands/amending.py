"""Changing a public demand: the owner asks, an officer confirms, a new version stands beside the old ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.demands import access, events, finding, rules, showing, versions
from scenario_market.domain.demands.models import Amendment, Demand
from scenario_market.domain.demands.publishing import EXPIRE, closing
from scenario_market.domain.demands.states import OPEN
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)


def amend(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    fields: Mapping[str, Any],
    reason: str,
) -> Demand:
    """Ask for a change of a listed demand. Contacts, which are not public, change at once.

    Where the city's policy (``amendment_confirmed``) says so the content stays as it is until an officer confirms.

    :raises Invalid: wrong fields, no reason, or the demand would no longer be complete.
    :raises RuleRefused: ``nothing_changed``. :raises AlreadyDone: another change waits for its confirmation.
    """
    demand = access.open_own(
        session, demand_id, actor=actor, permission="demand.amend", version=version
    )
    _check_open(demand, "amend")
    if not reason.strip():
        raise Invalid(FieldError("reason", "required"))
    before = versions.values(demand)
    kept = rules.check(fields, city.codes, before=before)
    names = rules.changed(before, kept)
    public = [name for name in names if name in rules.CONTENT]
    if not names:
        raise RuleRefused("nothing_changed")
    missing = rules.missing_for_publication(
        {**before, **kept}, today=city.day(now), policy=city.policy["demand"]
    )
    if missing:
        raise Invalid(*missing)
    private = {name: kept[name] for name in names if name in rules.CONTACT}
    if private:
        versions.apply(demand, private)
        event = events.DemandEdited(subject_id=demand.id, fields=list(private))
        outbox.record(session, event, actor=actor, now=now)
    seen = False
    if public:
        seen = _propose(session, demand, {n: kept[n] for n in public}, reason, actor, now, city)
    lifecycle.touch(demand, now=now, public=seen)
    return demand


def _propose(
    session: Session,
    demand: Demand,
    kept: Mapping[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
    city: City,
) -> bool:
    """Whether the public reads anything otherwise already."""
    if waiting(session, demand.id) is not None:
        raise AlreadyDone("amendment_waiting")
    row = Amendment(
        demand_id=demand.id,
        content={name: versions.plain(value) for name, value in kept.items()},
        changed=list(kept),
        reason=reason.strip(),
        proposed_by_id=actor.person_id,
        proposed_at=now,
    )
    session.add(row)
    if city.policy["demand"]["amendment_confirmed"]:
        session.flush()
        event = events.AmendmentProposed(subject_id=demand.id, fields=list(kept))
        outbox.record(session, event, actor=actor, now=now)
        return False
    return _take_effect(session, demand, row, actor=actor, now=now, city=city)


def confirm(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Demand:
    """An officer who is independent of the owner confirms: the change is public, and those concerned are told.

    Of a figure that the public is not shown neither the change nor its version is public, and nobody outside is told.
    """
    demand, row = _open_waiting(session, demand_id, actor, version, now)
    _check_open(demand, "confirm_amendment")
    seen = _take_effect(session, demand, row, actor=actor, now=now, city=city)
    lifecycle.touch(demand, now=now, public=seen)
    return demand


def refuse(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    answer: str,
) -> Demand:
    """An officer does not confirm, and says why; the demand stands as it is."""
    if not answer.strip():
        raise Invalid(FieldError("answer", "required"))
    demand, row = _open_waiting(session, demand_id, actor, version, now)
    _decide(row, "refused", actor=actor, now=now, answer=answer.strip())
    lifecycle.touch(demand, now=now, public=False)
    event = events.AmendmentRefused(subject_id=demand.id)
    outbox.record(session, event, actor=actor, now=now)
    return demand


def withdraw(
    session: Session, demand_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Demand:
    """The owner takes a change back that waits for its confirmation."""
    demand = access.open_own(
        session, demand_id, actor=actor, permission="demand.amend", version=version
    )
    row = waiting(session, demand.id)
    if row is None:
        raise NotFound(kind="amendment")
    _decide(row, "withdrawn", actor=actor, now=now)
    lifecycle.touch(demand, now=now, public=False)
    event = events.AmendmentWithdrawn(subject_id=demand.id)
    outbox.record(session, event, actor=actor, now=now)
    return demand


def waiting(session: Session, demand_id: int) -> Amendment | None:
    """The change that waits for its confirmation."""
    query = select(Amendment).where(
        Amendment.demand_id == demand_id, Amendment.decided_at.is_(None)
    )
    return session.scalar(query)


def _open_waiting(
    session: Session, demand_id: int, actor: Actor, version: int | None, now: datetime
) -> tuple[Demand, Amendment]:
    demand = access.open_for_decision(
        session, demand_id, actor=actor, permission="demand.review", version=version, now=now
    )
    row = waiting(session, demand.id)
    if row is None:
        raise NotFound(kind="amendment")
    return demand, row


def _check_open(demand: Demand, verb: str) -> None:
    if demand.state not in OPEN:
        raise IllegalMove(verb=verb, state=demand.state, kind="demand")


def _decide(row: Amendment, outcome: str, *, actor: Actor, now: datetime, answer: str = "") -> None:
    row.decided_at, row.decided_by_id = now, actor.person_id
    row.outcome, row.answer = outcome, answer


def _take_effect(
    session: Session, demand: Demand, row: Amendment, *, actor: Actor, now: datetime, city: City
) -> bool:
    """Make the change; whether the public reads anything otherwise now."""
    before = versions.values(demand)
    kept = rules.check(row.content, city.codes, before=before)
    names = versions.apply(demand, kept)
    if "answers_until" in names:
        listed_at = demand.listed_at or now
        demand.closes_at = closing(demand, city=city, now=listed_at)
        set_deadline(session, EXPIRE, demand.id, due_at=demand.closes_at)
    bands = city.policy["demand"]["budget_bands_fen"]
    seen = showing.public_changes(before, versions.values(demand), bands=bands)
    version = versions.add_version(
        session, demand, person_id=row.proposed_by_id, now=now, is_public=bool(seen)
    )
    _decide(row, "confirmed", actor=actor, now=now)
    finding.refresh(session, [demand])
    event: events.DemandEvent = events.AmendmentKept(subject_id=demand.id, number=version.number)
    if seen:
        fields = [name for name in names if name in seen]  # a public fact, told to who was told
        event = events.DemandAmended(subject_id=demand.id, number=version.number, fields=fields)
    outbox.record(session, event, actor=actor, now=now)
    return bool(seen)
