"""Who controls whom: recorded by the office with its source, never in a circle, read by the office."""

import pytest
from sqlalchemy import select

from scenario_market.domain.errors import Invalid, NotPermitted, RuleRefused, StaleVersion
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties import control, queries
from tests import factories
from tests.factories import NOW

SOURCE = "国家企业信用信息公示系统，2026-03-01查询"


@pytest.fixture
def organisations(session):
    """Four of them, in no relation."""
    return [
        factories.organisation(session, uscc=f"9{place:017}", name=f"单位{place}")
        for place in range(4)
    ]


@pytest.fixture
def officer(session):
    return factories.officer(factories.person(session))


@pytest.fixture
def record(session, officer):
    """Records who controls an organisation, by the officer."""

    def record(row, controller, *, source=SOURCE, actor=officer, version=None):
        return control.record(
            session,
            row.id,
            actor=actor,
            now=NOW,
            version=version,
            controlled_by_id=controller and controller.id,
            source=source,
        )

    return record


def test_the_office_records_control_with_its_source_and_reads_it_and_nobody_else(
    session, organisations, officer, record
):
    above, below, *_ = organisations
    record(below, above, version=1)
    assert below.version == 2
    session.flush()
    shown = queries.detail(session, below.id, actor=officer)["control"]
    assert shown["organisation"]["name"] == above.name
    assert shown["source"] == SOURCE
    manager = factories.owner_of(below, factories.person(session))
    assert "control" not in queries.detail(session, below.id, actor=manager)
    record(below, None, source="股权已转让，见2026-04-01公告")
    assert queries.detail(session, below.id, actor=officer)["control"] is None
    told = select(EventRecord.payload).where(EventRecord.kind == "organisation.control_recorded")
    assert session.scalars(told.order_by(EventRecord.id)).all() == [
        {"controlled_by_id": above.id},
        {"controlled_by_id": None},
    ]


def test_nobody_controls_himself_directly_or_through_others(organisations, record):
    first, second, third, other = organisations
    record(second, first)
    record(third, second)
    for row, controller in ((first, first), (first, second), (first, third), (second, third)):
        with pytest.raises(RuleRefused, match="control_circle"):
            record(row, controller)
    record(first, other)


def test_control_is_followed_through_the_chain(session, organisations, record):
    first, second, third, other = organisations
    record(second, first)
    record(third, second)
    assert control.is_under(session, third.id, first.id)
    assert not control.is_under(session, first.id, third.id)
    assert control.groups(session, [first.id])[first.id] == {first.id, second.id, third.id}
    assert control.sides(session, [third.id, other.id]) == {
        third.id: {first.id, second.id, third.id},
        other.id: {other.id},
    }


def test_even_a_circle_in_the_books_ends(session, organisations):
    first, second, *_ = organisations
    first.controlled_by_id, second.controlled_by_id = second.id, first.id
    session.flush()
    both = {first.id, second.id}
    assert control.groups(session, [first.id])[first.id] == both
    assert control.sides(session, [first.id])[first.id] == both
    assert control.is_under(session, first.id, second.id)


@pytest.mark.parametrize(
    ("source", "rule"), [("", "required"), (" ", "required"), ("长" * 501, "too_long")]
)
def test_a_source_is_needed_and_has_its_length(organisations, record, source, rule):
    with pytest.raises(Invalid) as refused:
        record(organisations[0], organisations[1], source=source)
    assert [(e.field, e.rule) for e in refused.value.errors] == [("source", rule)]


def test_an_unknown_organisation_a_stale_version_and_no_change_are_refused(
    session, officer, organisations, record
):
    first, second, *_ = organisations
    with pytest.raises(Invalid) as refused:
        control.record(
            session,
            first.id,
            actor=officer,
            now=NOW,
            version=None,
            controlled_by_id=10**9,
            source=SOURCE,
        )
    assert [(e.field, e.rule) for e in refused.value.errors] == [("controlled_by_id", "unknown")]
    with pytest.raises(StaleVersion):
        record(first, second, version=7)
    record(first, second)
    with pytest.raises(RuleRefused, match="nothing_changed"):
        record(first, second)


def test_only_an_officer_who_acts_for_neither_records_it(session, organisations, officer, record):
    first, second, *_ = organisations
    with pytest.raises(NotPermitted):
        record(first, second, actor=factories.owner_of(first, factories.person(session)))
    factories.mandate(session, second.id, officer.person_id, "profile")
    with pytest.raises(RuleRefused, match="own_organisation"):
        record(first, second)
    with pytest.raises(RuleRefused, match="own_organisation"):
        record(second, first)


def test_two_who_close_a_circle_at_once_do_not_both(database, at_once):
    with database.unit_of_work() as session:
        keys = [factories.organisation(session, uscc=f"9{place:017}").id for place in range(2)]
        officer = factories.officer(factories.person(session))

    def link(row, controller):
        return lambda session: (
            control.record(
                session,
                row,
                actor=officer,
                now=NOW,
                version=None,
                controlled_by_id=controller,
                source=SOURCE,
            ).id
        )

    results = at_once(link(*keys), link(*reversed(keys)))
    assert sorted(isinstance(one, RuleRefused) for one in results) == [False, True]
