"""Whose turn it is follows from the state of what waits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import docking, responding, review
from scenario_market.domain.errors import NotPermitted, NotSignedIn
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.todos import queries, reminding
from scenario_market.domain.todos.models import Todo
from scenario_market.domain.todos.reconciling import NEAR, OVERDUE
from scenario_market.domain.todos.waiting import parties
from tests.domain.demands import cases
from tests.factories import NOW, later

ANSWER = {
    "proposal": "我司有同类案例",
    "contact_name": "测试联系人",
    "contact_mobile": "027-00000002",
}


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


def todo_of(session, row):
    query = select(Todo).where(Todo.subject_id == row.id, Todo.closed_at.is_(None))
    return session.scalars(query).one()


def test_each_state_of_a_demand_names_whose_turn_it_is(cast, look, session, city):
    demand = cast.draft()
    assert look(demand) == set()
    assert look(cast.submitted()) == {("demand_take_up", "role:office_reviewer")}
    assert look(cast.in_review()) == {("demand_decide", "role:office_reviewer")}
    assert look(cast.approved()) == {("demand_publish", "role:office_lead")}
    returned = cast.in_review()
    review.give_back(
        session,
        returned.id,
        actor=cast.reviewers[0],
        version=None,
        reason=cases.REASONS["return"],
        **cast.context,
    )
    owner = f"organisation:{cast.owner_organisation.id}:demands"
    assert look(returned) == {("demand_mend", owner)}


def test_the_district_has_its_turn_before_the_office_where_the_programme_says_so(cast, look):
    demand = cast.submitted()
    demand.programme = "industrial_trial"
    assert look(demand) == {("demand_recommend", "role:district_officer:420106")}
    demand.recommended_at = NOW
    assert look(demand) == {("demand_take_up", "role:office_reviewer")}


def test_an_answer_waits_for_the_owner_then_the_provider_then_both(cast, look, session):
    demand = cast.listed()
    organisation, provider = cast.provider()
    row = responding.submit(
        session,
        demand.id,
        actor=provider,
        organisation_id=organisation.id,
        fields=ANSWER,
        **cast.context,
    )
    owner = f"organisation:{cast.owner_organisation.id}:demands"
    answering = f"organisation:{organisation.id}:offers"
    assert look(row) == {("response_decide", owner)}
    assert todo_of(session, row).due_at == row.owner_due_at
    docking.accept(session, row.id, actor=cast.owner, version=None, now=NOW)
    assert look(row) == {("docking_confirm", answering)}
    docking.confirm(session, row.id, actor=provider, version=None, now=NOW)
    assert look(row) == {("contract_record", owner), ("contract_record", answering)}


def test_a_step_is_due_at_the_end_of_the_working_days_that_the_city_grants(
    cast, look, session, city
):
    demand = cast.submitted()
    look(demand)
    days = city.policy["waiting"]["days"]["demand_take_up"]
    last = city.calendar.working_days_after(city.day(NOW), days)
    assert todo_of(session, demand).due_at == city.end_of(last)


def test_looking_again_changes_nothing_and_a_move_closes_the_step(cast, look, session):
    demand = cast.submitted()
    look(demand)
    first = todo_of(session, demand)
    look(demand, now=later(hours=3))
    assert todo_of(session, demand).id == first.id
    assert first.opened_at == NOW
    review.begin(session, demand.id, actor=cast.reviewers[0], version=None, **cast.context)
    look(demand, now=later(hours=4))
    session.refresh(first)
    assert first.closed_at == later(hours=4)
    assert deadlines_of(session, first) == {}


def deadlines_of(session, todo):
    rows = session.scalars(
        select(Deadline).where(Deadline.subject_id == todo.id, Deadline.kind.in_([NEAR, OVERDUE]))
    )
    return {row.kind: row.due_at for row in rows}


def test_a_reminder_comes_before_and_the_escalation_after_the_date(cast, look, session, city):
    demand = cast.submitted()
    look(demand)
    todo = todo_of(session, demand)
    armed = deadlines_of(session, todo)
    assert armed[NEAR] < todo.due_at == armed[OVERDUE]
    reminding.remind(session, todo.id, now=armed[NEAR], city=city)
    reminding.escalate(session, todo.id, now=armed[OVERDUE], city=city)
    session.flush()
    query = select(EventRecord.kind).where(EventRecord.subject_kind == "todo")
    assert session.scalars(query.order_by(EventRecord.id)).all() == ["todo.near", "todo.overdue"]


def test_nobody_is_reminded_of_what_is_done_though_the_row_is_not_closed_yet(
    cast, look, session, city
):
    demand = cast.submitted()
    look(demand)
    todo = todo_of(session, demand)
    review.begin(session, demand.id, actor=cast.reviewers[0], version=None, **cast.context)
    session.flush()
    reminding.remind(session, todo.id, now=later(days=1), city=city)
    session.flush()
    assert (
        session.scalars(select(EventRecord).where(EventRecord.subject_kind == "todo")).all() == []
    )


def test_the_parties_of_an_actor_are_he_his_roles_and_his_mandates():
    actor = Actor(
        person_id=7,
        roles=frozenset({"district_officer", "office_lead"}),
        districts=frozenset({"420106"}),
        mandates={12: frozenset({"demands", "manage"})},
    )
    assert set(parties(actor)) == {
        "person:7",
        "role:district_officer:420106",
        "role:office_lead",
        "organisation:12:demands",
        "organisation:12:manage",
    }


def listed(session, actor, scope="mine", now=NOW, **chosen):
    page = queries.list_todos(session, queries.Filters(**chosen), scope=scope, actor=actor, now=now)
    return [(step.todo.kind, step.title, step.is_mine) for step in page.rows]


def test_each_reads_his_own_turn_and_the_office_reads_all(cast, look, session):
    demand = cast.approved()
    look(demand)
    _, stranger = cast.provider()
    mine = [("demand_publish", demand.title, True)]
    assert listed(session, cast.lead, subject_id=demand.id) == mine
    assert listed(session, stranger) == []
    assert listed(session, cast.owner) == []
    seen = listed(session, cast.reviewers[0], scope="all", subject_id=demand.id)
    assert seen == [("demand_publish", demand.title, False)]
    with pytest.raises(NotPermitted):
        listed(session, cast.owner, scope="all")
    with pytest.raises(NotSignedIn):
        listed(session, PUBLIC)


def test_what_is_overdue_is_counted_and_found(cast, look, session):
    demand = cast.approved()
    look(demand)
    late = todo_of(session, demand).due_at + timedelta(hours=1)
    assert listed(session, cast.lead, now=NOW, overdue=True, subject_id=demand.id) == []
    assert len(listed(session, cast.lead, now=late, overdue=True, subject_id=demand.id)) == 1
    counted = queries.counts(session, actor=cast.lead, now=late)
    assert counted["total"] >= counted["overdue"] >= 1
