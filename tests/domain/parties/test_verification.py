"""Verification of organisations by the office: asked for, decided, taken back, by the letter where one is owed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scenario_market.domain.attachments import attaching
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotPermitted,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import organisations, queries
from scenario_market.domain.parties.models import Mandate
from tests import factories
from tests.domain.parties.cases import ask
from tests.factories import NOW, USCCS


def test_verification_is_asked_for_with_complete_fields_only(session, city, founder, act):
    row = organisations.register(
        session, uscc_text=USCCS[2], fields={"name": "甲"}, actor=act(founder), now=NOW, city=city
    )
    with pytest.raises(Invalid) as refused:
        ask(session, city, row, act(founder))
    assert [e.field for e in refused.value.errors] == ["district", "owner_type", "address"]


def test_the_office_verifies_and_the_verified_name_is_fixed(
    session, city, organisation, founder, officer, act, kinds
):
    ask(session, city, organisation, act(founder))
    organisations.verify(
        session, organisation_id=organisation.id, version=2, actor=officer, now=NOW, city=city
    )
    assert organisation.state == "verified"
    assert kinds()[-2:] == ["organisation.verification_asked", "organisation.verified"]
    with pytest.raises(RuleRefused) as refused:
        organisations.edit(
            session,
            organisation_id=organisation.id,
            version=None,
            fields={"name": "新名字"},
            actor=act(founder),
            now=NOW,
            city=city,
        )
    assert refused.value.rule == "verified_name"


def test_an_officer_who_read_an_older_version_does_not_verify_the_newer(
    session, city, organisation, founder, officer, act
):
    ask(session, city, organisation, act(founder))
    organisations.edit(
        session,
        organisation_id=organisation.id,
        version=2,
        fields={"name": "换了名字"},
        actor=act(founder),
        now=NOW,
        city=city,
    )
    with pytest.raises(StaleVersion):
        organisations.verify(
            session, organisation_id=organisation.id, version=2, actor=officer, now=NOW, city=city
        )


@pytest.mark.parametrize("verb", ["verify", "reject", "revoke"])
def test_an_officer_with_a_mandate_of_the_organisation_does_not_decide_on_it(
    session, city, organisation, founder, act, verb
):
    ask(session, city, organisation, act(founder))
    reason = {} if verb == "verify" else {"reason": Reason("wrong_documents", "不符")}
    with pytest.raises(RuleRefused) as refused:
        getattr(organisations, verb)(
            session,
            organisation_id=organisation.id,
            version=None,
            actor=factories.officer(founder),
            now=NOW,
            city=city,
            **reason,
        )
    assert refused.value.rule == "own_organisation"
    assert organisation.state == "pending"


def test_a_refusal_owes_a_reason_and_can_be_asked_again(
    session, city, organisation, founder, officer, act
):
    ask(session, city, organisation, act(founder))
    for bad in (None, Reason("uscc_mismatch", " "), Reason("licence_illegible", "看不清")):
        with pytest.raises(Invalid):
            organisations.reject(
                session,
                organisation_id=organisation.id,
                version=None,
                reason=bad,
                actor=officer,
                now=NOW,
                city=city,
            )
    organisations.reject(
        session,
        organisation_id=organisation.id,
        version=None,
        reason=Reason("uscc_mismatch", "名称与代码不符"),
        actor=officer,
        now=NOW,
        city=city,
    )
    assert organisation.state == "refused"
    history = queries.decisions(session, organisation.id, actor=act(founder))
    assert (history[-1].reason_code, history[-1].reason_text) == ("uscc_mismatch", "名称与代码不符")
    assert ask(session, city, organisation, act(founder)).state == "pending"


def test_a_verification_is_taken_back_with_reason_and_then_the_name_may_change(
    session, city, organisation, founder, officer, act
):
    ask(session, city, organisation, act(founder))
    organisations.verify(
        session, organisation_id=organisation.id, version=None, actor=officer, now=NOW, city=city
    )
    organisations.revoke(
        session,
        organisation_id=organisation.id,
        version=None,
        reason=Reason("own_request", "单位更名"),
        actor=officer,
        now=NOW,
        city=city,
    )
    row = organisations.edit(
        session,
        organisation_id=organisation.id,
        version=None,
        fields={"name": "新名字"},
        actor=act(founder),
        now=NOW,
        city=city,
    )
    assert (row.state, row.name) == ("refused", "新名字")


def test_only_what_is_pending_is_verified_and_only_by_the_office(
    session, city, organisation, founder, officer, act
):
    with pytest.raises(IllegalMove):
        organisations.verify(
            session,
            organisation_id=organisation.id,
            version=None,
            actor=officer,
            now=NOW,
            city=city,
        )
    with pytest.raises(NotPermitted):
        organisations.verify(
            session,
            organisation_id=organisation.id,
            version=None,
            actor=act(founder),
            now=NOW,
            city=city,
        )


@pytest.fixture
def strict_city(city):
    """A city that wants to see the letter."""
    account = city.policy["account"] | {"mandate_letter_required": True}
    return replace(city, policy=city.policy | {"account": account})


def test_where_the_city_wants_a_letter_none_is_verified_without(
    session, strict_city, organisation, founder, officer, act
):
    with pytest.raises(RuleRefused) as refused:
        ask(session, strict_city, organisation, act(founder))
    assert refused.value.rule == "mandate_letter_missing"
    mandate = session.scalars(
        select(Mandate).where(Mandate.organisation_id == organisation.id)
    ).one()
    upload = Upload("授权书.pdf", "application/pdf", 9, "0" * 64, "00/00")
    letter = attaching.attach(
        session,
        "mandate",
        mandate.id,
        purpose="authorisation",
        upload=upload,
        actor=act(founder),
        now=NOW,
        city=strict_city,
    )
    ask(session, strict_city, organisation, act(founder))
    with pytest.raises(RuleRefused, match="attachment_decided"):
        attaching.remove(session, letter.id, version=None, actor=act(founder), now=NOW)
    mandate.attachment_id = None  # of whoever managed then, and does no more
    decision = {
        "organisation_id": organisation.id,
        "version": None,
        "actor": officer,
        "now": NOW,
        "city": strict_city,
    }
    with pytest.raises(RuleRefused) as refused:
        organisations.verify(session, **decision)
    assert refused.value.rule == "mandate_letter_missing"
    attaching.attach(
        session,
        "mandate",
        mandate.id,
        purpose="authorisation",
        upload=upload,
        actor=act(founder),
        now=NOW,
        city=strict_city,
    )
    assert queries.mandate(session, mandate.id, actor=officer).attachment_id is not None
    assert organisations.verify(session, **decision).state == "verified"
