"""Docking: the two sides talk, confirm, part or sign. Contacts are open to both from here on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import checks, lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.attachments import Attachment
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.demands import response_events
from scenario_market.domain.demands.answers import DOCKED, DUE, close_answers, lapse_amendments
from scenario_market.domain.demands.apart import check_apart, check_other_person
from scenario_market.domain.demands.lists import Contract, Response
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.publishing import EXPIRE
from scenario_market.domain.demands.responding import open_answer, sides_of
from scenario_market.domain.demands.states import (
    DEMAND_MOVES,
    RESPONSE_MOVES,
    DemandState,
    ResponseState,
)
from scenario_market.domain.errors import (
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.moves import Reason

BOTH = ("owner", "provider")
CONTRACT: Mapping[str, checks.Check] = {
    "number": checks.optional(checks.text(80)),
    "route": checks.code_of("contract_routes"),
    "amount_fen": checks.fen,
    "signed_on": checks.day,
    "ends_on": checks.optional(checks.day),
    "attachment_id": checks.optional(checks.key),
}


def accept(
    session: Session, response_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Response:
    """The owner accepts an answer: docking begins, for the demand too if this is the first.

    :raises RuleRefused: ``owner_side``, ``both_sides``.
    """
    demand, row = open_answer(
        session,
        response_id,
        actor=actor,
        permission="response.decide",
        version=version,
        sides=("owner",),
    )
    check_apart(session, demand, row.organisation_id, actor=actor)
    check_other_person(session, row, "submit", actor=actor)
    lifecycle.move(
        session, row, RESPONSE_MOVES, "accept", actor=actor, now=now, demand_id=demand.id
    )
    if demand.state != DemandState.DOCKING:
        lifecycle.move(session, demand, DEMAND_MOVES, "dock", actor=actor, now=now)
    row.owner_due_at = None
    drop_deadline(session, DUE, row.id)
    return row


def confirm(
    session: Session, response_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Response:
    """The provider confirms the docking: both sides mean it.

    :raises RuleRefused: ``owner_side``, ``both_sides``.
    """
    demand, row = open_answer(
        session,
        response_id,
        actor=actor,
        permission="response.submit",
        version=version,
        sides=("provider",),
    )
    check_apart(session, demand, row.organisation_id, actor=actor)
    check_other_person(session, row, "accept", actor=actor)
    lifecycle.move(
        session, row, RESPONSE_MOVES, "confirm", actor=actor, now=now, demand_id=demand.id
    )
    return row


def end(
    session: Session,
    response_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Response:
    """Either side ends a docking, with reason; after the last one the demand stands open again."""
    demand, row = open_answer(
        session,
        response_id,
        actor=actor,
        permission="contract.record",
        version=version,
        sides=BOTH,
    )
    lifecycle.move(
        session,
        row,
        RESPONSE_MOVES,
        "end",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        demand_id=demand.id,
    )
    session.flush()
    others = select(Response.id).where(Response.demand_id == demand.id, Response.state.in_(DOCKED))
    if session.scalar(others.limit(1)) is None:
        lifecycle.move(session, demand, DEMAND_MOVES, "reopen", actor=actor, now=now)
        if demand.closes_at is not None:
            # The clock passed a demand in docking by; its last day counts again.
            set_deadline(session, EXPIRE, demand.id, due_at=demand.closes_at)
    return row


def record_contract(
    session: Session,
    response_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    fields: Mapping[str, Any],
) -> Contract:
    """One side records the contract that was signed outside; it may be corrected, by either, until it is confirmed.

    :param fields: number, route, amount_fen, signed_on, ends_on, attachment_id.
    :raises Invalid: with every wrong field.
    :raises RuleRefused: ``owner_side``, ``both_sides``.
    """
    demand, row = open_answer(
        session,
        response_id,
        actor=actor,
        permission="contract.record",
        version=version,
        sides=BOTH,
    )
    check_apart(session, demand, row.organisation_id, actor=actor)
    if row.state != ResponseState.CONFIRMED:
        raise IllegalMove(verb="record_contract", state=row.state, kind="response")
    kept = _checked(session, row, fields, city=city, now=now)
    owner_id = demand.owner_organisation_id
    by_owner = "owner" in sides_of(actor, row.organisation_id, owner_id)
    contract = _kept(session, row, kept, now=now)
    contract.recorded_for_id = owner_id if by_owner and owner_id else row.organisation_id
    contract.recorded_by_id = actor.person_id  # type: ignore[assignment]
    session.flush()
    event = response_events.ContractRecorded(
        subject_id=row.id, demand_id=demand.id, contract_id=contract.id
    )
    outbox.record(session, event, actor=actor, now=now)
    lifecycle.touch(row, now=now)  # who confirms must have read this contract, not the one before
    return contract


def _kept(session: Session, row: Response, kept: Mapping[str, Any], *, now: datetime) -> Contract:
    """The contract of an answer with these values: a new one, or the one that was recorded before."""
    contract = _contract_of(session, row.id)
    if contract is None:
        contract = Contract(response_id=row.id, created_at=now, updated_at=now, version=1)
        session.add(contract)
    else:
        lifecycle.touch(contract, now=now)
    for name, value in kept.items():
        setattr(contract, name, value)
    return contract


def _checked(
    session: Session, row: Response, fields: Mapping[str, Any], *, city: City, now: datetime
) -> dict[str, Any]:
    kept, errors = checks.check_form(CONTRACT, fields, city.codes)
    signed, ends, today = kept.get("signed_on"), kept.get("ends_on"), city.day(now)
    if signed is not None and signed > today:
        errors.append(FieldError("signed_on", "in_the_future", {"today": today.isoformat()}))
    if signed is not None and ends is not None and ends < signed:
        params = {"starts_on": signed.isoformat()}
        errors.append(FieldError("ends_on", "before_start", params))
    if kept.get("attachment_id") is not None:
        stored = session.get(Attachment, kept["attachment_id"])
        wanted = ("response", row.id, None)
        if stored is None or (stored.subject_kind, stored.subject_id, stored.removed_at) != wanted:
            errors.append(FieldError("attachment_id", "unknown"))
    if errors:
        raise Invalid(*errors)
    return kept


def confirm_contract(
    session: Session,
    response_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Response:
    """The other side confirms the recorded contract: answer and demand are contracted, the other answers end.

    :raises RuleRefused: ``own_record``: neither the side nor the person who recorded it confirms it too;
        ``owner_side``, ``both_sides``.
    """
    demand, row = open_answer(
        session,
        response_id,
        actor=actor,
        permission="contract.record",
        version=version,
        sides=BOTH,
    )
    check_apart(session, demand, row.organisation_id, actor=actor)
    contract = _contract_of(session, row.id)
    if contract is None:
        raise NotFound(kind="contract")
    needed = "provider" if contract.recorded_for_id == demand.owner_organisation_id else "owner"
    sides = sides_of(actor, row.organisation_id, demand.owner_organisation_id)
    if needed not in sides or contract.recorded_by_id == actor.person_id:
        raise RuleRefused("own_record")
    lifecycle.move(
        session,
        row,
        RESPONSE_MOVES,
        "contract",
        actor=actor,
        now=now,
        demand_id=demand.id,
        contract_id=contract.id,
    )
    contract.confirmed_by_id, contract.confirmed_at = actor.person_id, now
    lifecycle.touch(contract, now=now)
    _close_demand(session, demand, row, actor=actor, now=now, city=city)
    return row


def _close_demand(
    session: Session, demand: Demand, row: Response, *, actor: Actor, now: datetime, city: City
) -> None:
    lifecycle.move(session, demand, DEMAND_MOVES, "contract", actor=actor, now=now)
    session.flush()
    drop_deadline(session, EXPIRE, demand.id)
    lapse_amendments(session, [demand.id], actor=actor, now=now)
    close_answers(
        session,
        [demand.id],
        actor=consequence(actor, "enterprise", "provider"),
        now=now,
        city=city,
        reason=Reason("chosen_other", "需求方已与其他服务商签约"),
        besides=row.id,
    )


def _contract_of(session: Session, response_id: int) -> Contract | None:
    query = select(Contract).where(Contract.response_id == response_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))
