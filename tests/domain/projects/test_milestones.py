"""The way of a milestone: evidence, the owner's word, the office's, attempts, and the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.attachments import Evidence
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import IllegalMove, Invalid, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.projects.records import Attempt
from scenario_market.domain.projects.states import MilestoneState
from tests import factories
from tests.domain.projects import acts

M = MilestoneState


def test_a_milestone_goes_from_evidence_over_the_owner_to_the_office(cast):
    project = cast.active()
    row = cast.milestone(project)
    acts.begin(cast, row)
    acts.submit(cast, row)
    assert row.state == M.SUBMITTED
    with pytest.raises(IllegalMove):
        acts.accept(cast, row)
    acts.confirm(cast, row)
    acts.accept(cast, row)
    assert (row.state, row.percent, row.concluded_at) == (M.ACCEPTED, 100, cast.now)
    attempt = acts.all_of(cast, Attempt)[0]
    assert (attempt.outcome, attempt.confirmed_by_id) == ("accepted", cast.owner.person_id)
    assert len(set(cast.session.scalars(select(Evidence.attachment_id)))) == 1


def test_nothing_is_handed_in_without_evidence_of_this_attempt(cast):
    row = cast.milestone(cast.active())
    with pytest.raises(IllegalMove):
        acts.submit(cast, row, evidence=False)
    acts.begin(cast, row)
    with pytest.raises(RuleRefused, match="evidence_missing"):
        acts.submit(cast, row, evidence=False)
    acts.submit(cast, row)
    acts.decline(cast, row)
    cast.passes(days=1)
    acts.retry(cast, row)
    assert row.attempt == 2
    with pytest.raises(RuleRefused, match="evidence_missing"):
        acts.submit(cast, row, evidence=False)
    acts.submit(cast, row)
    assert [one.number for one in acts.all_of(cast, Attempt)] == [1, 2]


def test_the_office_may_accept_in_part_or_reject(cast):
    project = cast.active()
    first, second = cast.milestone(project, 1), cast.milestone(project, 2)
    for row in (first, second):
        acts.handed_in(cast, row)
        acts.confirm(cast, row)
    for percent in (0, 100):
        with pytest.raises(Invalid, match="percent: out_of_range"):
            acts.accept_partly(cast, first, percent)
    acts.accept_partly(cast, first, 60)
    acts.reject(cast, second)
    assert (first.state, first.percent) == (M.PARTIALLY_MET, 60)
    assert (second.state, second.percent) == (M.REJECTED, None)


def test_a_late_milestone_is_refused_by_name_whether_the_clock_has_fired_or_not(cast):
    row = cast.milestone(cast.active())
    acts.begin(cast, row)
    acts.attach(cast, "milestone", row.id, cast.providers[row.project_id], "evidence")
    cast.now = row.until_at - timedelta(seconds=1)
    acts.clock(cast, row)
    assert row.state == M.IN_PROGRESS
    cast.now = row.until_at
    for _ in range(2):
        with pytest.raises(RuleRefused, match="late_milestone"):
            acts.submit(cast, row, evidence=False)
        acts.clock(cast, row)
        assert row.state == M.MISSED
    assert [p["project_id"] for _, _, p in cast.events("milestone.missed")] == [row.project_id]


def test_evidence_that_came_in_time_is_not_missed_however_long_it_lies(cast):
    row = cast.milestone(cast.active())
    acts.handed_in(cast, row)
    cast.now = row.until_at + timedelta(days=30)
    acts.clock(cast, row)
    assert row.state == M.SUBMITTED
    due = select(Deadline).where(Deadline.kind == "milestone", Deadline.subject_id == row.id)
    assert cast.session.scalar(due) is None


def test_a_rejected_attempt_has_its_days_while_the_date_of_the_plan_stays(cast):
    row = cast.milestone(cast.active())
    due_on = row.due_on
    acts.handed_in(cast, row)
    cast.now = row.until_at + timedelta(days=30)
    acts.decline(cast, row)
    assert row.due_on == due_on
    assert row.until_at == cast.city.end_of(cast.city.day(cast.now) + timedelta(days=10))
    cast.passes(days=9)
    acts.retry(cast, row)
    acts.submit(cast, row)
    acts.decline(cast, row)
    cast.now = row.until_at
    with pytest.raises(RuleRefused, match="late_milestone"):
        acts.retry(cast, row)
    acts.clock(cast, row)
    assert (row.state, row.percent) == (M.MISSED, 0)


def test_the_provider_is_told_before_the_time_and_each_reminder_once(cast):
    row = cast.milestone(cast.active())
    for days in (20, 14, 10, 3, 1):
        cast.now = row.until_at - timedelta(days=days)
        acts.clock(cast, row)
    told = [p["days"] for _, key, p in cast.events("milestone.due_soon") if key == row.id]
    assert [days for n, days in enumerate(told) if days not in told[:n]] == [14, 3]


def test_nobody_accepts_his_own(cast):
    member, _ = cast.deliverer("成员单位")
    project = cast.active(members=(member,))
    row = cast.milestone(project)
    acts.handed_in(cast, row)
    provider = cast.provider_of(project)
    both = factories.owner_of(cast.owner_organisation, cast.person())
    factories.mandate(cast.session, project.organisation_id, both.person_id, "offers")
    with pytest.raises(RuleRefused, match="self_acceptance"):
        acts.confirm(cast, row, both)
    with pytest.raises(NotPermitted):
        acts.confirm(cast, row, provider)
    acts.confirm(cast, row)
    for organisation in (project.organisation_id, member.id, cast.owner_organisation.id):
        officer = factories.officer(cast.person())
        factories.mandate(cast.session, organisation, officer.person_id, "offers")
        for act in (acts.accept, acts.accept_partly, acts.reject):
            with pytest.raises(RuleRefused, match="self_acceptance"):
                act(cast, row, actor=officer)
    with pytest.raises(NotPermitted):
        acts.accept(cast, row, provider)
    acts.accept(cast, row)


def test_the_owners_word_is_the_owners_alone(cast):
    row = cast.milestone(cast.active())
    acts.handed_in(cast, row)
    rival_organisation = cast.organisation(name="别家")
    rival = factories.owner_of(rival_organisation, cast.person())
    with pytest.raises(NotFound):
        acts.confirm(cast, row, rival)
    with pytest.raises(NotPermitted):
        acts.confirm(cast, row, cast.lead)


def test_another_provider_finds_no_milestone(cast):
    row, other = cast.milestone(cast.active()), cast.active()
    with pytest.raises(NotFound):
        acts.begin(cast, row, cast.provider_of(other))
