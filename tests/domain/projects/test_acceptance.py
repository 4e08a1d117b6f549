"""Final acceptance: presented, measured by third parties, judged by a panel, concluded by the office."""

from datetime import timedelta

import pytest

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    RuleRefused,
)
from scenario_market.domain.projects import conclusions
from scenario_market.domain.projects.records import Closing, Measurement
from scenario_market.domain.projects.states import ProjectState
from tests import factories
from tests.domain.projects import acts, jury

P = ProjectState


def day(cast, days):
    return cast.city.day(cast.now) + timedelta(days=days)


def test_a_finished_project_is_accepted_as_its_panel_says_and_completes_its_call(cast):
    project = acts.finished(cast)
    jury.judged(cast, project, "accept", "accept", "rectify")
    acts.conclude(cast, "accept", project)
    assert (project.state, project.ended_at) == (P.ACCEPTED, cast.now)
    challenge = cast.session.get_one(Challenge, project.challenge_id)
    assert challenge.state == ChallengeState.COMPLETED
    row = acts.all_of(cast, Measurement)[0]
    assert (row.baseline, row.target, row.measured, row.is_met) == (3.5, 0.5, 0.4, True)


def test_nothing_is_presented_while_a_milestone_is_open(cast):
    project = cast.active()
    with pytest.raises(RuleRefused, match="milestones_open"):
        jury.present(cast, project)


def test_a_missed_milestone_keeps_nobody_from_presenting(cast):
    project = cast.active()
    for number in (1, 2):
        acts.reach(cast, cast.milestone(project, number))
    row = cast.milestone(project, 3)
    cast.now = row.until_at
    acts.clock(cast, row)
    jury.present(cast, project)
    assert (project.state, project.round) == (P.FINAL_ACCEPTANCE, 1)


def test_no_panel_is_drawn_before_every_metric_is_measured(cast):
    project = acts.finished(cast)
    jury.present(cast, project)
    with pytest.raises(RuleRefused, match="not_measured"):
        jury.convene(cast, project)
    acts.measure(cast, project)
    jury.seated(cast, project)
    with pytest.raises(RuleRefused, match="panel_convened"):
        acts.measure(cast, project, 0.1)
    with pytest.raises(AlreadyDone, match="panel_convened"):
        jury.convene(cast, project)


def test_who_measures_is_no_party_and_under_no_common_control(cast):
    project = acts.finished(cast)
    child = cast.organisation(name="子公司", controlled_by_id=cast.owner_organisation.id)
    parent = cast.organisation(name="母公司")
    cast.session.get_one(type(parent), project.organisation_id).controlled_by_id = parent.id
    cast.session.flush()
    codes = ("91110000802100433B", "914403001922038216")
    for organisation, code in zip((child, parent), codes, strict=True):
        organisation.uscc = code
        cast.session.flush()
        with pytest.raises(RuleRefused, match="not_third_party"):
            acts.measure(cast, project, measured_by_uscc=code)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"metric": "other"}, "metric"),
        ({"measured": "viel"}, "measured"),
        ({"measured_by": " "}, "measured_by"),
        ({"measured_by_uscc": "1"}, "measured_by_uscc"),
        ({"measured_on": "2099-01-01"}, "measured_on"),
        ({"attachment_id": 999_999}, "attachment_id"),
        ({"other": 1}, "other"),
    ],
)
def test_a_measurement_that_breaks_a_rule_is_refused_by_field(cast, fields, field):
    with pytest.raises(Invalid) as refused:
        acts.measure(cast, cast.active(), **fields)
    assert [error.field for error in refused.value.errors] == [field]


def test_the_conclusion_follows_the_majority_of_a_full_panel(cast):
    project = acts.finished(cast)
    jury.present(cast, project)
    with pytest.raises(RuleRefused, match="panel_missing"):
        acts.conclude(cast, "accept", project)
    acts.measure(cast, project)
    judges = jury.seated(cast, project)
    jury.opine(cast, project, judges[0], "accept")
    jury.opine(cast, project, judges[1], "rectify")
    with pytest.raises(RuleRefused, match="opinions_missing"):
        acts.conclude(cast, "rectify", project, until=day(cast, 30))
    jury.opine(cast, project, judges[2], "fail")
    for verb in ("accept", "fail"):
        with pytest.raises(RuleRefused, match="panel_says_otherwise"):
            acts.conclude(cast, verb, project)
    acts.conclude(cast, "rectify", project, until=day(cast, 30))
    assert project.state == P.RECTIFYING


def test_nobody_of_the_panel_says_accept_to_a_missed_target_so_it_can_always_conclude(cast):
    project = acts.finished(cast)
    jury.present(cast, project)
    acts.measure(cast, project, 0.6)
    judges = jury.seated(cast, project)
    for one in judges:
        with pytest.raises(RuleRefused, match="targets_missed"):
            jury.opine(cast, project, one, "accept")
        jury.opine(cast, project, one, "rectify")
    acts.conclude(cast, "rectify", project, until=day(cast, 30))
    assert project.state == P.RECTIFYING


def test_what_was_put_right_in_time_is_presented_and_measured_again(cast):
    project = acts.finished(cast)
    jury.judged(cast, project, "rectify", "rectify", "fail", measured=0.6)
    for wrong in (0, 181):
        with pytest.raises(Invalid, match="until: "):
            acts.conclude(cast, "rectify", project, until=day(cast, wrong))
    acts.conclude(cast, "rectify", project, until=day(cast, 30))
    with pytest.raises(RuleRefused, match="rectification_running"):
        acts.conclude(cast, "fail", project)
    cast.passes(days=20)
    jury.judged(cast, project, "accept", "accept", "accept")
    acts.conclude(cast, "accept", project)
    assert (project.state, project.round) == (P.ACCEPTED, 2)
    assert [row.is_met for row in acts.all_of(cast, Measurement)] == [False, True]


def test_what_is_not_put_right_in_time_is_told_and_may_fail(cast):
    project = acts.finished(cast)
    acts.release(cast, project, 1)
    jury.judged(cast, project, "rectify", "rectify", "rectify", measured=0.6)
    acts.conclude(cast, "rectify", project, until=day(cast, 30))
    cast.passes(days=29)
    conclusions.remind(cast.session, project.id, **cast.context)
    assert cast.events("project.rectification_overdue") == []
    cast.passes(days=2)
    conclusions.remind(cast.session, project.id, **cast.context)
    assert len(cast.events("project.rectification_overdue")) == 1
    with pytest.raises(RuleRefused, match="late_rectification"):
        jury.present(cast, project)
    with pytest.raises(RuleRefused, match="clawback_over_released"):
        acts.conclude(cast, "fail", project, clawback_fen=30_000_001)
    acts.conclude(cast, "fail", project, clawback_fen=30_000_000, money="追回首笔")
    assert project.state == P.FAILED
    assert acts.all_of(cast, Closing)[0].clawback_fen == 30_000_000


def test_an_officer_of_a_party_concludes_nothing(cast):
    project = acts.finished(cast)
    jury.judged(cast, project, "accept", "accept", "accept")
    lead = factories.officer(cast.person(), "office_lead")
    factories.mandate(cast.session, cast.owner_organisation.id, lead.person_id, "demands")
    with pytest.raises(RuleRefused, match="self_acceptance"):
        acts.conclude(cast, "accept", project, lead)


def test_only_what_was_presented_is_concluded(cast):
    project = acts.finished(cast)
    for verb, how in (("accept", {}), ("fail", {}), ("rectify", {"until": day(cast, 30)})):
        with pytest.raises(IllegalMove):
            acts.conclude(cast, verb, project, **how)
