"""More time to put a work right: for a reason, by who concludes, within what the city allows; told, and on record."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import IllegalMove, Invalid, NotPermitted, RuleRefused
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.projects import closing, conclusions
from scenario_market.domain.projects.states import ProjectState
from scenario_market.domain.todos.models import Todo
from scenario_market.domain.todos.reconciling import reconcile
from tests.domain.projects import acts, jury


def day(cast, days):
    return cast.city.day(cast.now) + timedelta(days=days)


@pytest.fixture
def project(cast):
    row = acts.finished(cast)
    jury.judged(cast, row, "rectify", "rectify", "fail", measured=0.6)
    acts.conclude(cast, "rectify", row, until=day(cast, 30))
    return row


def waited_until(cast, project):
    """The date of the to-do."""
    cast.session.flush()
    reconcile(cast.session, "project", project.id, now=cast.now, city=cast.city)
    query = select(Todo.due_at).where(Todo.kind == "project_rectify", Todo.closed_at.is_(None))
    return cast.session.scalars(query).one()


def test_the_day_moves_with_its_clock_and_its_to_do_and_the_record_says_why(cast, project):
    before, until = day(cast, 30), day(cast, 90)
    assert waited_until(cast, project) == cast.city.end_of(before)
    acts.prolong(cast, project, until)
    assert (project.state, project.rectify_until) == (ProjectState.RECTIFYING, until)
    assert waited_until(cast, project) == cast.city.end_of(until)
    clock = select(Deadline.due_at).where(
        Deadline.kind == closing.RECTIFY, Deadline.subject_id == project.id
    )
    assert cast.session.scalar(clock) == cast.city.end_of(until)
    ((_, _, said),) = cast.events("project.rectification_prolonged")
    assert said == {"until": until.isoformat(), "before": before.isoformat(), "times": 1}
    moved = cast.session.scalars(select(StateChange).where(StateChange.verb == "prolong")).one()
    assert (moved.reason_code, moved.actor_person_id) == ("work_extensive", cast.lead.person_id)
    cast.passes(days=60)
    conclusions.remind(cast.session, project.id, **cast.context)
    assert cast.events("project.rectification_overdue") == []
    acts.present(cast, project)
    assert project.state == ProjectState.FINAL_ACCEPTANCE


def test_it_is_bounded_in_days_and_in_times_and_each_round_counts_anew(cast, project):
    for wrong in (30, 91):
        with pytest.raises(Invalid, match="until: "):
            acts.prolong(cast, project, day(cast, wrong))
    acts.prolong(cast, project, day(cast, 40))
    with pytest.raises(RuleRefused, match="prolonged_already"):
        acts.prolong(cast, project, day(cast, 50))
    jury.judged(cast, project, "rectify", "rectify", "rectify", measured=0.6)
    acts.conclude(cast, "rectify", project, until=day(cast, 30))
    acts.prolong(cast, project, day(cast, 40))
    assert project.rectify_prolonged == 1


def test_also_a_day_that_has_passed_can_be_moved_but_not_into_the_past(cast, project):
    cast.passes(days=40)
    with pytest.raises(Invalid, match="until: "):
        acts.prolong(cast, project, day(cast, 0))
    acts.prolong(cast, project, day(cast, 60))
    acts.present(cast, project)


def test_only_who_concludes_prolongs_and_only_what_is_being_put_right(cast, project):
    for actor in (cast.provider_of(project), cast.owner, cast.reviewers[0]):
        with pytest.raises(NotPermitted):
            acts.prolong(cast, project, day(cast, 40), actor)
    with pytest.raises(IllegalMove):
        acts.prolong(cast, cast.active(), day(cast, 40))
