"""A project that rests: its clocks rest too, and its dates move by the rest's length."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import IllegalMove, RuleRefused
from scenario_market.domain.projects import timing
from scenario_market.domain.projects.records import PlanChange, PlanVersion, Suspension
from scenario_market.domain.projects.states import MilestoneState, ProjectState
from tests import factories
from tests.domain.projects import acts


def test_every_open_date_moves_by_the_length_of_the_rest_as_a_version(cast):
    project = cast.active()
    acts.reach(cast, cast.milestone(project, 1))
    acts.suspend(cast, project)
    cast.passes(days=40)
    acts.resume(cast, project)
    assert project.state == ProjectState.ACTIVE
    assert cast.milestone(project, 1).due_on == date(2026, 6, 2)
    row = cast.milestone(project, 2)
    assert row.due_on == date(2026, 10, 12)
    assert row.until_at == cast.city.end_of(row.due_on)
    version = acts.all_of(cast, PlanVersion)[-1]
    assert (version.number, version.cause) == (2, "suspension")
    assert version.changed == ["milestones.2.due_on", "milestones.3.due_on"]
    rest = acts.all_of(cast, Suspension)[0]
    assert (rest.days, rest.ended_at) == (40, cast.now)
    due = cast.session.scalars(select(Deadline.due_at).where(Deadline.kind == timing.KIND)).all()
    assert min(due) == row.until_at - timedelta(days=14)


def test_nothing_is_missed_and_nothing_done_while_it_rests(cast):
    project = cast.active()
    row = cast.milestone(project)
    acts.begin(cast, row)
    acts.suspend(cast, project)
    with pytest.raises(IllegalMove):
        acts.submit(cast, row)
    cast.now = row.until_at + timedelta(days=5)
    acts.clock(cast, row)
    assert row.state == MilestoneState.IN_PROGRESS
    acts.resume(cast, project)
    acts.submit(cast, row)
    assert row.state == MilestoneState.SUBMITTED


def test_a_rest_within_one_day_moves_no_date(cast):
    project = cast.active()
    acts.suspend(cast, project)
    acts.resume(cast, project)
    assert len(acts.all_of(cast, PlanVersion)) == 1
    assert cast.milestone(project).due_on == date(2026, 6, 2)


def test_a_change_that_waits_lapses_with_the_rest(cast):
    project = cast.active()
    acts.propose(cast, project, milestones=[{"number": 1, "due_on": "2026-07-15"}])
    acts.suspend(cast, project)
    assert acts.all_of(cast, PlanChange)[0].outcome == "lapsed"
    with pytest.raises(IllegalMove):
        acts.suspend(cast, project)


def test_an_officer_of_a_party_neither_suspends_nor_resumes(cast):
    project = cast.active()
    lead = factories.officer(cast.person(), "office_lead")
    factories.mandate(cast.session, cast.owner_organisation.id, lead.person_id, "demands")
    for act in (acts.suspend, acts.resume):
        with pytest.raises(RuleRefused, match="self_acceptance"):
            act(cast, project, lead)
