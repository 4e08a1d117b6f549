"""Lists: what may stand in them, numbers, frozen versions, planned publication, withdrawal."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import list_drafting, list_queries, publishing, withdrawing
from scenario_market.domain.demands.lists import DemandList, ListItem
from scenario_market.domain.demands.models import Clearance, Demand
from scenario_market.domain.demands.states import LIST_MOVES, DemandState, ListState
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotPermitted,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.moves import Reason
from tests.factories import NOW
from tests.statements import count_statements

SOON = NOW + timedelta(hours=2)
WHY = Reason("content_error", "数据有误")


def schedule(cast, row, version=None, at=SOON):
    return list_drafting.schedule(
        cast.session, row.id, actor=cast.lead, now=cast.now, version=version, publish_at=at
    )


def unschedule(cast, row, version=None):
    return list_drafting.unschedule(
        cast.session, row.id, actor=cast.lead, now=cast.now, version=version
    )


def publish(cast, row, version=None):
    return publishing.publish(
        cast.session, row.id, actor=cast.lead, version=version, **cast.context
    )


def withdraw(cast, row, version=None):
    return withdrawing.withdraw_list(
        cast.session, row.id, actor=cast.lead, version=version, reason=WHY, **cast.context
    )


COMMANDS = {
    "schedule": schedule,
    "unschedule": unschedule,
    "publish": publish,
    "withdraw": withdraw,
}


def list_in(cast, state, number="WH-QD-2026-99"):
    row = DemandList(
        title="清单",
        state=state,
        number=number,
        published_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_list_is_moved_only_from_the_states_of_the_table(cast, verb):
    for place, state in enumerate(sorted(set(ListState) - LIST_MOVES[verb].sources)):
        row = list_in(cast, state, f"WH-QD-2026-9{place}")
        with pytest.raises(IllegalMove):
            COMMANDS[verb](cast, row)
        assert cast.fresh(row).state == state


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_stale_list_is_not_moved(cast, verb):
    row = list_in(cast, sorted(LIST_MOVES[verb].sources)[0])
    with pytest.raises(StaleVersion):
        COMMANDS[verb](cast, row, version=7)


def test_a_reviewer_prepares_a_list_but_does_not_publish_it(cast):
    row = list_drafting.create(cast.session, actor=cast.reviewers[0], now=cast.now, title="第二批")
    with pytest.raises(NotPermitted):
        publishing.publish(
            cast.session, row.id, actor=cast.reviewers[0], version=None, **cast.context
        )


def test_only_approved_demands_stand_in_one_list_that_is_prepared(cast):
    first, second = cast.approved(), cast.submitted()
    cast.list_of(first, title="甲")
    with pytest.raises(Invalid) as refused:
        cast.list_of(first, second, second, title="乙")
    found = [(error.field, error.rule) for error in refused.value.errors]
    assert found == [
        ("items.0", "in_another_list"),
        ("items.1", "not_approved"),
        ("items.2", "repeated"),
        ("items.2", "not_approved"),
    ]


def test_an_empty_list_is_not_published(cast):
    row = list_drafting.create(cast.session, actor=cast.lead, now=cast.now, title="空")
    with pytest.raises(RuleRefused, match="list_empty"):
        publish(cast, row)


def test_publication_refuses_each_incomplete_demand_by_name_and_publishes_none(cast):
    good, bare, uncleared = cast.cleared(), cast.cleared(), cast.approved()
    bare.metrics, bare.place = [], ""
    row = cast.list_of(good, bare, uncleared)
    with pytest.raises(Invalid) as refused:
        publish(cast, row)
    found = {(error.field, error.params["demand_id"]) for error in refused.value.errors}
    assert found == {
        ("items.1.metrics", bare.id),
        ("items.1.place", bare.id),
        ("items.2.clearances", uncleared.id),
    }
    assert cast.fresh(good).state == DemandState.APPROVED


def test_published_demands_are_numbered_without_gaps_frozen_and_given_a_last_day(cast):
    demands = [cast.cleared(), cast.cleared(answers_until="2026-03-31")]
    row = cast.published(*demands)
    assert row.number == "WH-QD-2026-01"
    assert [demand.number for demand in demands] == ["WH-XQ-2026-0001", "WH-XQ-2026-0002"]
    items = cast.session.scalars(select(ListItem).order_by(ListItem.place)).all()
    assert [item.number for item in items] == [1, 1]
    assert demands[1].closes_at.isoformat() == "2026-03-31T16:00:00+00:00"
    due = cast.session.scalars(select(Deadline).where(Deadline.kind == "demand_expire")).all()
    assert {d.subject_id: d.due_at for d in due} == {d.id: d.closes_at for d in demands}
    assert [p["number"] for _, _, p in cast.events("demand.listed")] == [1, 1]


def test_a_planned_list_comes_out_once_and_at_its_time(cast):
    demand = cast.cleared()
    row = schedule(cast, cast.list_of(demand))
    publishing.publish_due(cast.session, row.id, **cast.context)
    assert row.state == ListState.SCHEDULED
    for _ in range(2):
        publishing.publish_due(cast.session, row.id, now=SOON, city=cast.city)
    assert (row.state, demand.state) == (ListState.PUBLISHED, DemandState.LISTED)
    assert len(cast.events("demand_list.published")) == 1


def test_what_is_no_longer_fit_stays_out_of_a_planned_list_and_the_office_is_told(cast):
    good, bad = cast.cleared(), cast.cleared()
    row = schedule(cast, cast.list_of(bad, good))
    bad.metrics = []
    publishing.publish_due(cast.session, row.id, now=SOON, city=cast.city)
    assert (good.state, bad.state) == (DemandState.LISTED, DemandState.APPROVED)
    left = cast.events("demand_list.item_left_out")
    assert left == [
        (
            "demand_list.item_left_out",
            row.id,
            {"demand_id": bad.id, "rules": ["metrics: metric_required"]},
        )
    ]
    assert [i.demand_id for i in list_drafting.items_of(cast.session, row.id)] == [good.id]


def test_a_planned_list_of_which_nothing_is_left_goes_back_to_its_draft(cast):
    bad = cast.cleared()
    row = schedule(cast, cast.list_of(bad))
    bad.place = ""
    publishing.publish_due(cast.session, row.id, now=SOON, city=cast.city)
    assert row.state == ListState.DRAFT


def test_a_planned_publication_can_be_called_off(cast):
    row = schedule(cast, cast.list_of(cast.cleared()))
    unschedule(cast, row)
    assert (row.state, row.publish_at) == (ListState.DRAFT, None)
    kinds = cast.session.scalars(select(Deadline.kind)).all()
    assert "list_publish" not in kinds


def test_a_publication_is_not_planned_into_the_past(cast):
    with pytest.raises(Invalid):
        schedule(cast, cast.list_of(cast.cleared()), at=NOW)


def test_a_withdrawn_list_takes_its_open_demands_with_it_and_leaves_a_trace(cast):
    demand = cast.cleared()
    row = cast.published(demand)
    withdraw(cast, row)
    assert (row.state, row.number) == (ListState.WITHDRAWN, "WH-QD-2026-01")
    assert cast.fresh(demand).state == DemandState.WITHDRAWN
    item = list_drafting.items_of(cast.session, row.id)[0]
    assert cast.fresh(item).withdrawn_at == NOW
    assert cast.session.scalars(select(Deadline)).all() == []


def test_lists_are_found_by_part_of_the_title_or_the_number_but_never_by_a_title_that_is_withdrawn(
    cast,
):
    open_, gone = cast.published(cast.cleared()), cast.published(cast.cleared(title="另一需求"))
    open_.title, gone.title = "100% 开放清单", "撤下的清单"
    withdraw(cast, gone)
    cast.session.flush()

    def found(text, actor):
        page = list_queries.list_lists(cast.session, actor=actor, text=text)
        return {row["id"] for row in page.rows}

    assert found("清单", cast.lead) == {open_.id, gone.id}
    assert found("清单", PUBLIC) == {open_.id}
    assert found("撤下", PUBLIC) == set()
    assert found("0%", PUBLIC) == {open_.id}
    assert found("1_0", PUBLIC) == set()
    assert found(gone.number, PUBLIC) == {gone.id}
    assert found(gone.number[:-1], cast.lead) == set()


def a_cleared_list(cast, items):
    """A list of so many demands that all may be published."""
    model = cast.cleared()
    columns = {c.key: getattr(model, c.key) for c in Demand.__table__.columns if c.key != "id"}
    demands = [Demand(**columns) for _ in range(items)]
    cast.session.add_all(demands)
    cast.session.flush()
    steps = cast.city.policy["demand"]["clearance_steps"]
    cast.session.add_all(
        Clearance(demand_id=d.id, number=1, step=step, signed_by_id=cast.lead.person_id, at=NOW)
        for d in demands
        for step in steps
    )
    row = cast.list_of(*demands)
    cast.session.flush()
    cast.session.expire_all()
    return row, [demand.id for demand in demands]


def test_a_list_costs_the_same_number_of_statements_however_long(cast):
    def statements(items):
        row, _ = a_cleared_list(cast, items)
        return count_statements(
            cast.session.get_bind(), lambda: (publish(cast, row), cast.session.flush())
        )

    assert statements(10) == statements(200)


def test_numbers_go_on_through_a_long_list(cast):
    row, keys = a_cleared_list(cast, 300)
    publish(cast, row)
    assert cast.session.get_one(Demand, keys[-1]).number == "WH-XQ-2026-0300"


@pytest.mark.parametrize("last", [date(2027, 6, 1), date.max])
def test_a_last_day_beyond_the_bounds_stops_its_own_item_and_not_the_list(cast, last):
    """Bounds may come after what was written: rows of before hold any day."""
    good, bad = cast.cleared(), cast.cleared()
    bad.answers_until = last
    row = cast.list_of(bad, good)
    with pytest.raises(Invalid) as refused:
        publish(cast, row)
    (error,) = refused.value.errors
    assert (error.field, error.rule) == ("items.0.answers_until", "too_far_ahead")
    assert error.params["demand_id"] == bad.id
    schedule(cast, row)
    publishing.publish_due(cast.session, row.id, now=SOON, city=cast.city)
    assert (good.state, bad.state) == (DemandState.LISTED, DemandState.APPROVED)
    ((_, _, left),) = cast.events("demand_list.item_left_out")
    assert left == {"demand_id": bad.id, "rules": ["answers_until: too_far_ahead"]}
