"""Preparing a demand list: begin, set title and items, plan its publication."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.demands import list_events
from scenario_market.domain.demands.lists import DemandList, ListItem
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import LIST_MOVES, DemandState, ListState
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, RuleRefused
from scenario_market.domain.permissions import require

PUBLISH = "list_publish"
TITLE_MAX, FOREWORD_MAX, ITEMS_MAX = 200, 20_000, 1_000


def create(
    session: Session, *, actor: Actor, now: datetime, title: str, foreword: str = ""
) -> DemandList:
    """Begin a list."""
    require(actor, "demand.review")
    row = DemandList(
        title=_checked_title(title),
        foreword=_checked_foreword(foreword),
        created_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    outbox.record(session, list_events.ListDrafted(subject_id=row.id), actor=actor, now=now)
    return row


def _checked_title(title: str) -> str:
    title = title.strip()
    if not title:
        raise Invalid(FieldError("title", "required"))
    if len(title) > TITLE_MAX:
        params = {"limit": TITLE_MAX, "found": len(title)}
        raise Invalid(FieldError("title", "too_long", params))
    return title


def _checked_foreword(foreword: str) -> str:
    if len(foreword) > FOREWORD_MAX:
        params = {"limit": FOREWORD_MAX, "found": len(foreword)}
        raise Invalid(FieldError("foreword", "too_long", params))
    return foreword.strip()


def edit(
    session: Session,
    list_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    title: str | None = None,
    foreword: str | None = None,
    demand_ids: Sequence[int] | None = None,
) -> DemandList:
    """Change title, foreword or items of a list in preparation; what is None stays.

    :param demand_ids: all the list's demands, in their order; each approved and in no other list that is prepared.
    :raises Invalid: names each demand that cannot stand in the list.
    """
    row = open_list(session, list_id, actor=actor, permission="demand.review", version=version)
    if row.state != ListState.DRAFT:
        raise IllegalMove(verb="edit", state=row.state, kind="demand_list")
    if title is not None:
        row.title = _checked_title(title)
    if foreword is not None:
        row.foreword = _checked_foreword(foreword)
    if demand_ids is not None:
        _set_items(session, row, demand_ids)
    lifecycle.touch(row, now=now)
    outbox.record(session, list_events.ListEdited(subject_id=row.id), actor=actor, now=now)
    return row


def _set_items(session: Session, row: DemandList, demand_ids: Sequence[int]) -> None:
    _check_items(session, row.id, demand_ids)
    present = {item.demand_id: item for item in items_of(session, row.id)}
    for place, demand_id in enumerate(demand_ids, start=1):
        item = present.pop(demand_id, None)
        if item is None:
            session.add(ListItem(list_id=row.id, demand_id=demand_id, place=place))
        else:
            item.place = place
    for item in present.values():
        session.delete(item)
    session.flush()


def _check_items(session: Session, list_id: int, demand_ids: Sequence[int]) -> None:
    if len(demand_ids) > ITEMS_MAX:
        params = {"limit": ITEMS_MAX, "found": len(demand_ids)}
        raise Invalid(FieldError("items", "too_many", params))
    states = dict(
        session.execute(select(Demand.id, Demand.state).where(Demand.id.in_(demand_ids))).all()
    )
    elsewhere = dict(
        session.execute(
            select(ListItem.demand_id, ListItem.list_id)
            .join(DemandList, DemandList.id == ListItem.list_id)
            .where(
                ListItem.demand_id.in_(demand_ids),
                ListItem.list_id != list_id,
                DemandList.state.in_([ListState.DRAFT, ListState.SCHEDULED]),
            )
        ).all()
    )
    errors, seen = [], set()
    for place, demand_id in enumerate(demand_ids):
        path = f"items.{place}"
        if demand_id in seen:
            errors.append(FieldError(path, "repeated", {"demand_id": demand_id}))
        seen.add(demand_id)
        errors += _item_errors(path, demand_id, states, elsewhere)
    if errors:
        raise Invalid(*errors)


def _item_errors(
    path: str, demand_id: int, states: Mapping[int, str], elsewhere: Mapping[int, int]
) -> list[FieldError]:
    state = states.get(demand_id)
    if state is None:
        return [FieldError(path, "unknown", {"demand_id": demand_id})]
    if state != DemandState.APPROVED:
        return [FieldError(path, "not_approved", {"demand_id": demand_id, "state": state})]
    if demand_id in elsewhere:
        params = {"demand_id": demand_id, "list_id": elsewhere[demand_id]}
        return [FieldError(path, "in_another_list", params)]
    return []


def schedule(
    session: Session,
    list_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    publish_at: datetime,
) -> DemandList:
    """Plan the publication; the clock carries it out.

    :param publish_at: aware instant in the future.
    """
    row = open_list(session, list_id, actor=actor, permission="demand.publish", version=version)
    if publish_at <= now:
        raise Invalid(FieldError("publish_at", "in_the_past", {"now": now.isoformat()}))
    if row.state == ListState.DRAFT and not items_of(session, row.id):
        raise RuleRefused("list_empty")
    lifecycle.move(session, row, LIST_MOVES, "schedule", actor=actor, now=now)
    row.publish_at = publish_at
    set_deadline(session, PUBLISH, row.id, due_at=publish_at)
    return row


def unschedule(
    session: Session, list_id: int, *, actor: Actor, now: datetime, version: int | None
) -> DemandList:
    """Call a planned publication off."""
    row = open_list(session, list_id, actor=actor, permission="demand.publish", version=version)
    lifecycle.move(session, row, LIST_MOVES, "unschedule", actor=actor, now=now)
    row.publish_at = None
    drop_deadline(session, PUBLISH, row.id)
    return row


def open_list(
    session: Session, list_id: int, *, actor: Actor, permission: str, version: int | None
) -> DemandList:
    """Lock a list for an act that the actor's roles open."""
    require(actor, permission)
    return lifecycle.lock(session, DemandList, list_id, version=version)


def items_of(session: Session, list_id: int) -> list[ListItem]:
    """The items of a list in their order."""
    query = select(ListItem).where(ListItem.list_id == list_id).order_by(ListItem.place)
    return list(session.scalars(query))


def demands_of(session: Session, keys: Collection[int]) -> dict[int, Any]:
    """Demands by key, all locked in the order of their keys, so that two lists never wait for each other."""
    query = select(Demand).where(Demand.id.in_(keys)).order_by(Demand.id).with_for_update()
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row for row in rows}
