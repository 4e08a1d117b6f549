"""Termination with what follows, takeover by a reserve, 尽职免责."""

import pytest
from sqlalchemy import select

from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import IllegalMove, Invalid, NotPermitted, RuleRefused
from scenario_market.domain.projects import beginning
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import Closing
from scenario_market.domain.projects.states import ProjectState
from tests import factories
from tests.domain.projects import acts
from tests.domain.projects.cases import TERMS

P = ProjectState


def test_a_terminated_project_says_what_follows_and_its_clocks_stop(cast):
    project = cast.active()
    acts.release(cast, project, 1)
    with pytest.raises(RuleRefused, match="clawback_over_released"):
        acts.terminate(cast, project, clawback_fen=30_000_001)
    with pytest.raises(Invalid, match=r"handover: required.*money: too_long"):
        acts.terminate(cast, project, handover=" ", money="停" * 5001)
    acts.terminate(cast, project, clawback_fen=10_000_000)
    assert (project.state, project.ended_at) == (P.TERMINATED, cast.now)
    row = acts.all_of(cast, Closing)[0]
    assert (row.handover, row.money) == ("设备移交", "停拨")
    assert (row.released_fen, row.clawback_fen) == (30_000_000, 10_000_000)
    assert cast.session.scalars(select(Deadline)).all() == []


def test_a_project_being_accepted_is_not_terminated(cast):
    project = acts.finished(cast)
    acts.present(cast, project)
    with pytest.raises(IllegalMove):
        acts.terminate(cast, project)


def test_a_reserve_takes_over_and_the_call_goes_on(cast):
    challenge = cast.challenge()
    project = cast.active(challenge)
    organisation, _ = cast.deliverer("备选单位")
    reserve = cast.bid(challenge, organisation, state="reserve")

    def take_over(session, *, challenge, predecessor, actor, now, city):
        beginning.open_project(
            session,
            challenge=challenge,
            bid=reserve,
            organisation_id=organisation.id,
            owner_id=predecessor.owner_id,
            terms=TERMS,
            now=now,
            actor=actor,
            predecessor_id=predecessor.id,
        )
        return True

    acts.terminate(cast, project, take_over=take_over)
    successor = acts.all_of(cast, Project)[-1]
    assert (successor.state, successor.predecessor_id) == (P.PLEDGE_PENDING, project.id)
    assert challenge.state == ChallengeState.IN_DELIVERY
    assert acts.all_of(cast, Closing)[0].takes_over


def test_without_a_reserve_nothing_is_handed_over(cast):
    with pytest.raises(RuleRefused, match="no_reserve"):
        acts.terminate(cast, cast.active(), take_over=lambda session, **how: False)


def test_a_diligent_failure_is_excused_on_evidence_and_by_decision_alone(cast):
    project = cast.active()
    acts.release(cast, project, 1)
    with pytest.raises(IllegalMove):
        acts.excuse(cast, project)
    acts.terminate(cast, project, clawback_fen=30_000_000)
    assert project.state == P.TERMINATED
    with pytest.raises(RuleRefused, match="diligence_unproven"):
        acts.excuse(cast, project)


def test_the_evidence_of_diligence_lies_before_the_decision(cast):
    project = cast.active()
    acts.release(cast, project, 1)
    acts.terminate(cast, project, clawback_fen=30_000_000)
    acts.attach(cast, "project", project.id, cast.provider_of(project), "diligence")
    with pytest.raises(NotPermitted):
        acts.excuse(cast, project, cast.reviewers[0])
    lead = factories.officer(cast.person(), "office_lead")
    factories.mandate(cast.session, project.organisation_id, lead.person_id, "offers")
    with pytest.raises(RuleRefused, match="self_acceptance"):
        acts.excuse(cast, project, lead)
    acts.excuse(cast, project, waived_fen=20_000_000)
    assert project.state == P.EXCUSED
    row = acts.all_of(cast, Closing)[0]
    assert (row.clawback_fen, row.waived_fen) == (30_000_000, 20_000_000)


def test_no_more_is_waived_than_was_asked_back(cast):
    project = cast.active()
    acts.terminate(cast, project)
    acts.attach(cast, "project", project.id, cast.provider_of(project), "diligence")
    with pytest.raises(RuleRefused, match="waived_over_clawback"):
        acts.excuse(cast, project, waived_fen=1)


def test_a_project_that_never_began_is_not_excused(cast):
    project = cast.pending()
    reason = acts.Reason("pledge_unsigned", "逾期未签")
    beginning.drop(cast.session, project, actor=cast.lead, reason=reason, **cast.context)
    with pytest.raises(RuleRefused, match="never_began"):
        acts.excuse(cast, project)


def test_a_call_is_complete_when_every_project_of_it_has_ended(cast):
    challenge = cast.challenge()
    first, second = cast.active(challenge), cast.active(challenge)
    acts.terminate(cast, first)
    assert challenge.state == ChallengeState.IN_DELIVERY
    acts.terminate(cast, second)
    assert challenge.state == ChallengeState.COMPLETED
