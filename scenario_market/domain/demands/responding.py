"""对接意向: a provider's answer to a listed demand, and the owner's first word on it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import checks, lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.demands import access, response_events
from scenario_market.domain.demands.answers import DUE
from scenario_market.domain.demands.apart import check_apart
from scenario_market.domain.demands.drafting import check_verified
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import Demand, Sharpening
from scenario_market.domain.demands.states import OPEN, RESPONSE_MOVES, ResponseState
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require
from scenario_market.domain.providers.models import Offering, Provider

OVER = (ResponseState.WITHDRAWN, ResponseState.DECLINED, ResponseState.ENDED)
ANSWER: Mapping[str, checks.Check] = {
    "proposal": checks.text(20_000),
    "offering_ids": checks.list_of(checks.key),
    "quote_min_fen": checks.optional(checks.fen),
    "quote_max_fen": checks.optional(checks.fen),
    "contact_name": checks.text(80),
    "contact_mobile": checks.phone,
    "contact_email": checks.optional(checks.email),
}


def submit(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    organisation_id: int,
    fields: Mapping[str, Any],
) -> Response:
    """Answer an open demand in the name of a verified organisation, in the pool or not.

    :raises NotFound: no such demand for the actor, or he may not answer for the organisation.
    :raises IllegalMove: the demand takes no answers. :raises AlreadyDone: the organisation has a live answer.
    :raises RuleRefused: ``answers_closed``, ``owner_side``, ``both_sides``, ``sharpener_barred``,
        ``organisation_not_verified``.
    :raises Invalid: with every wrong field.
    """
    require(actor, "response.submit")
    if not actor.acts_for(organisation_id, "offers"):
        raise NotFound(kind="organisation")
    demand = access.open_demand(
        session, demand_id, actor=actor, permission="response.submit", version=None
    )
    if demand.state not in OPEN:
        raise IllegalMove(verb="respond", state=demand.state, kind="demand")
    _check_may_answer(session, demand, organisation_id, city=city, now=now)
    check_apart(session, demand, organisation_id, actor=actor)
    kept = _checked(session, organisation_id, fields, city)
    days = timedelta(days=city.policy["demand"]["owner_answer_days"])
    due_at = city.end_of(city.day(now) + days)
    row = Response(
        demand_id=demand.id,
        organisation_id=organisation_id,
        demand_number=demand.public_number,
        submitted_by_id=actor.person_id,
        owner_due_at=due_at,
        created_at=now,
        updated_at=now,
        **kept,
    )
    session.add(row)
    session.flush()
    set_deadline(session, DUE, row.id, due_at=due_at)
    event = response_events.ResponseSubmitted(subject_id=row.id, demand_id=demand.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def _check_may_answer(
    session: Session, demand: Demand, organisation_id: int, *, city: City, now: datetime
) -> None:
    if demand.closes_at is not None and demand.closes_at <= now:
        raise RuleRefused("answers_closed", closes_at=demand.closes_at.isoformat())
    check_verified(session, organisation_id)
    if not city.policy["programmes"][demand.programme]["sharpener_may_bid"]:
        sharpened = (
            select(Sharpening.id)
            .join(Provider, Provider.id == Sharpening.provider_id)
            .where(Sharpening.demand_id == demand.id, Provider.organisation_id == organisation_id)
        )
        if session.scalar(sharpened.limit(1)) is not None:
            raise RuleRefused("sharpener_barred", programme=demand.programme)
    live = select(Response.id).where(
        Response.demand_id == demand.id,
        Response.organisation_id == organisation_id,
        Response.state.not_in(OVER),
    )
    if (present := session.scalar(live)) is not None:
        raise AlreadyDone("answered", response_id=present)


def _checked(
    session: Session, organisation_id: int, fields: Mapping[str, Any], city: City
) -> dict[str, Any]:
    kept, errors = checks.check_form(ANSWER, fields, city.codes)
    errors += [
        FieldError(name, "required")
        for name in ("proposal", "contact_name")
        if kept.get(name) == ""
    ]
    low, high = kept.get("quote_min_fen"), kept.get("quote_max_fen")
    if low is not None and high is not None and low > high:
        errors.append(FieldError("quote_max_fen", "below_minimum", {"minimum_fen": low}))
    errors += _foreign_offerings(session, organisation_id, kept.get("offering_ids") or [])
    if errors:
        raise Invalid(*errors)
    return kept


def _foreign_offerings(
    session: Session, organisation_id: int, offering_ids: list[int]
) -> list[FieldError]:
    if not offering_ids:
        return []
    query = (
        select(Offering.id)
        .join(Provider, Provider.id == Offering.provider_id)
        .where(Offering.id.in_(offering_ids), Provider.organisation_id == organisation_id)
    )
    mine = set(session.scalars(query))
    return [
        FieldError(f"offering_ids.{place}", "unknown", {"value": key})
        for place, key in enumerate(offering_ids)
        if key not in mine
    ]


def withdraw(
    session: Session, response_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Response:
    """Take an answer back before the owner decided on it."""
    _, row = open_answer(
        session,
        response_id,
        actor=actor,
        permission="response.submit",
        version=version,
        sides=("provider",),
    )
    lifecycle.move(
        session, row, RESPONSE_MOVES, "withdraw", actor=actor, now=now, demand_id=row.demand_id
    )
    _answered(session, row)
    return row


def decline(
    session: Session,
    response_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Response:
    """The owner declines an answer, with reason."""
    _, row = open_answer(
        session,
        response_id,
        actor=actor,
        permission="response.decide",
        version=version,
        sides=("owner",),
    )
    lifecycle.move(
        session,
        row,
        RESPONSE_MOVES,
        "decline",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        demand_id=row.demand_id,
    )
    _answered(session, row)
    return row


def _answered(session: Session, row: Response) -> None:
    row.owner_due_at = None
    drop_deadline(session, DUE, row.id)


def remind(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The owner's days are over and the answer still waits: an event tells both sides. Changes no state."""
    row = session.get(Response, subject_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != ResponseState.SUBMITTED:
        return
    if row.owner_due_at is None or row.owner_due_at > now:
        return
    event = response_events.ResponseOverdue(subject_id=row.id, demand_id=row.demand_id)
    outbox.record(session, event, actor=SYSTEM, now=now)


def open_answer(
    session: Session,
    response_id: int,
    *,
    actor: Actor,
    permission: str,
    version: int | None,
    sides: tuple[str, ...],
) -> tuple[Demand, Response]:
    """Lock an answer and, before it, its demand, for one of the two sides; for everybody else there is none.

    The demand comes first everywhere, so that two acts on one demand never wait for each other.
    """
    require(actor, permission)
    found = session.execute(
        select(Response.demand_id, Response.organisation_id, Demand.owner_organisation_id)
        .join(Demand, Demand.id == Response.demand_id)
        .where(Response.id == response_id)
    ).one_or_none()
    if found is None or not set(sides) & sides_of(actor, found[1], found[2]):
        raise NotFound(kind="response")
    demand = lifecycle.lock(session, Demand, found[0])
    return demand, lifecycle.lock(session, Response, response_id, version=version)


def sides_of(actor: Actor, organisation_id: int, owner_id: int | None) -> set[str]:
    """The sides of an answer that the actor stands on: ``provider``, ``owner``."""
    found = set()
    if actor.acts_for(organisation_id, "offers"):
        found.add("provider")
    if owner_id is not None and actor.acts_for(owner_id, "demands"):
        found.add("owner")
    return found
