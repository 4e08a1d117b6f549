"""How long a mandate runs: reminders, its end by the clock, its renewal."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import Invalid
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties import mandates, tenure
from tests import factories
from tests.factories import NOW, later


def next_due(session, mandate):
    session.flush()
    row = session.scalar(select(Deadline).where(Deadline.subject_id == mandate.id))
    return row.due_at if row else None


def test_a_mandate_runs_a_year_and_reminds_30_and_7_days_before(session, city, first, kinds):
    end = NOW + timedelta(days=365)
    assert first.expires_at == end
    for left in (30, 7):
        assert next_due(session, first) == end - timedelta(days=left)
        tenure.fire(session, first.id, now=end - timedelta(days=left), city=city)
    assert next_due(session, first) == end
    told = session.scalars(
        select(EventRecord).where(EventRecord.kind == "organisation.mandate_expiring")
    )
    assert [event.payload["days"] for event in told] == [30, 7]
    tenure.fire(session, first.id, now=end, city=city)
    assert (first.ended_at, first.end_cause) == (end, "expire")
    assert kinds()[-1] == "organisation.mandate_ended"


def test_a_short_mandate_has_no_reminder_in_the_past(
    session, organisation, founder, clerk, bring_in
):
    row = bring_in(organisation, founder, clerk, "demands", until=later(days=10))
    assert next_due(session, row) == later(days=3)
    other = bring_in(
        organisation, founder, factories.person(session), "demands", until=later(days=5)
    )
    assert next_due(session, other) == later(days=5)


def test_a_clock_that_slept_over_both_reminders_sends_the_last(session, city, first, kinds):
    tenure.fire(session, first.id, now=first.expires_at - timedelta(days=2), city=city)
    assert kinds().count("organisation.mandate_expiring") == 1
    assert next_due(session, first) == first.expires_at


def test_a_mandate_that_has_run_out_opens_nothing_though_the_clock_is_late(
    session, city, organisation, founder, clerk, act, bring_in
):
    row = bring_in(organisation, founder, clerk, "demands", until=later(days=10))
    assert act(clerk, later(days=10) - timedelta(seconds=1)).mandates
    assert act(clerk, later(days=10)).mandates == {}
    assert row.ended_at is None


def test_the_clock_ends_what_has_run_out_once(
    session, city, organisation, founder, clerk, bring_in, kinds
):
    row = bring_in(organisation, founder, clerk, "demands", until=later(days=10))
    tenure.fire(session, row.id, now=later(days=9), city=city)
    assert row.ended_at is None
    for _ in range(2):
        tenure.fire(session, row.id, now=later(days=10), city=city)
    assert (row.ended_at, row.end_cause) == (later(days=10), "expire")
    assert kinds().count("organisation.mandate_ended") == 1


def test_a_renewal_moves_the_end_and_the_reminders(session, city, first, founder, act):
    at = NOW + timedelta(days=350)
    mandates.renew(session, mandate_id=first.id, actor=act(founder, at), now=at, city=city)
    assert first.expires_at == at + timedelta(days=365)
    assert next_due(session, first) == at + timedelta(days=335)


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_mandate_ends_in_the_future_and_within_the_longest_term(
    session, city, first, founder, act, days
):
    with pytest.raises(Invalid) as refused:
        mandates.renew(
            session,
            mandate_id=first.id,
            expires_at=later(days=days),
            actor=act(founder),
            now=NOW,
            city=city,
        )
    assert refused.value.errors[0].field == "expires_at"
