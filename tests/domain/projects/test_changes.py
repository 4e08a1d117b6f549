"""Changes of the plan: asked by one side, agreed by the other, approved by the office; the baseline stays."""

from datetime import date, timedelta

import pytest

from scenario_market.domain.errors import IllegalMove, Invalid, RuleRefused
from scenario_market.domain.projects.records import PlanChange, PlanVersion
from scenario_market.domain.projects.states import MilestoneState, ProjectState
from tests import factories
from tests.domain.projects import acts

P = ProjectState
LATER = {"number": 1, "due_on": "2026-07-15"}


def test_an_approved_change_makes_a_version_and_leaves_the_baseline(cast):
    project = cast.active()
    acts.propose(cast, project, milestones=[LATER])
    assert project.state == P.CHANGE_PENDING
    with pytest.raises(RuleRefused, match="change_waiting_for_side"):
        acts.change(cast, "approve", project, cast.reviewers[0])
    acts.change(cast, "agree", project, cast.owner)
    with pytest.raises(RuleRefused, match="change_agreed"):
        acts.change(cast, "disagree", project, cast.owner)
    acts.change(cast, "approve", project, cast.reviewers[0])
    row = cast.milestone(project)
    assert (project.state, row.due_on) == (P.ACTIVE, date(2026, 7, 15))
    assert row.until_at == cast.city.end_of(row.due_on)
    first, second = acts.all_of(cast, PlanVersion)
    assert first.content["milestones"][0]["due_on"] == "2026-06-02"
    assert second.content["milestones"][0]["due_on"] == "2026-07-15"
    assert (second.number, second.cause, second.changed) == (2, "change", ["milestones.1.due_on"])
    change = acts.all_of(cast, PlanChange)[0]
    assert change.changed == [
        {"path": "milestones.1.due_on", "before": "2026-06-02", "after": "2026-07-15"}
    ]


def test_the_owner_may_ask_and_the_provider_agree(cast):
    project = cast.active()
    acts.propose(cast, project, cast.owner, metrics=[{"key": "miss_rate", "target": 0.8}])
    with pytest.raises(RuleRefused, match="own_change"):
        acts.change(cast, "agree", project, cast.owner)
    acts.change(cast, "agree", project, cast.provider_of(project))
    acts.change(cast, "approve", project, cast.reviewers[0])
    assert project.terms["metrics"][0]["target"] == 0.8
    assert acts.all_of(cast, PlanVersion)[0].content["metrics"][0]["target"] == 0.5


@pytest.mark.parametrize(
    ("verb", "by", "outcome"),
    [
        ("disagree", "owner", "disagreed"),
        ("take_back", "provider", "taken_back"),
        ("refuse", "officer", "refused"),
    ],
)
def test_what_is_not_wanted_leaves_the_plan_as_it_was(cast, verb, by, outcome):
    project = cast.active()
    acts.propose(cast, project, milestones=[LATER])
    actors = {
        "owner": cast.owner,
        "provider": cast.provider_of(project),
        "officer": cast.reviewers[0],
    }
    acts.change(cast, verb, project, actors[by])
    assert project.state == P.ACTIVE
    assert cast.milestone(project).due_on == date(2026, 6, 2)
    assert acts.all_of(cast, PlanChange)[0].outcome == outcome
    assert len(acts.all_of(cast, PlanVersion)) == 1
    with pytest.raises(RuleRefused, match="no_change_waiting"):
        acts.change(cast, verb, project, actors[by])


def test_one_change_at_a_time_and_only_its_side_takes_it_back(cast):
    project = cast.active()
    acts.propose(cast, project, milestones=[LATER])
    with pytest.raises(IllegalMove):
        acts.propose(cast, project, cast.owner, milestones=[{**LATER, "due_on": "2026-08-01"}])
    with pytest.raises(RuleRefused, match="not_own_change"):
        acts.change(cast, "take_back", project, cast.owner)


def test_an_officer_of_a_party_approves_no_change(cast):
    project = cast.active()
    acts.propose(cast, project, milestones=[LATER])
    acts.change(cast, "agree", project, cast.owner)
    officer = factories.officer(cast.person())
    factories.mandate(cast.session, project.organisation_id, officer.person_id, "offers")
    for verb in ("approve", "refuse"):
        with pytest.raises(RuleRefused, match="self_acceptance"):
            acts.change(cast, verb, project, officer)


@pytest.mark.parametrize(
    ("content", "field", "rule"),
    [
        ({"milestones": [{"number": 9, "title": "x"}]}, "milestones.0.number", "out_of_range"),
        ({"milestones": [{**LATER, "due_on": "2026-03-02"}]}, "milestones.0.due_on", "date_passed"),
        ({"milestones": [{"number": 1, "weight": 31}]}, "milestones", "sum_not_100"),
        ({"milestones": [LATER, LATER]}, "milestones.1", "repeated"),
        (
            {"milestones": [{"number": 1, "state": "accepted"}]},
            "milestones.0.state",
            "unknown_field",
        ),
        ({"milestones": ["x"]}, "milestones.0", "not_an_object"),
        ({"metrics": [{"key": "other", "target": 1}]}, "metrics.0.key", "unknown_code"),
        ({"reward_fen": 1}, "reward_fen", "unknown_field"),
    ],
)
def test_a_change_that_breaks_a_rule_is_refused_by_field(cast, content, field, rule):
    with pytest.raises(Invalid) as refused:
        acts.propose(cast, cast.active(), **content)
    assert [(e.field, e.rule) for e in refused.value.errors] == [(field, rule)]


def test_a_change_that_changes_nothing_is_refused(cast):
    with pytest.raises(RuleRefused, match="nothing_to_change"):
        acts.propose(cast, cast.active(), milestones=[{"number": 1, "title": "样机"}])


def test_what_is_handed_in_meanwhile_cannot_be_changed_any_more(cast):
    project = cast.active()
    acts.propose(cast, project, milestones=[LATER])
    acts.change(cast, "agree", project, cast.owner)
    acts.handed_in(cast, cast.milestone(project))
    with pytest.raises(Invalid, match="milestone_closed"):
        acts.change(cast, "approve", project, cast.reviewers[0])


def test_only_an_approved_change_takes_a_missed_milestone_up_again(cast):
    project = cast.active()
    row = cast.milestone(project)
    cast.now = row.until_at + timedelta(hours=1)
    acts.clock(cast, row)
    with pytest.raises(Invalid, match="milestone_closed"):
        acts.propose(cast, project, milestones=[{"number": 1, "title": "另名"}])
    acts.propose(cast, project, milestones=[LATER])
    acts.change(cast, "agree", project, cast.owner)
    acts.change(cast, "approve", project, cast.reviewers[0])
    assert (row.state, row.attempt, row.percent) == (MilestoneState.IN_PROGRESS, 2, None)
    acts.submit(cast, row)


def test_the_clock_does_not_rest_while_a_change_waits(cast):
    project = cast.active()
    row = cast.milestone(project)
    acts.propose(cast, project, milestones=[LATER])
    cast.now = row.until_at
    acts.clock(cast, row)
    assert row.state == MilestoneState.MISSED
