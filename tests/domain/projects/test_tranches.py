"""Tranches of the subsidy: once each, by the lead, when their condition is met."""

import pytest

from scenario_market.domain.errors import AlreadyDone, Invalid, NotPermitted, RuleRefused
from scenario_market.domain.projects import tranches
from scenario_market.domain.projects.records import TrancheRelease
from scenario_market.domain.projects.rules import amounts
from tests import factories
from tests.domain.projects import acts, jury
from tests.domain.projects.cases import TERMS


def test_each_tranche_waits_for_its_condition_and_all_sum_to_the_reward(cast):
    project = cast.active()
    assert acts.release(cast, project, 1).amount_fen == 30_000_000
    with pytest.raises(RuleRefused, match="tranche_not_due"):
        acts.release(cast, project, 2)
    for number in (1, 2, 3):
        acts.reach(cast, cast.milestone(project, number))
    acts.release(cast, project, 2)
    with pytest.raises(RuleRefused, match="tranche_not_due"):
        acts.release(cast, project, 3)
    jury.judged(cast, project, "accept", "accept", "accept")
    acts.conclude(cast, "accept", project)
    acts.release(cast, project, 3)
    released = [row.amount_fen for row in acts.all_of(cast, TrancheRelease)]
    assert sum(released) == project.reward_fen == 100_000_001


def test_a_tranche_is_never_released_twice(cast):
    project = cast.active()
    acts.release(cast, project, 1)
    with pytest.raises(AlreadyDone, match="tranche_released"):
        acts.release(cast, project, 1)


def test_a_milestone_met_in_part_releases_nothing(cast):
    project = cast.active()
    row = cast.milestone(project, 2)
    acts.handed_in(cast, row)
    acts.confirm(cast, row)
    acts.accept_partly(cast, row, 99)
    with pytest.raises(RuleRefused, match="tranche_not_due"):
        acts.release(cast, project, 2)


def test_nothing_is_released_before_the_pledge_at_rest_or_after_the_end(cast):
    with pytest.raises(RuleRefused, match="tranche_not_due"):
        acts.release(cast, cast.pending(), 1)
    project = cast.active()
    acts.suspend(cast, project)
    with pytest.raises(RuleRefused, match="tranche_held"):
        acts.release(cast, project, 1)
    acts.terminate(cast, project)
    with pytest.raises(RuleRefused, match="tranche_held"):
        acts.release(cast, project, 1)


def test_only_a_lead_apart_from_the_parties_releases_under_a_document(cast):
    project = cast.active()
    with pytest.raises(NotPermitted):
        acts.release(cast, project, 1, cast.reviewers[0])
    lead = factories.officer(cast.person(), "office_lead")
    factories.mandate(cast.session, project.organisation_id, lead.person_id, "offers")
    with pytest.raises(RuleRefused, match="self_acceptance"):
        acts.release(cast, project, 1, lead)
    with pytest.raises(RuleRefused, match="no_such_tranche"):
        acts.release(cast, project, 4)
    with pytest.raises(Invalid, match="document_number: required"):
        tranches.release(
            cast.session,
            project.id,
            1,
            version=None,
            document_number=" ",
            actor=cast.lead,
            now=cast.now,
        )


def test_two_leads_at_once_release_once(database, city, at_once):
    from tests.domain.projects import cases

    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        project = cast.active()
        other = factories.officer(cast.person(), "office_lead")
        key, leads = project.id, (cast.lead, other)

    def released(lead):
        return lambda session: tranches.release(
            session, key, 1, version=None, document_number="1号", actor=lead, now=cast.now
        )

    results = at_once(*(released(lead) for lead in leads))
    assert sorted(type(one).__name__ for one in results) == ["AlreadyDone", "TrancheRelease"]


@pytest.mark.parametrize("reward", [0, 1, 99, 100_000_001])
def test_amounts_sum_to_the_reward_to_the_last_fen(reward):
    made = amounts(reward, TERMS["tranches"])
    assert sum(made) == reward
    assert all(one >= 0 for one in made)
