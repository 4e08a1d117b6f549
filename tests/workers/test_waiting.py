"""To-dos as the line keeps them: opened by events, reminded by the clock, in the reader's words."""

from datetime import timedelta

from sqlalchemy import select

from scenario_market.domain import clock
from scenario_market.domain.notices.facts import facts_of
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.domain.todos.models import Todo
from scenario_market.texts.notices import say
from scenario_market.texts.todos import STEPS
from tests import factories
from tests.domain.demands import cases
from tests.workers.lines import database_url  # noqa: F401


def submitted(database, city):
    """A need handed in just now, and two officers on duty. :returns: (key, reviewer's key, lead's key)."""
    with database.unit_of_work() as session:
        now = clock.now(session)
        cast = cases.cast(session, city)
        cast.now = now
        keys = []
        for name in ("office_reviewer", "office_lead"):
            person = factories.person(session)
            session.add(RoleGrant(person_id=person.id, role=name, starts_at=now))
            keys.append(person.id)
        return cast.submitted().id, *keys


def wait(database, by):
    with database.unit_of_work() as session:
        factories.move_clock(session, by=by)


def read(database, query):
    with database.reading() as session:
        return session.scalars(query).all()


def test_an_overdue_step_is_told_to_whose_turn_it_is_and_to_who_leads(line, database, city):
    demand_id, reviewer, lead = submitted(database, city)
    with line.running():
        line.settle()
        (todo,) = read(database, select(Todo).where(Todo.subject_id == demand_id))
        assert (todo.kind, todo.party) == ("demand_take_up", "role:office_reviewer")
        wait(database, by=timedelta(days=30))
        line.settle_deadlines()
    told = {
        (notice.kind, notice.person_id)
        for notice in read(
            database,
            select(Notice).where(Notice.subject_kind == "todo", Notice.subject_id == todo.id),
        )
    }
    assert told == {("todo_near", reviewer), ("todo_overdue", reviewer), ("todo_escalated", lead)}


def test_the_reminder_says_what_and_until_when(line, database, city):
    _, reviewer, _ = submitted(database, city)
    with line.running():
        line.settle()
        wait(database, by=timedelta(days=30))
        line.settle_deadlines()
    with database.reading() as session:
        query = select(Notice).where(Notice.kind == "todo_overdue", Notice.person_id == reviewer)
        notice = session.scalars(query).one()
        facts = facts_of(session, [notice])[notice.id]
    said = say(facts, city, "zh")
    assert STEPS["demand_take_up"][0] in said.subject
    assert cases.COMPLETE["title"] in said.subject
    assert "北京时间" in said.sentences[0]


def test_every_step_has_its_days_and_its_name(city):
    assert set(STEPS) == set(city.policy["waiting"]["days"])
