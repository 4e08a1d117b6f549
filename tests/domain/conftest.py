"""Fixtures of the domain's tests."""

from functools import partial

import pytest

from scenario_market.domain.errors import DomainError
from tests import crowd


@pytest.fixture
def at_once(database):
    """Runs calls at the same time, each in its unit of work; returns results and refusals in their order.

    What the database refuses, as a deadlock, is raised.
    """

    def at_once(*calls):
        results = [None] * len(calls)

        def run(place, call):
            try:
                with database.unit_of_work() as session:
                    results[place] = call(session)
            except DomainError as error:
                results[place] = error

        crowd.at_once(*(partial(run, *pair) for pair in enumerate(calls)))
        return results

    return at_once
