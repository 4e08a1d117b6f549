"""Mandates: granting, replacing, handing over, ending, and whom they bind."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.errors import AlreadyDone, Invalid, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import invitations, mandates, organisations, people, tenure
from scenario_market.domain.parties.authority import recused_from
from scenario_market.domain.permissions import SCOPES
from tests import factories
from tests.domain.parties.test_tenure import next_due
from tests.factories import NOW, USCCS

LEFT = Reason("left", "已离职")


def revoke(session, city, mandate, actor, reason=LEFT, now=NOW):
    return mandates.revoke(
        session, mandate_id=mandate.id, reason=reason, actor=actor, now=now, city=city
    )


def test_a_revoked_mandate_opens_nothing_from_that_moment(
    session, city, organisation, founder, clerk, act, bring_in, kinds
):
    row = bring_in(organisation, founder, clerk, "demands")
    assert act(clerk).roles == {"enterprise"}
    revoke(session, city, row, act(founder))
    assert act(clerk).roles == frozenset()
    assert act(clerk).mandates == {}
    assert next_due(session, row) is None
    assert kinds()[-1] == "organisation.mandate_ended"
    change = session.scalar(select(StateChange).where(StateChange.subject_kind == "mandate"))
    assert (change.verb, change.reason_code, change.reason_text) == ("revoke", "left", "已离职")


@pytest.mark.parametrize("reason", [None, Reason("left", ""), Reason("expired", "到期")])
def test_a_revocation_owes_a_reason_of_its_list(
    session, city, organisation, founder, clerk, act, bring_in, reason
):
    row = bring_in(organisation, founder, clerk, "demands")
    with pytest.raises(Invalid):
        revoke(session, city, row, act(founder), reason=reason)
    assert act(clerk).mandates


def test_the_last_manager_is_not_revoked_without_successor(session, city, first, founder, act):
    with pytest.raises(RuleRefused) as refused:
        revoke(session, city, first, act(founder))
    assert refused.value.rule == "last_manager"
    with pytest.raises(RuleRefused):
        mandates.replace(
            session,
            mandate_id=first.id,
            scopes=["demands"],
            reason=Reason("scope_changed", "调整"),
            actor=act(founder),
            now=NOW,
            city=city,
        )


def test_a_second_manager_whose_account_is_closed_does_not_count(
    session, city, organisation, first, founder, clerk, act, bring_in
):
    bring_in(organisation, founder, clerk, "manage")
    administrator = factories.officer(factories.person(session), "administrator")
    people.disable(session, person_id=clerk.id, version=None, actor=administrator, now=NOW)
    with pytest.raises(RuleRefused) as refused:
        revoke(session, city, first, act(founder))
    assert refused.value.rule == "last_manager"


def test_with_a_second_manager_the_first_may_go(
    session, city, organisation, first, founder, clerk, act, bring_in
):
    bring_in(organisation, founder, clerk, "manage")
    revoke(session, city, first, act(founder))
    assert act(founder).mandates == {}
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
    session, city, organisation, first, founder, clerk, act, bring_in
):
    bring_in(organisation, founder, clerk, "demands", "offers", "profile")
    with pytest.raises(NotPermitted):
        revoke(session, city, first, act(clerk))


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


def test_a_handover_gives_the_successor_the_scopes_and_ends_the_old_mandate(
    session, city, organisation, first, founder, clerk, act, bring_in
):
    held = bring_in(organisation, founder, clerk, "demands")
    new = mandates.hand_over(
        session,
        mandate_id=first.id,
        successor_person_id=clerk.id,
        actor=act(founder),
        now=NOW,
        city=city,
    )
    assert act(founder).mandates == {}
    assert act(clerk).mandates == {organisation.id: frozenset(SCOPES)}
    assert (first.successor_id, held.successor_id) == (new.id, new.id)
    assert (first.end_cause, new.expires_at) == ("hand_over", first.expires_at)


def test_nobody_is_made_successor_who_never_acted_for_the_organisation(
    session, city, first, founder, clerk, act
):
    with pytest.raises(NotFound):
        mandates.hand_over(
            session,
            mandate_id=first.id,
            successor_person_id=clerk.id,
            actor=act(founder),
            now=NOW,
            city=city,
        )
    assert act(founder).mandates


def test_a_former_colleague_is_granted_again_and_a_stranger_is_not(
    session, city, organisation, founder, clerk, act, bring_in
):
    row = bring_in(organisation, founder, clerk, "demands")
    words = {"organisation_id": organisation.id, "actor": act(founder), "now": NOW, "city": city}
    with pytest.raises(AlreadyDone):
        mandates.grant(session, person_id=clerk.id, scopes=["offers"], **words)
    revoke(session, city, row, act(founder))
    mandates.grant(session, person_id=clerk.id, scopes=["offers"], **words)
    assert act(clerk).roles == {"provider"}
    with pytest.raises(NotFound):
        mandates.grant(session, person_id=factories.person(session).id, scopes=["offers"], **words)


def test_a_replacement_changes_the_scopes_and_keeps_both_on_record(
    session, city, organisation, founder, clerk, act, bring_in
):
    old = bring_in(organisation, founder, clerk, "demands")
    new = mandates.replace(
        session,
        mandate_id=old.id,
        scopes=["profile", "offers"],
        reason=Reason("scope_changed", "岗位调整"),
        actor=act(founder),
        now=NOW,
        city=city,
    )
    assert (old.end_cause, old.successor_id) == ("replace", new.id)
    assert new.scopes == ["offers", "profile"]
    assert act(clerk).roles == {"provider"}


@pytest.mark.parametrize("scopes", [[], ["demands", "everything"]])
def test_unknown_or_no_scopes_are_refused(session, city, organisation, founder, act, sent, scopes):
    with pytest.raises(Invalid) as refused:
        invitations.invite(
            session,
            organisation_id=organisation.id,
            mobile_text="13912345678",
            scopes=scopes,
            send=sent,
            actor=act(founder),
            now=NOW,
            city=city,
        )
    assert refused.value.errors[0].field == "scopes"
    assert sent == []
