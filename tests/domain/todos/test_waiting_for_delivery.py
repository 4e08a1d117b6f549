"""Projects name whose turn it is: from the plan to the last tranche, at the gate of a race, and in the acceptance."""

import pytest

from scenario_market.domain.projects import contracts, race, reports
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.domain.todos.related import RELATED
from tests.domain.demands.answers import accept, answer, confirm, record, sign
from tests.domain.projects import acts, cases, jury

OFFICE, LEAD = "role:office_reviewer", "role:office_lead"
RELEASE = ("tranche_release", LEAD)


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


def sides(project):
    return (
        f"organisation:{project.owner_id}:demands",
        f"organisation:{project.organisation_id}:offers",
    )


def test_the_plan_of_a_contract_waits_for_the_side_that_did_not_put_it(cast, look):
    row, provider = answer(cast, cast.listed())
    accept(cast, row, cast.owner)
    confirm(cast, row, provider)
    record(cast, row, provider)
    sign(cast, row, cast.owner)
    how = {"terms": cases.TERMS, **cast.context}
    project = contracts.begin_from_contract(cast.session, row.id, actor=provider, **how)
    owner, delivering = sides(project)
    assert look(project) == {("plan_agree", owner)}
    contracts.put_plan(cast.session, project.id, version=None, actor=cast.owner, **how)
    assert look(project) == {("plan_agree", delivering)}


def test_a_tranche_that_is_due_and_a_project_that_rests_wait_for_the_lead(cast, look):
    project = cast.active()
    assert look(project) == {RELEASE}
    acts.release(cast, project, 1)
    assert look(project) == set()
    acts.suspend(cast, project)
    assert look(project) == {("project_resume", LEAD)}
    acts.resume(cast, project)
    acts.reach(cast, cast.milestone(project, 2))
    assert look(project) == {RELEASE}


def test_an_acceptance_waits_for_each_step_and_each_of_its_panel(cast, look):
    project = acts.finished(cast)
    for number in (1, 2):
        acts.release(cast, project, number)
    _, delivering = sides(project)
    assert look(project) == {("project_present", delivering)}
    for _ in range(4):
        jury.judge(cast)
    acts.present(cast, project)
    assert look(project) == {("project_measure", delivering)}
    acts.measure(cast, project)
    assert look(project) == {("project_convene", OFFICE)}
    jury.convene(cast, project)
    assert look(project) == set()
    seats = acts.all_of(cast, Seat)
    assert {("acceptance_seat", seat.id) for seat in seats} <= set(
        RELATED["project"](cast.session, project.id)
    )
    first = seats[0]
    member = f"person:{first.person_id}"
    assert look(first) == {("seat_declare", member)}
    jury.declare(cast, project, jury.member(first))
    assert look(first) == {("acceptance_judge", member)}
    jury.ask_removal(cast, project, jury.member(first))
    assert look(project) == {("project_removal", LEAD)}
    jury.drop(cast, project, jury.member(first))
    assert look(project) == look(first) == set()
    first = acts.all_of(cast, Seat, state="invited")[-1]
    jury.declare(cast, project, jury.member(first))
    jury.opine(cast, project, jury.member(first))
    assert look(first) == set()
    for one in acts.all_of(cast, Seat, state="invited"):
        jury.declare(cast, project, jury.member(one))
        jury.opine(cast, project, jury.member(one))
    assert look(project) == {("project_conclude", LEAD)}
    acts.conclude(cast, "accept", project)
    assert look(project) == {RELEASE}
    acts.release(cast, project, 3)
    assert look(project) == set()


def test_a_race_waits_for_the_lead_when_all_stand_at_its_gate(cast, look):
    challenge = cast.challenge(programme="major_project")
    pair = [cast.active(challenge) for _ in range(2)]
    for one in pair:
        acts.release(cast, one, 1)
    behind = cast.milestone(pair[0], 2)
    assert look(behind) == set()
    acts.reach(cast, cast.milestone(pair[0], 1))
    assert look(pair[0]) == look(challenge) == set()
    gate = cast.milestone(pair[1], 1)
    acts.reach(cast, gate)
    touched = set(RELATED["milestone"](cast.session, gate.id))
    also = {("project", pair[0].id), ("milestone", behind.id), ("challenge", challenge.id)}
    assert also <= touched
    assert look(pair[0]) == look(pair[1]) == set()
    assert look(challenge) == {("race_decide", LEAD)}
    race.decide(
        cast.session,
        challenge.id,
        keep=[one.id for one in pair],
        reason=acts.WHY["eliminate"],
        actor=cast.lead,
        **cast.context,
    )
    assert look(pair[0]) == look(challenge) == set()
    assert {kind for kind, _ in look(behind)} == {"milestone_submit"}


def test_a_report_is_waited_for_while_the_work_is_put_right(cast, look):
    project = acts.finished(cast)
    jury.judged(cast, project, "rectify", "rectify", "fail", measured=0.6)
    until = cast.city.day(cast.now).replace(day=28)
    acts.conclude(cast, "rectify", project, until=until)
    cast.now = cast.city.end_of(cast.city.day(cast.now).replace(day=31))
    reports.fire(cast.session, project.id, **cast.context)
    assert "project_report" in {kind for kind, _ in look(project)}
