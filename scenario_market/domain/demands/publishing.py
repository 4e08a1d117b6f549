"""Publishing a demand list, at once or by the clock: numbers, frozen versions, deadlines, one event for each demand."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor, consequence
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadlines
from scenario_market.domain.demands import list_events, rules, serials, versions
from scenario_market.domain.demands.list_drafting import PUBLISH, demands_of, items_of, open_list
from scenario_market.domain.demands.lists import DemandList, ListItem
from scenario_market.domain.demands.models import Clearance, Demand
from scenario_market.domain.demands.states import (
    DEMAND_MOVES,
    LIST_MOVES,
    DemandState,
    ListState,
)
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification

EXPIRE = "demand_expire"


def publish(
    session: Session,
    list_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> DemandList:
    """Publish a list now, whole or not at all.

    :raises RuleRefused: ``list_empty``.
    :raises Invalid: names, for each demand that is not fit, the field and the rule (``items.3.metrics``).
    """
    row = open_list(session, list_id, actor=actor, permission="demand.publish", version=version)
    items = items_of(session, row.id)
    if row.state in LIST_MOVES["publish"].sources:
        if not items:
            raise RuleRefused("list_empty")
        demands = demands_of(session, [item.demand_id for item in items])
        unfit = find_unfit(session, demands.values(), city=city, now=now)
        errors = [
            FieldError(
                f"items.{place}.{error.field}",
                error.rule,
                {
                    **error.params,
                    "demand_id": item.demand_id,
                    "title": demands[item.demand_id].title,
                },
            )
            for place, item in enumerate(items)
            for error in unfit.get(item.demand_id, [])
        ]
        if errors:
            raise Invalid(*errors)
    else:
        demands = {}
    drop_deadline(
        session, PUBLISH, row.id
    )  # the clock's own way here keeps the row that it is firing
    _release(session, row, items, demands, actor=actor, now=now, city=city)
    return row


def publish_due(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """Carry a planned publication out, for the office lead who planned it. Harmless to repeat.

    What is no longer fit stays out and the office is told by an event; a list of which nothing is left goes back to
    its draft.
    """
    row = session.get(DemandList, subject_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != ListState.SCHEDULED:
        return
    if row.publish_at is not None and row.publish_at > now:
        return
    actor = consequence(SYSTEM, "office_lead")
    items = items_of(session, row.id)
    demands = demands_of(session, [item.demand_id for item in items])
    unfit = find_unfit(session, demands.values(), city=city, now=now)
    for item in items:
        if item.demand_id in unfit:
            named = [f"{error.field}: {error.rule}" for error in unfit[item.demand_id]]
            event = list_events.ListItemLeftOut(
                subject_id=row.id, demand_id=item.demand_id, rules=named
            )
            outbox.record(session, event, actor=actor, now=now)
            session.delete(item)
    fit = [item for item in items if item.demand_id not in unfit]
    if fit:
        _release(session, row, fit, demands, actor=actor, now=now, city=city)
    else:
        lifecycle.move(session, row, LIST_MOVES, "unschedule", actor=actor, now=now)
        row.publish_at = None


def find_unfit(
    session: Session, demands: Iterable[Demand], *, city: City, now: datetime
) -> dict[int, list[FieldError]]:
    """Demands that may not be published and why: state, completeness, owner's verification, unsigned steps."""
    demands = list(demands)
    signed = _signed_steps(session, demands)
    verified = set(
        session.scalars(
            select(Organisation.id).where(
                Organisation.id.in_({d.owner_organisation_id for d in demands}),
                Organisation.state == Verification.VERIFIED,
            )
        )
    )
    unfit = {}
    for demand in demands:
        errors = rules.missing_for_publication(
            versions.values(demand), today=city.day(now), policy=city.policy["demand"]
        )
        if demand.state != DemandState.APPROVED:
            errors.append(FieldError("state", "not_approved", {"state": str(demand.state)}))
        if demand.owner_organisation_id not in verified:
            errors.append(FieldError("owner", "organisation_not_verified"))
        steps = signed.get(demand.id, set())
        unsigned = [s for s in city.policy["demand"]["clearance_steps"] if s not in steps]
        if unsigned:
            errors.append(FieldError("clearances", "steps_unsigned", {"steps": unsigned}))
        if errors:
            unfit[demand.id] = errors
    return unfit


def _signed_steps(session: Session, demands: list[Demand]) -> dict[int, set[str]]:
    """Steps signed for the present version of each demand."""
    query = (
        select(Clearance.demand_id, Clearance.step)
        .join(Demand, Demand.id == Clearance.demand_id)
        .where(
            Clearance.demand_id.in_([demand.id for demand in demands]),
            Clearance.number == Demand.content_number,
        )
    )
    signed: dict[int, set[str]] = {}
    for demand_id, step in session.execute(query):
        signed.setdefault(demand_id, set()).add(step)
    return signed


def _release(
    session: Session,
    row: DemandList,
    items: list[ListItem],
    demands: dict[int, Demand],
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Number, freeze and list; all rows are written in a few statements at the flush."""
    policy, year = city.policy["demand"], city.day(now).year
    list_serial = serials.take(session, f"demand_list:{year}")[0]
    numbers = serials.take(session, f"demand:{year}", len(items))
    closes: dict[int, datetime] = {}
    with session.no_autoflush:
        lifecycle.move(session, row, LIST_MOVES, "publish", actor=actor, now=now, items=len(items))
        row.number = policy["list_number_format"].format(year=year, serial=list_serial)
        row.published_at, row.publish_at = now, None
        for place, (item, serial) in enumerate(zip(items, numbers, strict=True), start=1):
            demand = demands[item.demand_id]
            item.number, item.place = demand.content_number, place
            demand.number = policy["number_format"].format(year=year, serial=serial)
            closes[demand.id] = closing(demand, city=city, now=now)
            demand.listed_at, demand.closes_at = now, closes[demand.id]
            lifecycle.move(
                session,
                demand,
                DEMAND_MOVES,
                "list",
                actor=actor,
                now=now,
                list_id=row.id,
                number=demand.content_number,
            )
    set_deadlines(session, EXPIRE, closes)
    session.flush()


def closing(demand: Demand, *, city: City, now: datetime) -> datetime:
    """When a demand stops taking answers, exclusive: the end of its own last day, or of the city's usual span."""
    usual = city.day(now) + timedelta(days=city.policy["demand"]["answer_days"])
    return city.end_of(demand.answers_until or usual)
