"""Mandates: granting, replacing, handing over, renewing, ending, and what the clock owes them."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import AlreadyDone, Invalid, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties import invitations, mandates, organisations, people, tenure
from scenario_market.domain.parties.authority import recused_from
from scenario_market.domain.parties.models import Mandate
from scenario_market.domain.permissions import SCOPES
from tests import factories
from tests.factories import NOW, USCCS, later

LEFT = Reason("left", "已离职")


@pytest.fixture
def boss(session):
    return factories.person(session)


@pytest.fixture
def clerk(session):
    return factories.person(session)


@pytest.fixture
def organisation(session, city, boss, act):
    return organisations.register(
        session, uscc_text=USCCS[0], fields={"name": "甲"}, actor=act(boss), now=NOW, city=city
    )


@pytest.fixture
def first(session, organisation):
    return session.scalar(select(Mandate).where(Mandate.organisation_id == organisation.id))


def revoke(session, city, mandate, actor, reason=LEFT, now=NOW):
    return mandates.revoke(
        session, mandate_id=mandate.id, reason=reason, actor=actor, now=now, city=city
    )


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


def test_a_short_mandate_has_no_reminder_in_the_past(session, organisation, boss, clerk, bring_in):
    row = bring_in(organisation, boss, clerk, "demands", until=later(days=10))
    assert next_due(session, row) == later(days=3)
    other = bring_in(organisation, boss, factories.person(session), "demands", until=later(days=5))
    assert next_due(session, other) == later(days=5)


def test_a_clock_that_slept_over_both_reminders_sends_the_last(session, city, first, kinds):
    tenure.fire(session, first.id, now=first.expires_at - timedelta(days=2), city=city)
    assert kinds().count("organisation.mandate_expiring") == 1
    assert next_due(session, first) == first.expires_at


def test_a_revoked_mandate_opens_nothing_from_that_moment(
    session, city, organisation, boss, clerk, act, bring_in, kinds
):
    row = bring_in(organisation, boss, clerk, "demands")
    assert act(clerk).roles == {"enterprise"}
    revoke(session, city, row, act(boss))
    assert act(clerk).roles == frozenset()
    assert act(clerk).mandates == {}
    assert next_due(session, row) is None
    assert kinds()[-1] == "organisation.mandate_ended"
    change = session.scalar(select(StateChange).where(StateChange.subject_kind == "mandate"))
    assert (change.verb, change.reason_code, change.reason_text) == ("revoke", "left", "已离职")


@pytest.mark.parametrize("reason", [None, Reason("left", ""), Reason("expired", "到期")])
def test_a_revocation_owes_a_reason_of_its_list(
    session, city, organisation, boss, clerk, act, bring_in, reason
):
    row = bring_in(organisation, boss, clerk, "demands")
    with pytest.raises(Invalid):
        revoke(session, city, row, act(boss), reason=reason)
    assert act(clerk).mandates


def test_the_last_manager_is_not_revoked_without_successor(session, city, first, boss, act):
    with pytest.raises(RuleRefused) as refused:
        revoke(session, city, first, act(boss))
    assert refused.value.rule == "last_manager"
    with pytest.raises(RuleRefused):
        mandates.replace(
            session,
            mandate_id=first.id,
            scopes=["demands"],
            reason=Reason("scope_changed", "调整"),
            actor=act(boss),
            now=NOW,
            city=city,
        )


def test_a_second_manager_whose_account_is_closed_does_not_count(
    session, city, organisation, first, boss, clerk, act, bring_in
):
    bring_in(organisation, boss, clerk, "manage")
    administrator = factories.officer(factories.person(session), "administrator")
    people.disable(session, person_id=clerk.id, version=None, actor=administrator, now=NOW)
    with pytest.raises(RuleRefused) as refused:
        revoke(session, city, first, act(boss))
    assert refused.value.rule == "last_manager"


def test_with_a_second_manager_the_first_may_go(
    session, city, organisation, first, boss, clerk, act, bring_in
):
    bring_in(organisation, boss, clerk, "manage")
    revoke(session, city, first, act(boss))
    assert act(boss).mandates == {}
    assert act(clerk).mandates == {organisation.id: frozenset({"manage"})}


def test_a_rival_manager_finds_no_mandate_to_revoke(session, city, first, clerk, act):
    organisations.register(
        session, uscc_text=USCCS[1], fields={"name": "乙"}, actor=act(clerk), now=NOW, city=city
    )
    with pytest.raises(NotFound):
        revoke(session, city, first, act(clerk))
    with pytest.raises(NotFound):
        mandates.renew(session, mandate_id=first.id, actor=act(clerk), now=NOW, city=city)
    with pytest.raises(NotFound):
        mandates.hand_over(
            session,
            mandate_id=first.id,
            successor_person_id=clerk.id,
            actor=act(clerk),
            now=NOW,
            city=city,
        )


def test_a_colleague_without_manage_revokes_nobody(
    session, city, organisation, first, boss, clerk, act, bring_in
):
    bring_in(organisation, boss, clerk, "demands", "offers", "profile")
    with pytest.raises(NotPermitted):
        revoke(session, city, first, act(clerk))


def test_a_mandate_that_has_run_out_opens_nothing_though_the_clock_is_late(
    session, city, organisation, boss, clerk, act, bring_in
):
    row = bring_in(organisation, boss, clerk, "demands", until=later(days=10))
    assert act(clerk, later(days=10) - timedelta(seconds=1)).mandates
    assert act(clerk, later(days=10)).mandates == {}
    assert row.ended_at is None


def test_the_clock_ends_what_has_run_out_once(
    session, city, organisation, boss, clerk, bring_in, kinds
):
    row = bring_in(organisation, boss, clerk, "demands", until=later(days=10))
    tenure.fire(session, row.id, now=later(days=9), city=city)
    assert row.ended_at is None
    for _ in range(2):
        tenure.fire(session, row.id, now=later(days=10), city=city)
    assert (row.ended_at, row.end_cause) == (later(days=10), "expire")
    assert kinds().count("organisation.mandate_ended") == 1


@pytest.mark.parametrize(
    ("ends", "until"),
    [("2026-05-31T09:30", "2027-05-31"), ("2028-02-29T09:30", "2029-02-28")],
)
def test_an_ended_mandate_binds_its_holder_as_an_officer_for_the_citys_months(
    session, city, organisation, act, ends, until
):
    officer = factories.person(session)
    ends = datetime.fromisoformat(f"{ends}+08:00")
    row = factories.mandate(session, organisation.id, officer.id, expires_at=ends)
    tenure.fire(session, row.id, now=ends, city=city)
    assert row.recused_until == city.end_of(date.fromisoformat(until))
    before = row.recused_until - timedelta(seconds=1)
    assert recused_from(session, [officer.id, None], now=before) == {organisation.id}
    assert recused_from(session, [officer.id, None], now=row.recused_until) == set()


def test_a_renewal_moves_the_end_and_the_reminders(session, city, first, boss, act):
    at = NOW + timedelta(days=350)
    mandates.renew(session, mandate_id=first.id, actor=act(boss, at), now=at, city=city)
    assert first.expires_at == at + timedelta(days=365)
    assert next_due(session, first) == at + timedelta(days=335)


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_mandate_ends_in_the_future_and_within_the_longest_term(
    session, city, first, boss, act, days
):
    with pytest.raises(Invalid) as refused:
        mandates.renew(
            session,
            mandate_id=first.id,
            expires_at=later(days=days),
            actor=act(boss),
            now=NOW,
            city=city,
        )
    assert refused.value.errors[0].field == "expires_at"


def test_a_handover_gives_the_successor_the_scopes_and_ends_the_old_mandate(
    session, city, organisation, first, boss, clerk, act, bring_in
):
    held = bring_in(organisation, boss, clerk, "demands")
    new = mandates.hand_over(
        session,
        mandate_id=first.id,
        successor_person_id=clerk.id,
        actor=act(boss),
        now=NOW,
        city=city,
    )
    assert act(boss).mandates == {}
    assert act(clerk).mandates == {organisation.id: frozenset(SCOPES)}
    assert (first.successor_id, held.successor_id) == (new.id, new.id)
    assert (first.end_cause, new.expires_at) == ("hand_over", first.expires_at)


def test_nobody_is_made_successor_who_never_acted_for_the_organisation(
    session, city, first, boss, clerk, act
):
    with pytest.raises(NotFound):
        mandates.hand_over(
            session,
            mandate_id=first.id,
            successor_person_id=clerk.id,
            actor=act(boss),
            now=NOW,
            city=city,
        )
    assert act(boss).mandates


def test_a_former_colleague_is_granted_again_and_a_stranger_is_not(
    session, city, organisation, boss, clerk, act, bring_in
):
    row = bring_in(organisation, boss, clerk, "demands")
    words = {"organisation_id": organisation.id, "actor": act(boss), "now": NOW, "city": city}
    with pytest.raises(AlreadyDone):
        mandates.grant(session, person_id=clerk.id, scopes=["offers"], **words)
    revoke(session, city, row, act(boss))
    mandates.grant(session, person_id=clerk.id, scopes=["offers"], **words)
    assert act(clerk).roles == {"provider"}
    with pytest.raises(NotFound):
        mandates.grant(session, person_id=factories.person(session).id, scopes=["offers"], **words)


def test_a_replacement_changes_the_scopes_and_keeps_both_on_record(
    session, city, organisation, boss, clerk, act, bring_in
):
    old = bring_in(organisation, boss, clerk, "demands")
    new = mandates.replace(
        session,
        mandate_id=old.id,
        scopes=["profile", "offers"],
        reason=Reason("scope_changed", "岗位调整"),
        actor=act(boss),
        now=NOW,
        city=city,
    )
    assert (old.end_cause, old.successor_id) == ("replace", new.id)
    assert new.scopes == ["offers", "profile"]
    assert act(clerk).roles == {"provider"}


@pytest.mark.parametrize("scopes", [[], ["demands", "everything"]])
def test_unknown_or_no_scopes_are_refused(session, city, organisation, boss, act, sent, scopes):
    with pytest.raises(Invalid) as refused:
        invitations.invite(
            session,
            organisation_id=organisation.id,
            mobile_text="13912345678",
            scopes=scopes,
            send=sent,
            actor=act(boss),
            now=NOW,
            city=city,
        )
    assert refused.value.errors[0].field == "scopes"
    assert sent == []
