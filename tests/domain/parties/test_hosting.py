"""Laboratories and innovation centres: recorded by the office with its source, and no word of their own."""

import pytest

from scenario_market.domain.errors import Invalid, NotPermitted, RuleRefused, StaleVersion
from scenario_market.domain.parties import hosting, queries
from tests import factories
from tests.factories import NOW

SOURCE = "市科创局公布的首批名单"


@pytest.fixture
def organisation(session):
    return factories.organisation(session)


@pytest.fixture
def record(session, organisation):
    def record(kinds, *, source=SOURCE, actor=None, version=None):
        return hosting.record(
            session,
            organisation.id,
            actor=actor or factories.officer(factories.person(session)),
            now=NOW,
            version=version,
            kinds=kinds,
            source=source,
        )

    return record


def test_the_office_records_what_an_organisation_is_and_takes_it_back(
    session, organisation, record
):
    record(["innovation_centre", "laboratory"], version=1)
    assert (organisation.host_kinds, organisation.version) == (
        ["laboratory", "innovation_centre"],
        2,
    )
    officer = factories.officer(factories.person(session))
    assert queries.detail(session, organisation.id, actor=officer)["hosting"] == {
        "kinds": ["laboratory", "innovation_centre"],
        "source": SOURCE,
    }
    owner = factories.owner_of(organisation, factories.person(session))
    assert "hosting" not in queries.detail(session, organisation.id, actor=owner)
    record([], source="建设期满，2026-03-01撤销")
    assert organisation.host_kinds == []


def test_what_is_recorded_has_a_known_kind_a_source_and_changes_something(record):
    for kinds, source in ((["institute"], SOURCE), (["laboratory"], " ")):
        with pytest.raises(Invalid):
            record(kinds, source=source)
    record(["laboratory"])
    with pytest.raises(RuleRefused) as refused:
        record(["laboratory"])
    assert refused.value.rule == "nothing_changed"
    with pytest.raises(StaleVersion):
        record([], version=1)


def test_nobody_names_himself(session, organisation, record):
    with pytest.raises(NotPermitted):
        record(["laboratory"], actor=factories.owner_of(organisation, factories.person(session)))
    person = factories.person(session)
    factories.mandate(session, organisation.id, person.id, "demands")
    with pytest.raises(RuleRefused) as refused:
        record(["laboratory"], actor=factories.officer(person))
    assert refused.value.rule == "own_organisation"
