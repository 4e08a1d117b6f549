"""The demonstration's people: enough of each role for every act that the rules want apart."""

from collections import Counter

from scenario_market.demo import accounts, people
from scenario_market.domain.parties.models import Person
from tests.factories import NOW


def test_there_are_as_many_officers_as_decisions_want_apart(session, city):
    made = people.make_people(session, now=NOW, city=city)
    held = Counter(role for key in made.values() for role in people.actor(session, key, NOW).roles)
    assert held["office_lead"] >= 2  # one decides, another hears the appeal
    assert held["office_reviewer"] >= 3  # the three readings
    assert held["office_reviewer"] + held["office_lead"] >= city.policy["demand"]["approvals"] + 1


def test_every_account_is_marked_and_has_its_own_number_and_line(session, city):
    made = people.make_people(session, now=NOW, city=city)
    rows = [session.get(Person, key) for key in made.values()]
    assert all(row.is_demo and "演示" in row.name for row in rows)
    assert len({row.mobile for row in rows}) == len(accounts.ACCOUNTS)
    assert all(row.mobile in accounts.table() for row in rows)
