"""The demonstration's calls: each carried by the real commands to where it is to stand."""

import pytest
from sqlalchemy import select

from scenario_market import settings as settings_module
from scenario_market.demo import city as demonstration
from scenario_market.demo import lives, people
from scenario_market.demo.call_texts import calls
from scenario_market.demo.story import Keys
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.outbox import EventRecord
from scenario_market.vault import holding
from tests.factories import NOW


@pytest.fixture
def keys(tmp_path):
    made = settings_module.load({"SM_DATA_DIR": str(tmp_path)})
    return Keys(holding.web(made), holding.opener(made))


@pytest.fixture
def told(session, city, keys):
    """The whole past; returns the calls by where they were to stand."""
    then = NOW - demonstration.BEFORE
    people.make_people(session, now=then, city=city)
    demonstration._organisations(session, NOW, city)
    demonstration._calls(keys, session, NOW, city)
    rows = session.scalars(select(Challenge))
    by_title = {row.title: row for row in rows}
    return {one.ends: by_title[one.fields["title"]] for one in calls() if one.ends in lives.BEGUN}


def test_each_call_stands_where_it_is_to_stand(told):
    states = {ends: str(row.state) for ends, row in told.items()}
    assert states == {ends: lives.STATES.get(ends, ends) for ends in lives.BEGUN}


def test_the_past_is_told_in_the_order_of_its_days(told, session):
    calls_only = select(EventRecord.at).where(EventRecord.subject_kind == "challenge")
    instants = session.scalars(calls_only.order_by(EventRecord.id)).all()
    assert instants == sorted(instants)
    assert instants[-1] <= NOW
