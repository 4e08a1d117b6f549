"""Fixtures of the domain's tests."""

import threading

import pytest

from scenario_market.domain.errors import DomainError


@pytest.fixture
def at_once(database):
    """Runs calls at the same time, each in its unit of work; returns results and refusals in their order."""

    def at_once(*calls):
        barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

        def run(place, call):
            barrier.wait()
            try:
                with database.unit_of_work() as session:
                    results[place] = call(session)
            except DomainError as error:
                results[place] = error

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results

    return at_once
