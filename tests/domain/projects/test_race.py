"""赛马: who runs beside whom, and who is eliminated at the gate by the office's decision."""

import pytest

from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import (
    AlreadyDone,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.projects import race
from scenario_market.domain.projects.records import Closing, RaceGate
from scenario_market.domain.projects.rules import Standing, is_behind
from scenario_market.domain.projects.states import MilestoneState, ProjectState
from tests import factories
from tests.domain.projects import acts

P, M = ProjectState, MilestoneState
FOLLOWS = {"handover": "资料归档", "money": "已拨付部分不追回，余款停拨"}


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
        **FOLLOWS,
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


def test_who_is_eliminated_is_told_what_follows_and_may_be_excused_on_evidence(cast, pair):
    at_gate(cast, *pair)
    acts.release(cast, pair[1], 1)
    with pytest.raises(Invalid, match="handover: required; money: required"):
        race.decide(
            cast.session,
            pair[0].challenge_id,
            keep=[pair[0].id],
            reason=acts.WHY["eliminate"],
            actor=cast.lead,
            **cast.context,
        )
    decide(cast, pair[0], pair[0])
    (closing,) = acts.all_of(cast, Closing)
    assert (closing.project_id, closing.money) == (pair[1].id, FOLLOWS["money"])
    assert closing.released_fen == 30_000_000
    with pytest.raises(RuleRefused, match="diligence_unproven"), cast.session.begin_nested():
        acts.excuse(cast, pair[1])
    acts.attach(cast, "project", pair[1].id, cast.provider_of(pair[1]), "diligence")
    acts.excuse(cast, pair[1])
    assert pair[1].state == P.EXCUSED


def test_nobody_is_accepted_past_a_gate_that_is_not_decided(cast, pair):
    for number in (1, 2, 3):
        row = cast.milestone(pair[0], number)
        if number == 1:
            acts.reach(cast, row)
        else:
            row.state = M.ACCEPTED
    with pytest.raises(RuleRefused, match="gate_undecided"):
        acts.present(cast, pair[0])


def test_what_lies_behind_an_undecided_gate_is_not_missed_and_gets_time_after_it(cast, pair):
    acts.reach(cast, cast.milestone(pair[0], 1))
    row = cast.milestone(pair[0], 2)
    planned, cast.now = row.due_on, row.until_at
    acts.clock(cast, row)
    assert (row.state, row.due_on) == (M.SCHEDULED, planned)
    assert row.until_at > cast.now
    late = cast.milestone(pair[1], 1)
    acts.clock(cast, late)
    decide(cast, pair[0], pair[0])
    retry = cast.city.policy["project"]["retry_days"]
    assert (row.until_at - cast.city.end_of(cast.city.day(cast.now))).days == retry
    acts.begin(cast, row)
    cast.now = row.until_at
    acts.clock(cast, row)
    assert row.state == M.MISSED


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
