"""Calls, pledges and projects name whose turn it is, from the draft to the last milestone."""

import pytest
from sqlalchemy import select

from scenario_market.domain.challenges import asking, ending
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.jobs import Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.todos.models import Todo
from scenario_market.workers.machine import Work
from scenario_market.workers.waiting import wait
from tests.domain.challenges import cases as calls
from tests.domain.demands import cases as market
from tests.domain.evaluation import cases as evaluations
from tests.domain.landmarks import cases as landmarks
from tests.domain.pledges import cases as pledges
from tests.domain.projects import acts
from tests.domain.projects import cases as projects
from tests.domain.results import cases as results

OFFICE, LEAD = "role:office_reviewer", "role:office_lead"


@pytest.fixture
def cast(session, city):
    return calls.cast(session, city)


def owner_of(cast):
    return f"organisation:{cast.owner_organisation.id}:demands"


def test_a_call_waits_for_its_review_its_countersignature_and_its_publication(cast, look):
    assert look(cast.drafted()) == set()
    assert look(cast.under_review()) == {("challenge_decide", OFFICE)}
    assert look(cast.ready()) == {("challenge_publish", LEAD)}
    joint = cast.under_review(programme="major_project")
    wanted = {("challenge_decide", OFFICE), ("challenge_countersign", "role:joint_organiser")}
    assert look(joint) == wanted
    assert look(cast.opened()) == set()


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("unsealed", ("challenge_prequalify", OFFICE)),
        ("prequalifying", ("challenge_check", OFFICE)),
        ("owner_confirmed", ("result_decide", LEAD)),
        ("approved_award", ("result_announce", OFFICE)),
    ],
)
def test_after_the_opening_each_state_has_one_whose_turn_it_is(cast, look, state, step):
    drawn = {("panel_prepare", OFFICE)} if state in ("unsealed", "prequalifying") else set()
    assert look(calls.challenge_in(cast, state)) == {step} | drawn


def test_a_question_waits_for_the_office_then_for_the_owner_until_questions_close(
    cast, look, session, city
):
    call = cast.opened()
    organisation, provider = cast.provider()
    row = asking.ask(
        session,
        call.id,
        actor=provider,
        organisation_id=organisation.id,
        text="是否提供样件？",
        **cast.context,
    )
    assert look(row) == {("question_publish", OFFICE)}
    asking.publish(
        session, row.id, actor=cast.reviewers[0], now=cast.now, version=None, text="是否提供样件？"
    )
    assert look(row) == {("question_answer", owner_of(cast))}
    (todo,) = session.scalars(
        select(Todo).where(Todo.kind == "question_answer", Todo.closed_at.is_(None))
    )
    assert todo.due_at == call.questions_close_at


def test_what_waits_under_a_call_ends_with_it(cast, look, session, city):
    call = cast.opened()
    organisation, provider = cast.provider()
    row = asking.ask(
        session,
        call.id,
        actor=provider,
        organisation_id=organisation.id,
        text="是否提供样件？",
        **cast.context,
    )
    assert look(row)
    ending.cancel(
        session,
        call.id,
        actor=cast.lead,
        version=None,
        reason=calls.REASONS["cancel"],
        **cast.context,
    )
    session.flush()
    event = session.scalars(
        select(EventRecord).where(EventRecord.kind == "challenge.cancelled")
    ).one()

    class Machine:
        pass

    Machine.city = city
    wait(Work(Machine, session, Job(), event, cast.now), None)
    open_ones = select(Todo).join(Question, Question.id == Todo.subject_id)
    open_ones = open_ones.where(Todo.subject_kind == "question", Todo.closed_at.is_(None))
    assert session.scalars(open_ones).all() == []


def test_the_owners_word_is_waited_for_until_its_day_and_the_award_once_the_notice_is_over(
    session, city, look
):
    result = results.result(market.cast(session, city))
    result.recommended()
    owner = f"organisation:{result.challenge.owner_organisation_id}:demands"
    assert look(result.challenge) == {("result_confirm", owner)}
    objection = results.result(market.cast(session, city)).announced()
    row = objection.filed()
    assert look(row) == {("objection_admit", "role:objection_reviewer")}
    assert look(objection.challenge) == set()


def test_a_pledge_waits_for_each_party_that_has_not_agreed_or_signed(session, city, tmp_path, look):
    cast = pledges.cast(session, city, tmp_path)
    pledge = cast.begun()
    provider = f"organisation:{pledge.organisation_id}:offers"
    owner = f"organisation:{pledge.owner_id}:demands"
    every = {provider, owner, LEAD}
    assert look(pledge) == {("pledge_agree", party) for party in every}
    cast.agree(pledge, "owner")
    assert look(pledge) == {("pledge_agree", party) for party in every - {owner}}
    cast.agree(pledge, "provider", "office")
    assert look(pledge) == {("pledge_sign", party) for party in every}
    cast.sign_all(pledge, "provider")
    assert look(pledge) == {("pledge_sign", party) for party in every - {provider}}
    cast.sign_all(pledge, "owner", "office")
    assert look(pledge) == set()


def test_a_milestone_waits_for_its_evidence_until_its_day(session, city, look):
    cast = projects.cast(session, city)
    project = cast.active()
    milestone = cast.milestone(project)
    delivering = f"organisation:{project.organisation_id}:offers"
    assert look(milestone) == {("milestone_submit", delivering)}
    acts.begin(cast, milestone)
    assert look(milestone) == {("milestone_submit", delivering)}
    acts.submit(cast, milestone)
    owner = f"organisation:{project.owner_id}:demands"
    assert look(milestone) == {("milestone_confirm", owner)}
    acts.confirm(cast, milestone)
    assert look(milestone) == {("milestone_accept", OFFICE)}
    acts.accept(cast, milestone)
    assert look(milestone) == set()


def test_a_member_of_a_panel_answers_declares_scores_and_signs(session, city, look):
    cast = evaluations.Cast(session, city)
    cast.populate()
    call = cast.call()
    bids = [cast.bid(call) for _ in range(3)]
    panel = cast.prepared(call)
    assert look(panel) == {("panel_draw", OFFICE)}
    cast.make(panel)
    assert look(panel) == set()
    seat = cast.seats(panel)[0]
    member = f"person:{cast.member(seat).person_id}"
    assert look(seat) == {("seat_answer", member)}
    for one in cast.seats(panel):
        cast.accept(one)
    assert look(seat) == {("seat_declare", member)}
    for one in cast.seats(panel):
        cast.declare(one)
    assert look(seat) == set()
    cast.begin(call)
    for bid in bids:
        cast.qualify(bid)
    cast.begin_scoring(call)
    assert look(seat) == {("sheet_score", member)}
    chair = next(one for one in cast.seats(panel) if one.is_chair)
    concluding = ("panel_conclude", f"person:{cast.member(chair).person_id}")
    assert look(chair) == {("sheet_score", concluding[1])}
    for part in ("blind", "open"):
        cast.score(panel, bids, part)
    assert look(chair) == {concluding}
    other = next(one for one in cast.seats(panel) if not one.is_chair)
    assert look(other) == set()
    cast.deliberate(panel)
    assert look(chair) == {concluding}


def test_a_landmark_waits_for_its_review_its_notice_and_its_certificate(session, city, look):
    made = landmarks.accepted(projects.cast(session, city))
    assert look(made.nominated().row) == {("landmark_review", OFFICE)}
    assert look(made.review().row) == {("landmark_announce", OFFICE)}
    assert look(made.announce().row) == set()
