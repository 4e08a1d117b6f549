"""Registration, editing and verification of organisations."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from scenario_market.demo.fiction import fictitious
from scenario_market.domain.attachments import attaching
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import organisations, queries
from scenario_market.domain.parties.models import Mandate, Organisation
from scenario_market.domain.permissions import SCOPES
from tests import factories
from tests.factories import NOW, USCCS, later

FIELDS = {
    "name": "武汉测试光电有限公司",
    "district": "洪山",
    "owner_type": "民营企业",
    "address": "珞喻路1号",
}


@pytest.fixture
def founder(session):
    return factories.person(session)


@pytest.fixture
def organisation(session, city, founder, act):
    return organisations.register(
        session, uscc_text=USCCS[0], fields=FIELDS, actor=act(founder), now=NOW, city=city
    )


@pytest.fixture
def officer(session):
    return factories.officer(factories.person(session))


def ask(session, city, organisation, actor):
    return organisations.ask_verification(
        session,
        organisation_id=organisation.id,
        version=organisation.version,
        actor=actor,
        now=NOW,
        city=city,
    )


def test_who_registers_an_organisation_gets_a_mandate_with_every_scope(
    organisation, founder, act, kinds
):
    actor = act(founder)
    assert actor.mandates == {organisation.id: frozenset(SCOPES)}
    assert actor.roles == {"enterprise", "provider"}
    assert organisation.state == "unverified"
    assert kinds() == ["organisation.registered", "organisation.mandate_granted"]


def test_codes_are_normalised_and_names_of_codes_understood(session, city, founder, act):
    row = organisations.register(
        session,
        uscc_text=" ９１３５０１００ｍ０００１００ｙ４３ ",
        fields=FIELDS,
        actor=act(founder),
        now=NOW,
        city=city,
    )
    assert (row.uscc, row.district, row.owner_type) == (USCCS[0], "420111", "private")


def test_a_registered_code_gives_only_the_hint_to_ask_for_an_invitation(
    session, city, organisation, act
):
    stranger = factories.person(session)
    with pytest.raises(AlreadyDone) as refused:
        organisations.register(
            session,
            uscc_text=USCCS[0],
            fields=FIELDS | {"name": "别的名字"},
            actor=act(stranger),
            now=NOW,
            city=city,
        )
    assert refused.value.rule == "ask_for_invitation"
    assert refused.value.params == {"uscc": USCCS[0]}
    assert act(stranger).mandates == {}


def test_every_wrong_field_of_a_registration_is_named_at_once(session, city, founder, act):
    with pytest.raises(Invalid) as refused:
        organisations.register(
            session,
            uscc_text="91350100M000100Y4Z",
            fields={"name": " ", "district": "不存在区", "address": "长" * 301, "colour": "red"},
            actor=act(founder),
            now=NOW,
            city=city,
        )
    assert {(e.field, e.rule) for e in refused.value.errors} == {
        ("uscc", "uscc_alphabet"),
        ("name", "required"),
        ("district", "unknown_code"),
        ("address", "too_long"),
        ("colour", "unknown_field"),
    }


def test_nobody_registers_without_signing_in(session, city):
    from scenario_market.domain.actor import PUBLIC

    with pytest.raises(NotSignedIn):
        organisations.register(
            session, uscc_text=USCCS[0], fields=FIELDS, actor=PUBLIC, now=NOW, city=city
        )


def test_an_edit_counts_a_version_and_a_stale_one_is_refused(
    session, city, organisation, founder, act, kinds
):
    row = organisations.edit(
        session,
        organisation_id=organisation.id,
        version=1,
        fields={"address": "光谷大道2号"},
        actor=act(founder),
        now=later(hours=1),
        city=city,
    )
    assert (row.version, row.address, row.updated_at) == (2, "光谷大道2号", later(hours=1))
    assert kinds()[-1] == "organisation.edited"
    with pytest.raises(StaleVersion):
        organisations.edit(
            session,
            organisation_id=organisation.id,
            version=1,
            fields={"address": "x"},
            actor=act(founder),
            now=NOW,
            city=city,
        )


def test_an_edit_that_changes_nothing_records_nothing(
    session, city, organisation, founder, act, kinds
):
    before = kinds()
    row = organisations.edit(
        session,
        organisation_id=organisation.id,
        version=1,
        fields={"address": "珞喻路1号"},
        actor=act(founder),
        now=NOW,
        city=city,
    )
    assert row.version == 1
    assert kinds() == before


def test_a_rival_neither_sees_nor_edits_the_organisation(session, city, organisation, act):
    rival = factories.person(session)
    other = organisations.register(
        session, uscc_text=USCCS[1], fields=FIELDS, actor=act(rival), now=NOW, city=city
    )
    actor = act(rival)
    with pytest.raises(NotFound):
        queries.organisation(session, organisation.id, actor=actor)
    with pytest.raises(NotFound):
        queries.mandates(session, organisation.id, actor=actor)
    with pytest.raises(NotFound):
        queries.invitations(session, organisation.id, actor=actor)
    with pytest.raises(NotFound):
        organisations.edit(
            session,
            organisation_id=organisation.id,
            version=None,
            fields={"address": "x"},
            actor=actor,
            now=NOW,
            city=city,
        )
    with pytest.raises(NotFound):
        ask(session, city, organisation, actor)
    assert [row.id for row in queries.organisations(session, actor=actor).rows] == [other.id]


def test_who_may_only_post_needs_does_not_edit_the_organisation(
    session, city, organisation, founder, act, bring_in
):
    clerk = factories.person(session)
    bring_in(organisation, founder, clerk, "demands")
    with pytest.raises(NotPermitted) as refused:
        organisations.edit(
            session,
            organisation_id=organisation.id,
            version=None,
            fields={"address": "x"},
            actor=act(clerk),
            now=NOW,
            city=city,
        )
    assert refused.value.rule == "scope_missing"


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


def test_the_office_pages_through_all_organisations_and_filters_them(session, officer):
    for n in range(5):
        session.add(
            Organisation(
                uscc=f"{n:018}",
                name=f"第{n}家_公司",
                state="pending" if n % 2 else "verified",
                created_at=NOW,
                updated_at=NOW,
            )
        )
    session.flush()
    seen, after = [], None
    while True:
        page = queries.organisations(session, actor=officer, after=after, limit=2)
        seen += [row.name for row in page.rows]
        if (after := page.after) is None:
            break
    assert seen == [f"第{n}家_公司" for n in (4, 3, 2, 1, 0)]
    pending = queries.organisations(session, actor=officer, state="pending").rows
    assert [row.name for row in pending] == ["第3家_公司", "第1家_公司"]
    assert len(queries.organisations(session, actor=officer, name="第3家_").rows) == 1
    assert queries.organisations(session, actor=officer, name="%").rows == []
    found = queries.organisations(
        session, actor=officer, uscc_text="００００００００００００００００００"
    ).rows
    assert [row.name for row in found] == ["第0家_公司"]


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
    attaching.remove(session, letter.id, version=None, actor=act(founder), now=NOW)
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


def test_nobody_keeps_many_codes_that_the_office_has_not_verified(session, city, founder, act):
    limit = city.policy["account"]["organisations_open"]

    def register(number):
        return organisations.register(
            session,
            uscc_text=fictitious(number),
            fields={"name": f"囤积{number}"},
            actor=act(founder),
            now=NOW,
            city=city,
        )

    kept = [register(number) for number in range(limit)]
    with pytest.raises(RuleRefused) as refused:
        register(limit)
    assert (refused.value.rule, refused.value.params) == (
        "too_many_organisations",
        {"limit": limit},
    )
    session.execute(
        update(Organisation).where(Organisation.id == kept[0].id).values(state="verified")
    )
    assert register(limit).id
