"""Registration and editing of organisations, and the office's list of them."""

import pytest
from sqlalchemy import update

from scenario_market.demo.fiction import fictitious
from scenario_market.domain.errors import (
    AlreadyDone,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.parties import organisations, queries
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import SCOPES
from tests import factories
from tests.domain.parties.cases import FIELDS, ask
from tests.factories import NOW, USCCS, later


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
