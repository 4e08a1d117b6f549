from copy import copy

import pytest

from scenario_market.persistence.database import begin_writing
from tests.domain.evaluation import cases


@pytest.fixture
def cast(session, city):
    return cases.Cast(session, city)


class Played(cases.Cast):
    """A cast that has come to the scoring of a call once; who asks for such a call is given this one."""

    kept = None

    def scoring(self, bids=3, **rules):
        if self.kept is None or bids != 3 or rules:
            return super().scoring(bids, **rules)
        kept, self.kept = self.kept, None
        return kept


@pytest.fixture(scope="module")
def played(shared_database, city):
    """Made once for a module, in a transaction that is never committed."""
    with shared_database.sessions() as session:
        begin_writing(session)
        made = Played(session, city)
        made.kept = made.scoring()
        yield made
        session.rollback()


@pytest.fixture
def played_cast(played):
    """The cast of one test, which changes nothing for the next."""
    made = copy(played)
    made.experts = dict(played.experts)
    with played.session.begin_nested() as savepoint:
        yield made
        savepoint.rollback()
