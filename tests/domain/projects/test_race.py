"""赛马: who runs beside whom, and who is eliminated at the gate by the office's decision."""

import pytest

from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import (
    AlreadyDone,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.projects import race
from scenario_market.domain.projects.records import RaceGate
from scenario_market.domain.projects.rules import Standing, is_behind
from scenario_market.domain.projects.states import ProjectState
from tests import factories
from tests.domain.projects import acts

P = ProjectState


@pytest.fixture
def pair(cast):
    """Two projects of one call that race to its first milestone."""
    challenge = cast.challenge(programme="major_project")
    return cast.active(challenge), cast.active(challenge)


def decide(cast, project, *keep, actor=None):
    return race.decide(
        cast.session,
        project.challenge_id,
        keep=[one.id for one in keep],
        reason=acts.WHY["eliminate"],
        actor=actor or cast.lead,
        **cast.context,
    )


def at_gate(cast, *projects):
    """Both reached the gate, the first of them first."""
    for project in projects:
        acts.reach(cast, cast.milestone(project, 1))
        cast.passes(days=1)


def test_the_slower_is_eliminated_with_reason_and_the_comparison_is_kept(cast, pair):
    at_gate(cast, *pair)
    decide(cast, pair[0], pair[0])
    assert [one.state for one in pair] == [P.ACTIVE, P.ELIMINATED]
    gate = acts.all_of(cast, RaceGate)[0]
    assert [one["project_id"] for one in gate.comparison] == [one.id for one in pair]
    assert gate.kept == [pair[0].id]
    acts.begin(cast, cast.milestone(pair[0], 2))


def test_the_rule_lets_nobody_drop_who_is_ahead(cast, pair):
    at_gate(cast, *pair)
    with pytest.raises(RuleRefused, match="gate_order"):
        decide(cast, pair[0], pair[1])
    with pytest.raises(RuleRefused, match="gate_keeps_none"):
        decide(cast, pair[0])
    assert {one.state for one in pair} == {P.ACTIVE}


def test_all_may_go_on_and_the_gate_is_decided_once(cast, pair):
    at_gate(cast, *pair)
    decide(cast, pair[0], *pair)
    assert {one.state for one in pair} == {P.ACTIVE}
    with pytest.raises(AlreadyDone, match="race_decided"):
        decide(cast, pair[0], pair[0])


def test_nobody_goes_past_a_gate_that_is_not_decided(cast, pair):
    acts.reach(cast, cast.milestone(pair[0], 1))
    with pytest.raises(RuleRefused, match="gate_not_reached"):
        decide(cast, pair[0], pair[0])
    with pytest.raises(RuleRefused, match="gate_undecided"):
        acts.begin(cast, cast.milestone(pair[0], 2))
    acts.terminate(cast, pair[1])
    acts.begin(cast, cast.milestone(pair[0], 2))


def test_who_missed_the_gate_is_behind_who_reached_a_part(cast, pair):
    first, second = (cast.milestone(one, 1) for one in pair)
    acts.handed_in(cast, first)
    acts.confirm(cast, first)
    acts.accept_partly(cast, first, 40)
    cast.now = second.until_at
    acts.clock(cast, second)
    decide(cast, pair[0], pair[0])
    assert pair[1].state == P.ELIMINATED


def test_a_call_without_a_race_has_no_gate_and_strangers_find_none(cast, pair):
    with pytest.raises(RuleRefused, match="not_raced"):
        decide(cast, cast.active())
    with pytest.raises(NotFound):
        race.decide(
            cast.session,
            cast.challenge().id,
            keep=[],
            reason=acts.WHY["eliminate"],
            actor=cast.lead,
            **cast.context,
        )
    with pytest.raises(NotPermitted):
        decide(cast, pair[0], pair[0], actor=cast.reviewers[0])


def test_an_officer_of_a_party_decides_no_gate(cast, pair):
    at_gate(cast, *pair)
    lead = factories.officer(cast.person(), "office_lead")
    factories.mandate(cast.session, pair[1].organisation_id, lead.person_id, "offers")
    with pytest.raises(RuleRefused, match="self_acceptance"):
        decide(cast, pair[0], pair[0], actor=lead)


def test_the_call_is_complete_when_the_one_that_went_on_has_ended(cast, pair):
    at_gate(cast, *pair)
    decide(cast, pair[0], pair[0])
    challenge = cast.session.get_one(type(cast.challenge()), pair[0].challenge_id)
    assert challenge.state == ChallengeState.IN_DELIVERY
    acts.terminate(cast, pair[0])
    assert challenge.state == ChallengeState.COMPLETED


def test_equals_are_behind_nobody():
    one, same = Standing(1, 100, 1, "2026-05-01"), Standing(2, 100, 1, "2026-05-01")
    later, never = Standing(3, 100, 1, "2026-05-02"), Standing(4, 0, 1, "")
    assert not is_behind(one, same)
    assert not is_behind(same, one)
    assert is_behind(later, one)
    assert is_behind(never, later)
