"""Invitations: who may offer, who may accept, once, in time."""

import pytest
from sqlalchemy import select

from scenario_market.domain.errors import AlreadyDone, NotFound, NotPermitted, RuleRefused, TooMany
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import invitations, mandates, organisations, queries, tenure
from scenario_market.domain.parties.models import Invitation, Mandate
from tests import factories
from tests.factories import NOW, USCCS, later


@pytest.fixture
def boss(session):
    return factories.person(session)


@pytest.fixture
def guest(session):
    return factories.person(session)


@pytest.fixture
def organisation(session, city, boss, act):
    return organisations.register(
        session, uscc_text=USCCS[0], fields={"name": "甲单位"}, actor=act(boss), now=NOW, city=city
    )


@pytest.fixture
def invite(session, city, organisation, boss, act, sent):
    def invite(number, *scopes, by=None, now=NOW):
        return invitations.invite(
            session,
            organisation_id=organisation.id,
            mobile_text=number,
            scopes=scopes or ["demands"],
            send=sent,
            actor=act(by or boss),
            now=now,
            city=city,
        )

    return invite


@pytest.fixture
def accept(session, city, act):
    def accept(code, person, now=NOW):
        return invitations.accept(session, code=code, actor=act(person), now=now, city=city)

    return accept


def test_who_was_invited_accepts_and_acts(organisation, guest, act, invite, accept, sent, kinds):
    row = invite(f"+86 {guest.mobile}", "offers")
    assert (sent[0].mobile, sent[0].organisation) == (guest.mobile, "甲单位")
    accept(sent[0].code, guest)
    assert act(guest).mandates == {organisation.id: frozenset({"offers"})}
    assert row.accepted_at == NOW
    assert kinds()[-3:] == [
        "organisation.member_invited",
        "organisation.mandate_granted",
        "organisation.invitation_accepted",
    ]


def test_the_code_is_kept_as_a_hash_only(session, guest, invite, sent):
    row = invite(guest.mobile)
    session.flush()
    kept = " ".join(str(getattr(row, column.key)) for column in Invitation.__table__.columns)
    assert sent[0].code not in kept
    assert 22 <= len(sent[0].code) <= 35


def test_an_invitation_is_accepted_once(session, city, guest, boss, act, invite, accept, sent):
    invite(guest.mobile)
    mandate = accept(sent[0].code, guest)
    mandates.revoke(
        session,
        mandate_id=mandate.id,
        reason=Reason("left", "离职"),
        actor=act(boss),
        now=NOW,
        city=city,
    )
    with pytest.raises(AlreadyDone) as refused:
        accept(sent[0].code, guest)
    assert refused.value.rule == "invitation_accepted"
    assert act(guest).mandates == {}


def test_a_leaked_code_opens_nothing_for_another_number(session, guest, invite, accept, sent):
    invite(guest.mobile)
    thief = factories.person(session)
    with pytest.raises(NotFound):
        accept(sent[0].code, thief)
    with pytest.raises(NotFound):
        accept("no such code", guest)


def test_an_invitation_runs_out(guest, invite, accept, sent):
    invite(guest.mobile)
    with pytest.raises(RuleRefused) as refused:
        accept(sent[0].code, guest, now=later(days=14))
    assert refused.value.rule == "invitation_expired"


def test_a_cancelled_invitation_is_refused(session, guest, boss, act, invite, accept, sent):
    row = invite(guest.mobile)
    invitations.cancel(session, invitation_id=row.id, actor=act(boss), now=NOW)
    with pytest.raises(RuleRefused) as refused:
        accept(sent[0].code, guest)
    assert refused.value.rule == "invitation_cancelled"


def test_a_new_invitation_replaces_the_earlier_to_the_same_number(guest, invite, accept, sent):
    invite(guest.mobile, "demands")
    invite(guest.mobile, "offers")
    with pytest.raises(RuleRefused):
        accept(sent[0].code, guest)
    assert accept(sent[1].code, guest).scopes == ["offers"]


def test_an_offer_falls_with_its_authors_authority(
    session, city, organisation, guest, boss, act, invite, accept, sent, bring_in
):
    other = factories.person(session)
    manager = bring_in(organisation, boss, other, "manage")
    invite(guest.mobile, "manage", by=other)
    mandates.revoke(
        session,
        mandate_id=manager.id,
        reason=Reason("misuse", "越权"),
        actor=act(boss),
        now=NOW,
        city=city,
    )
    with pytest.raises(RuleRefused) as refused:
        accept(sent[-1].code, guest)
    assert refused.value.rule == "invitation_cancelled"


def test_who_acts_for_the_organisation_already_is_not_invited(boss, invite):
    with pytest.raises(AlreadyDone):
        invite(boss.mobile)


def test_invitations_do_not_tell_whether_a_number_has_an_account(guest, invite):
    known, unknown = invite(guest.mobile), invite("13700000000")
    assert (known.scopes, known.expires_at) == (unknown.scopes, unknown.expires_at)


def test_a_rival_or_a_mere_clerk_neither_invites_nor_cancels(
    session, city, organisation, guest, boss, act, invite, bring_in
):
    row = invite("13700000000")
    bring_in(organisation, boss, guest, "demands")
    with pytest.raises(NotPermitted):
        invite("13700000001", by=guest)
    with pytest.raises(NotPermitted):
        invitations.cancel(session, invitation_id=row.id, actor=act(guest), now=NOW)
    rival = factories.person(session)
    organisations.register(
        session, uscc_text=USCCS[1], fields={"name": "乙"}, actor=act(rival), now=NOW, city=city
    )
    with pytest.raises(NotFound):
        invite("13700000001", by=rival)
    with pytest.raises(NotFound):
        invitations.cancel(session, invitation_id=row.id, actor=act(rival), now=NOW)
    with pytest.raises(NotFound):
        queries.invitations(session, organisation.id, actor=act(guest))


def test_an_organisation_has_so_many_open_invitations_at_most(invite, city):
    for n in range(city.policy["account"]["invitations_open"]):
        invite(f"137000000{n:02}")
    with pytest.raises(RuleRefused) as refused:
        invite("13711111111")
    assert refused.value.rule == "too_many_invitations"


def test_the_office_restores_an_organisation_that_nobody_manages(
    session, city, organisation, boss, guest, act, accept, sent
):
    officer = factories.officer(factories.person(session))
    words = {
        "organisation_id": organisation.id,
        "version": None,
        "mobile_text": guest.mobile,
        "send": sent,
        "actor": officer,
        "city": city,
    }
    with pytest.raises(RuleRefused) as refused:
        invitations.restore(session, now=NOW, **words)
    assert refused.value.rule == "has_manager"
    first = session.scalar(select(Mandate))
    at = first.expires_at
    tenure.fire(session, first.id, now=at, city=city)
    invitations.restore(session, now=at, **words)
    accept(sent[-1].code, guest, now=at)
    assert act(guest, at).acts_for(organisation.id, "manage")


def test_a_refused_organisation_in_wrong_hands_is_given_to_its_own(
    session, city, organisation, boss, guest, act, accept, sent
):
    officer = factories.officer(factories.person(session))
    organisation.state = "refused"
    invitations.restore(
        session,
        organisation_id=organisation.id,
        version=None,
        mobile_text=guest.mobile,
        send=sent,
        actor=officer,
        now=NOW,
        city=city,
    )
    accept(sent[-1].code, guest)
    assert act(boss).mandates == {}
    assert act(guest).acts_for(organisation.id, "manage")


def test_an_officer_does_not_restore_an_organisation_to_himself(session, city, organisation, sent):
    person = factories.person(session)
    organisation.state = "refused"
    with pytest.raises(RuleRefused) as refused:
        invitations.restore(
            session,
            organisation_id=organisation.id,
            version=None,
            mobile_text=person.mobile,
            send=sent,
            actor=factories.officer(person),
            now=NOW,
            city=city,
        )
    assert refused.value.rule == "own_organisation"


def test_an_officer_does_not_restore_an_organisation_that_he_acts_for(
    session, city, organisation, boss, sent
):
    organisation.state = "refused"
    with pytest.raises(RuleRefused) as refused:
        invitations.restore(
            session,
            organisation_id=organisation.id,
            version=None,
            mobile_text=factories.person(session).mobile,
            send=sent,
            actor=factories.officer(boss),
            now=NOW,
            city=city,
        )
    assert refused.value.rule == "own_organisation"


def test_taking_offers_back_wins_no_more_messages_to_a_stranger(
    session, guest, boss, act, invite, city, sent
):
    most = city.policy["account"]["invitations_per_number"]
    for _ in range(most):
        row = invite(guest.mobile)
        invitations.cancel(session, invitation_id=row.id, actor=act(boss), now=NOW)
    with pytest.raises(TooMany) as refused:
        invite(guest.mobile)
    assert refused.value.rule == "invitation_too_soon"
    other = factories.person(session)
    row = organisations.register(
        session, uscc_text=USCCS[1], fields={"name": "乙"}, actor=act(other), now=NOW, city=city
    )
    with pytest.raises(TooMany):  # whoever invites
        invitations.invite(
            session,
            organisation_id=row.id,
            mobile_text=guest.mobile,
            scopes=["demands"],
            send=sent,
            actor=act(other),
            now=NOW,
            city=city,
        )
    assert len(sent) == most
    invite(guest.mobile, now=later(days=1, minutes=1))
    assert len(sent) == most + 1


def test_an_organisation_sends_so_many_offers_a_day(session, boss, act, invite, city, sent):
    most = city.policy["account"]["invitations_per_day"]
    for n in range(most):
        row = invite(f"1380001{n:04}")
        invitations.cancel(session, invitation_id=row.id, actor=act(boss), now=NOW)
    with pytest.raises(TooMany):
        invite("13800029999")
    assert len(sent) == most
