"""Who sees which providers, and what matching reads of them."""

import re
from datetime import date

import pytest
from sqlalchemy import event, insert, text

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.errors import NotFound, NotPermitted, NotSignedIn
from scenario_market.domain.imports import queries as imports
from scenario_market.domain.matching.profile import Certificate, Honour, Offering, Profile
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers import browsing, offerings, profile, profiles, queries
from scenario_market.domain.providers.browsing import Filters
from scenario_market.domain.providers.credential_rules import Declared
from scenario_market.domain.providers.models import Provider
from tests import factories
from tests.domain.providers.conftest import COMPLETE
from tests.factories import NOW
from tests.statements import explained, plan_of


@pytest.fixture
def pool(session, world):
    """Four more providers: three in the pool, one of them warned, and one suspended."""
    made = []
    states = ["admitted", "warned", "admitted", "suspended"]
    from scenario_market.domain.providers import tags
    from scenario_market.domain.providers.models import Provider

    for n, state in enumerate(states):
        organisation = factories.organisation(
            session, f"9100000000000000{n:02}", name=f"东湖{n}号科技"
        )
        row = Provider(
            organisation_id=organisation.id,
            state=state,
            is_listed=n != 2,
            domains=["water"] if n % 2 else ["energy"],
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(row)
        session.flush()
        tags.write(session, [(row.id, {"domains": row.domains})])
        made.append(row)
    return made


def keys(page):
    return [row["id"] for row in page.rows]


def test_the_office_pages_through_all_providers_newest_first(session, world, pool):
    first = browsing.list_providers(session, Filters(), actor=world.reviewer, limit=3)
    rest = browsing.list_providers(
        session, Filters(), actor=world.reviewer, after=first.after, limit=3
    )
    assert keys(first) + keys(rest) == [row.id for row in reversed(pool)] + [world.id]
    assert rest.after is None


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"state": "warned"}, [1]),
        ({"domain": "water"}, [3, 1]),
        ({"domain": "water", "state": "suspended"}, [3]),
        ({"text": "2号"}, [2]),
        ({"text": "%"}, []),
        ({"text": "910000000000000003"}, [3]),
        ({"district": "420102"}, []),
    ],
)
def test_the_list_is_narrowed(session, world, pool, filters, wanted):
    page = browsing.list_providers(session, Filters(**filters), actor=world.reviewer)
    assert keys(page) == [pool[n].id for n in wanted]


def test_the_public_sees_who_is_in_the_pool_and_wants_to_be_listed(session, world, pool):
    assert keys(browsing.directory(session, Filters())) == [pool[1].id, pool[0].id]
    assert keys(browsing.directory(session, Filters(domain="energy"))) == [pool[0].id]


def test_the_directory_does_not_find_what_is_not_listed(session, world, pool):
    assert queries.get_listed(session, pool[0].id).id == pool[0].id
    for row in (pool[2], pool[3], world.row):
        with pytest.raises(NotFound):
            queries.get_listed(session, row.id)


def test_the_whole_profile_is_for_the_office_the_watch_and_the_provider_itself(
    session, world, pool
):
    watch = factories.officer(world.people[2], "discipline_observer")
    for actor in (world.keeper, world.reviewer, watch):
        assert queries.get_provider(session, world.id, actor=actor).id == world.id
    for actor in (PUBLIC, world.rival):
        for row in (world.row, pool[0]):
            with pytest.raises(NotFound):
                queries.get_provider(session, row.id, actor=actor)


def test_a_provider_lists_only_its_own(session, world, pool):
    assert keys(browsing.list_providers(session, Filters(), actor=world.keeper)) == [world.id]


def test_the_list_is_not_for_the_public_or_a_needs_owner(session, world):
    with pytest.raises(NotSignedIn):
        browsing.list_providers(session, Filters(), actor=PUBLIC)
    owner = factories.owner_of(world.organisation, world.people[0])
    with pytest.raises(NotPermitted):
        browsing.list_providers(session, Filters(), actor=owner)


def test_history_is_hidden_from_rivals_even_of_a_listed_provider(session, world, pool):
    with pytest.raises(NotFound):
        queries.history(session, pool[0].id, actor=world.rival)
    assert queries.history(session, pool[0].id, actor=world.reviewer) == []


def test_a_row_becomes_the_profile_that_matching_reads(session, world, edit, city, admitted):
    context = {"version": None, "actor": world.keeper, "now": NOW, "city": city}
    offering = offerings.add_offering(
        session, world.id, {"title": "诊断", "summary": "上门"}, **context
    )
    gone = offerings.add_offering(session, world.id, {"title": "旧"}, **context)
    context.pop("city")
    offerings.retire_offering(session, world.id, gone.id, **context)
    profile.set_credentials(
        session,
        world.id,
        [
            Declared("honour", "小巨人", expires_on=date(2027, 1, 1)),
            Declared("certificate", "cmmi5"),
        ],
        city=city,
        **context,
    )
    session.flush()
    assert list(profiles.stream(session)) == [
        Profile(
            provider_id=world.id,
            organisation_id=world.organisation.id,
            key=world.organisation.uscc,
            name="武汉甲公司",
            categories=frozenset({"diagnosis"}),
            service_types=frozenset({"diagnosis"}),
            domains=frozenset({"industrial_park"}),
            capabilities=COMPLETE["capabilities"],
            text=COMPLETE["introduction"],
            honours=(Honour("little_giant", date(2027, 1, 1)),),
            certificates=(Certificate("cmmi", 5),),
            offerings=(Offering(offering.id, "诊断", "上门"),),
        )
    ]


def test_profiles_come_by_range_by_keys_by_change_and_by_state(session, world, pool):
    def found(*arguments, **limits):
        return [one.provider_id for one in profiles.stream(session, *arguments, **limits)]

    ids = [row.id for row in pool]
    assert found() == ids[:3]
    assert found(ids) == ids[:3]
    assert found([]) == []
    assert found(after_id=ids[0], until_id=ids[1]) == [ids[1]]
    assert found(states=None, after_id=world.id) == ids
    assert found(changed_since=factories.later(seconds=1)) == []
    assert [one.state for one in profiles.stream(session, states=None)] == [
        "draft",
        "admitted",
        "admitted",
        "admitted",
        "suspended",
    ]


def test_three_statements_read_the_whole_pool(session, pool):
    statements = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    assert len(list(profiles.stream(session))) == 3
    assert len(statements) == 3


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({"state": "admitted"}, "ix_provider_state"),
        ({"domain": "water"}, "ix_provider_tag_code|pk_provider_tag|autoindex_provider_tag_1"),
    ],
)
def test_a_narrowed_list_is_read_by_an_index(session, world, pool, filters, index):
    filters = Filters(**filters)
    plan = plan_of(
        session, lambda: browsing.list_providers(session, filters, actor=world.reviewer, limit=2)
    )
    assert re.search(index, plan), plan
    assert "SCAN organisation" not in plan


def test_the_directory_is_read_in_the_order_of_its_index(session, world, pool):
    plan = plan_of(session, lambda: browsing.directory(session, Filters(), limit=2))
    # SQLite walks the table itself, whose order is the key's: without statistics it thinks both alike.
    assert "ix_provider_listed" in plan or "SCAN provider" in plan, plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_the_directory_is_not_sorted_when_the_database_has_counted_its_rows(session, world):
    """PostgreSQL took a wrapped state for a rare one, and sorted the whole pool for each page."""
    many = range(1_000)
    stamps = {"created_at": NOW, "updated_at": NOW, "version": 1}
    keys = session.scalars(
        insert(Organisation).returning(Organisation.id),
        [{"uscc": f"92{n:016}", "name": f"{n}号", "state": "verified", **stamps} for n in many],
    ).all()
    session.execute(
        insert(Provider),
        [
            {"organisation_id": key, "state": "admitted", "is_listed": True, **stamps}
            for key in keys
        ],
    )
    for table in ("organisation", "provider"):
        session.execute(text(f"ANALYZE {table}"))
    plan = explained(session, lambda: browsing.directory(session, Filters()))
    assert re.search("ix_provider_listed|pk_provider|SCAN provider", plan), plan
    assert "Sort" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan


def test_appeals_and_imports_are_read_without_a_sort(session, world):
    actor = world.lead
    for run in (
        lambda: queries.list_appeals(session, actor=actor, open_only=True, limit=2),
        lambda: imports.list_imports(session, actor=actor, limit=2),
    ):
        plan = plan_of(session, run)
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan
