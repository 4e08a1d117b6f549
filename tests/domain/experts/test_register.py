"""The register of experts: who keeps what, who reads it, and from which states an expert moves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC, Actor
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
from scenario_market.domain.experts import posts, queries, register
from scenario_market.domain.experts.models import Expert, ExpertField, ExpertPost
from scenario_market.domain.experts.states import EXPERT_MOVES, ExpertState
from scenario_market.domain.moves import Reason
from tests import factories
from tests.domain.experts.cases import NO, Register


@pytest.fixture
def book(session, city):
    return Register(session, city)


def run(book, verb, row, actor=None, version=None, reason=NO):
    given = {"actor": actor or book.officer, "now": book.now, "version": version}
    if verb in ("suspend", "remove"):
        given |= {"reason": reason, "city": book.city}
    return getattr(register, verb)(book.session, row.id, **given)


def expert_in(book, state):
    row = Expert(
        person_id=book.expert_person().id,
        state=state,
        fields=["industrial_park"],
        created_at=book.now,
        updated_at=book.now,
    )
    book.session.add(row)
    book.session.flush()
    return row


@pytest.mark.parametrize("verb", EXPERT_MOVES)
def test_an_expert_is_moved_from_the_states_of_the_table_alone_and_by_the_office_alone(book, verb):
    for state in ExpertState:
        row = expert_in(book, state)
        if state in EXPERT_MOVES[verb].sources:
            with pytest.raises(StaleVersion):
                run(book, verb, row, version=9)
            for other in (book.self_of(row), Actor(person_id=1, roles=frozenset({"auditor"}))):
                with pytest.raises(NotPermitted):
                    run(book, verb, row, actor=other)
            with pytest.raises(NotSignedIn):
                run(book, verb, row, actor=PUBLIC)
            run(book, verb, row)
            assert row.state == EXPERT_MOVES[verb].target
        else:
            with pytest.raises(IllegalMove):
                run(book, verb, row)


@pytest.mark.parametrize("verb", ["suspend", "remove"])
def test_a_negative_move_owes_a_reason_of_the_list(book, verb):
    with pytest.raises(Invalid, match="unknown_code"):
        run(book, verb, book.admitted(), reason=Reason("no_such", "说明"))
    with pytest.raises(Invalid, match="required"):
        run(book, verb, book.admitted(), reason=Reason("other", " "))


def test_only_who_has_an_account_and_is_not_in_it_yet_enters_the_register(book):
    person = book.expert_person()
    book.enter(person)
    with pytest.raises(AlreadyDone, match="in_register"):
        book.enter(person)
    with pytest.raises(Invalid, match="no_account"):
        register.enter(
            book.session, mobile_text="13912345678", fields={}, actor=book.officer, **book.context
        )
    with pytest.raises(NotPermitted):
        book.enter(actor=Actor(person_id=person.id, roles=frozenset({"expert"})))


def test_every_wrong_field_is_named_at_once(book):
    with pytest.raises(Invalid) as refused:
        book.enter(fields=["no_such"], is_finance="yes", name="x", absent_from="soon")
    assert {(e.field, e.rule) for e in refused.value.errors} == {
        ("fields.0", "unknown_code"),
        ("is_finance", "not_a_flag"),
        ("name", "unknown_field"),
        ("absent_from", "not_a_date"),
    }
    with pytest.raises(Invalid, match="before_start"):
        book.enter(absent_from="2026-05-02", absent_until="2026-05-01")


def test_who_has_no_field_or_no_role_is_not_admitted_and_nobody_admits_himself(book):
    with pytest.raises(RuleRefused, match="no_field"):
        book.admitted(fields=[])
    book.admitted(fields=[], is_finance=True)
    with pytest.raises(RuleRefused, match="expert_role_missing"):
        book.admitted(book.expert_person(role=None))
    with pytest.raises(RuleRefused, match="expert_role_missing"):
        book.admitted(book.expert_person(role="auditor"))
    row = book.enter()
    both = Actor(person_id=row.person_id, roles=frozenset({"expert", "office_reviewer"}))
    for verb in EXPERT_MOVES:
        with pytest.raises(RuleRefused, match="own_expertise"):
            run(book, verb, row, actor=both)


def test_an_expert_keeps_title_and_absence_and_the_office_all(book):
    row = book.admitted()
    me = book.self_of(row)

    def edit(actor, version=None, **fields):
        return register.edit(
            book.session, row.id, fields=fields, actor=actor, version=version, **book.context
        )

    edit(me, title="研究员", absent_from="2026-05-01", absent_until="2026-05-31")
    for name, value in (("fields", ["smart_elderly_care"]), ("is_finance", True)):
        with pytest.raises(Invalid, match="unknown_field"):
            edit(me, **{name: value})
    code = next(iter(book.city.codes["scenario_domains"])).code
    edit(book.officer, fields=[code], is_finance=True)
    assert (row.fields, row.is_finance, row.title) == ([code], True, "研究员")
    coded = book.session.scalars(select(ExpertField.code).where(ExpertField.expert_id == row.id))
    assert coded.all() == [code]
    with pytest.raises(RuleRefused, match="nothing_changed"):
        edit(me, title="研究员")
    with pytest.raises(StaleVersion):
        edit(me, version=1, title="院士")
    with pytest.raises(NotFound):
        edit(book.self_of(book.admitted()), title="别人")
    run(book, "remove", row)
    with pytest.raises(RuleRefused, match="expert_removed"):
        edit(me, title="院士")


def test_a_post_names_a_known_organisation_by_key_or_code_and_another_by_name(book):
    row = book.admitted()
    known = factories.organisation(book.session, name="武汉测试股份")
    for given in ({"organisation_id": known.id}, {"uscc": known.uscc.lower()}):
        post = book.post(row, organisation_name="", **given)
        assert (post.organisation_id, post.organisation_name) == (known.id, "武汉测试股份")
    other = book.post(row)
    assert (other.organisation_id, other.organisation_name) == (None, "测试大学")
    with pytest.raises(Invalid) as refused:
        book.post(row, kind="friend", starts_on="2015", uscc="91350100M000100Y4Z")
    assert {(e.field, e.rule) for e in refused.value.errors} == {
        ("kind", "unknown_code"),
        ("starts_on", "not_a_date"),
        ("uscc", "uscc_alphabet"),
    }
    for given, field in (
        ({"organisation_name": " "}, "organisation_name: required"),
        ({"organisation_id": 10**6}, "organisation_id: unknown"),
        ({"ends_on": "2015-08-31"}, "ends_on: before_start"),
    ):
        with pytest.raises(Invalid, match=field):
            book.post(row, **given)


def test_nobody_edits_himself_out_of_a_conflict(book):
    row = book.admitted()
    me, today = book.self_of(row), book.city.day(book.now)
    post = book.post(row, actor=me)

    def end(actor, day):
        return posts.end(
            book.session, row.id, post.id, ends_on=day, actor=actor, version=None, **book.context
        )

    with pytest.raises(NotPermitted):
        posts.strike(book.session, row.id, post.id, actor=me, now=book.now, version=None)
    with pytest.raises(Invalid, match="past_by_office"):
        end(me, today - timedelta(days=1))
    with pytest.raises(NotFound):
        end(book.self_of(book.admitted()), today)
    end(me, today)
    with pytest.raises(RuleRefused, match="post_ended"):
        end(book.officer, today)
    posts.strike(book.session, row.id, post.id, actor=book.officer, now=book.now, version=None)
    assert queries.expert(book.session, row.id, actor=me)["posts"] == []
    assert book.session.get(ExpertPost, post.id).struck_at == book.now
    earlier = book.post(row)
    posts.end(
        book.session,
        row.id,
        earlier.id,
        ends_on=today - timedelta(days=400),
        actor=book.officer,
        version=None,
        **book.context,
    )


def test_the_office_and_who_watches_read_the_register_and_an_expert_himself_alone(book):
    rows = [book.admitted(), book.admitted(fields=[], is_finance=True), book.enter()]
    watch = Actor(person_id=1, roles=frozenset({"auditor"}))

    def found(actor, **given):
        return [one["id"] for one in queries.experts(book.session, actor=actor, **given).rows]

    keys = [row.id for row in rows]
    for actor in (book.officer, watch):
        assert [key for key in found(actor, limit=100) if key in keys] == keys[::-1]
    assert found(book.self_of(rows[0])) == keys[:1]
    assert keys[1] in found(watch, is_finance=True)
    assert set(keys) & set(found(watch, state="active", field="industrial_park")) == {keys[0]}
    with pytest.raises(NotFound):
        queries.expert(book.session, keys[1], actor=book.self_of(rows[0]))
    for actor in (PUBLIC, factories.owner_of(factories.organisation(book.session), rows[0].person)):
        with pytest.raises((NotPermitted, NotSignedIn)):
            queries.experts(book.session, actor=actor)
