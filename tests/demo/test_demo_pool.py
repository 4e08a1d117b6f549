"""The demonstration pool comes in through the import."""

from sqlalchemy import func, select

from scenario_market.demo import people, pool_import
from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.parties.actors import actor_of_person
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers import browsing
from scenario_market.domain.providers.browsing import Filters
from scenario_market.domain.providers.models import Provider, ProviderTag


def test_the_pool_of_500_is_imported_once_marked_as_fictitious_and_answers_by_its_account(
    database, city, tmp_path
):
    with database.unit_of_work() as session:
        made = people.make_people(session, now=clock.now(session), city=city)
    files = Directory(tmp_path)
    assert pool_import.load(database, city, files) is True
    assert pool_import.load(database, city, files) is False
    with database.reading() as session:
        states = session.execute(select(Provider.state, func.count()).group_by(Provider.state))
        assert [tuple(row) for row in states] == [("admitted", 500)]
        assert session.scalars(select(Organisation.is_fictitious).distinct()).all() == [True]
        tags = select(ProviderTag.code, func.count()).where(ProviderTag.kind == "categories")
        counted = dict(map(tuple, session.execute(tags.group_by(ProviderTag.code))))
        assert (counted["diagnosis"], counted["solution"]) == (142, 186)
        provider = actor_of_person(session, made["provider"], clock.now(session))
        assert len(browsing.list_providers(session, Filters(), actor=provider).rows) == 1
