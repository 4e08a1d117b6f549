"""The panel of a final acceptance: drawn, declared, replaced by the same draw, and open to be repeated."""

from datetime import timedelta

import pytest

from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.evaluation import draw
from scenario_market.domain.experts.models import Expert, ExpertPost
from scenario_market.domain.projects import queries, seats
from scenario_market.domain.projects.panel_models import Seat
from tests import factories
from tests.domain.projects import acts, jury

SEATS = 3


@pytest.fixture
def measured(cast):
    project = acts.finished(cast)
    acts.present(cast, project)
    acts.measure(cast, project)
    return project


def undone(cast):
    """What a refused call leaves behind: nothing."""
    return cast.session.begin_nested()


def draws(cast, project):
    cast.session.flush()
    return queries.get_draws(cast.session, project.id, actor=cast.lead)


def test_the_seed_is_committed_at_the_presentation_and_repeats_the_draw_after_the_conclusion(
    cast, measured
):
    ((_, _, asked),) = cast.events("project.acceptance_asked")
    (hidden,) = draws(cast, measured)
    assert asked["seed_hash"] == hidden["seed_hash"]
    assert hidden["seed"] is hidden["record"] is None
    for _ in range(6):
        jury.judge(cast)
    judges = jury.convene(cast, measured)
    jury.recuse(cast, measured, judges[1])
    for one in acts.all_of(cast, Seat, state="invited"):
        jury.declare(cast, measured, jury.member(one))
        jury.opine(cast, measured, jury.member(one))
    acts.conclude(cast, "accept", measured)
    (shown,) = draws(cast, measured)
    assert draw.commitment(bytes.fromhex(shown["seed"])) == asked["seed_hash"]
    assert draw.faults(shown) == []
    assert len(shown["members"]) == SEATS
    assert len(shown["gone"]) == 1
    shown["members"] = shown["gone"] + shown["members"][1:]
    assert draw.faults(shown) == ["members"]


def test_one_seat_is_for_an_expert_on_finance_and_the_others_know_the_field(cast, measured):
    measured.domain = "industrial_park"
    for _ in range(2):
        jury.judge(cast)
    knows = [jury.judge(cast, is_finance=False, fields=["industrial_park"]) for _ in range(2)]
    jury.judge(cast, is_finance=False, fields=["water"])
    jury.convene(cast, measured)
    sat = acts.all_of(cast, Seat)
    assert {one.person_id for one in sat if one.kind == "field"} == {k.person_id for k in knows}
    assert [one.kind for one in sat].count("finance") == 1
    assert [one.kind for one in sat if one.is_chair] == ["field"]


def test_nobody_tied_to_a_party_is_drawn_and_too_few_are_named(cast, measured):
    tied, others = jury.judge(cast), [jury.judge(cast) for _ in range(2)]
    factories.mandate(cast.session, measured.organisation_id, tied.person_id, "offers")
    with pytest.raises(RuleRefused, match="too_few_experts") as refused, undone(cast):
        jury.convene(cast, measured)
    assert refused.value.params == {"missing": 1, "seats": SEATS}
    others.append(jury.judge(cast))
    sat = {one.person_id for one in jury.convene(cast, measured)}
    assert sat == {one.person_id for one in others}


def test_who_works_or_lately_worked_for_a_party_or_its_family_is_not_drawn(cast, measured):
    one, *_ = [jury.judge(cast) for _ in range(3)]
    parent = cast.organisation(name="母公司")
    cast.session.get_one(type(parent), measured.organisation_id).controlled_by_id = parent.id
    expert = cast.session.query(Expert).filter_by(person_id=one.person_id).one()
    today = cast.city.day(cast.now)
    post = ExpertPost(
        expert_id=expert.id,
        organisation_id=parent.id,
        organisation_name="母公司",
        kind="employment",
        starts_on=today - timedelta(days=4000),
        ends_on=today - timedelta(days=300),
        recorded_at=cast.now,
    )
    cast.session.add(post)
    cast.session.flush()
    with pytest.raises(RuleRefused, match="too_few_experts"), undone(cast):
        jury.convene(cast, measured)
    post.ends_on = today - timedelta(days=1200)
    cast.session.flush()
    assert len(jury.convene(cast, measured)) == SEATS


def test_nobody_reads_the_work_or_judges_it_before_he_declares_himself(cast, measured):
    for _ in range(SEATS):
        jury.judge(cast)
    one, *_ = jury.convene(cast, measured)
    seat = jury.seat_of(cast, measured, one)
    shown = seats.show(cast.session, seat.id, actor=one)
    assert shown["parties"] == ["测试需求单位", "承担单位"]
    with pytest.raises(NotFound):
        queries.find(cast.session, measured.id, actor=one)
    with pytest.raises(RuleRefused, match="declaration_missing"):
        jury.opine(cast, measured, one)
    jury.declare(cast, measured, one)
    assert queries.find(cast.session, measured.id, actor=one).id == measured.id
    with pytest.raises(IllegalMove):
        jury.declare(cast, measured, one)
    with pytest.raises(NotFound):
        seats.show(cast.session, seat.id, actor=jury.judge(cast))
    jury.opine(cast, measured, one)
    with pytest.raises(AlreadyDone, match="opinion_given"):
        jury.opine(cast, measured, one, "fail")


def test_a_tie_that_the_books_show_by_now_keeps_from_declaring_and_from_judging(cast, measured):
    for _ in range(SEATS):
        jury.judge(cast)
    one, other, _ = jury.convene(cast, measured)
    jury.declare(cast, measured, other)
    for person in (one, other):
        factories.mandate(cast.session, measured.organisation_id, person.person_id, "offers")
    with pytest.raises(RuleRefused, match="conflict_known"):
        jury.declare(cast, measured, one)
    with pytest.raises(RuleRefused, match="self_acceptance"):
        jury.opine(cast, measured, other)


def test_whoever_leaves_is_replaced_by_the_same_draw_and_his_opinion_counts_no_more(cast, measured):
    for _ in range(2 * SEATS):
        jury.judge(cast)
    first, second, third = jury.convene(cast, measured, cast.lead)
    for one in (first, second):
        jury.declare(cast, measured, one)
    jury.opine(cast, measured, first, "fail")
    with pytest.raises(RuleRefused, match="drawn_by_you"):
        jury.drop(cast, measured, first)
    with pytest.raises(NotPermitted):
        jury.drop(cast, measured, first, cast.reviewers[0])
    jury.drop(cast, measured, first, factories.officer(cast.person(), "office_lead"))
    with pytest.raises(NotFound):
        jury.opine(cast, measured, first)
    with pytest.raises(NotFound):
        queries.find(cast.session, measured.id, actor=first)
    jury.recuse(cast, measured, second)
    silent = jury.seat_of(cast, measured, third)
    seats.lapse(cast.session, silent.id, **cast.context)
    assert silent.state == "invited"
    cast.now = silent.due_at
    seats.lapse(cast.session, silent.id, **cast.context)
    sat = acts.all_of(cast, Seat)
    assert [one.state for one in sat if one.person_id == third.person_id] == ["silent"]
    asked = [one for one in sat if one.state == "invited"]
    assert len(asked) == SEATS
    for one in asked:
        jury.declare(cast, measured, jury.member(one))
        jury.opine(cast, measured, jury.member(one))
    acts.conclude(cast, "accept", measured)


def test_a_panel_that_nobody_is_left_for_is_told_and_drawn_anew_from_new_secrets(cast, measured):
    for _ in range(SEATS):
        jury.judge(cast)
    with pytest.raises(RuleRefused, match="panel_missing"):
        jury.renew(cast, measured)
    judges = jury.convene(cast, measured)
    with pytest.raises(RuleRefused, match="panel_whole"):
        jury.renew(cast, measured)
    jury.recuse(cast, measured, judges[0])
    ((_, _, short),) = cast.events("project.panel_short")
    assert short == {"round": 1, "missing": 1}
    with pytest.raises(RuleRefused, match="opinions_missing"):
        acts.conclude(cast, "accept", measured)
    jury.judge(cast)
    jury.renew(cast, measured)
    again = jury.convene(cast, measured)
    assert len(again) == SEATS
    old, new = draws(cast, measured)
    assert draw.commitment(bytes.fromhex(old["seed"])) == old["seed_hash"] != new["seed_hash"]
    assert new["seed"] is None
