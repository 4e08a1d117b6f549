"""What the processes ask of the database while nothing happens: a look each time they wake up, and no writing."""

import pytest
from sqlalchemy import event

from scenario_market.domain import city as city_module
from scenario_market.workers import clock as clock_module
from scenario_market.workers.attempts import Leases
from scenario_market.workers.broker import make_broker
from scenario_market.workers.machine import make_machine
from scenario_market.workers.relay import Relay
from tests.statements import count_statements

A_LOOK = 2  # the time, and what is due by it; SQLite is told besides that a transaction begins


@pytest.fixture
def writing(database):
    """The transactions that began to write."""
    found = []

    def note(connection):
        if connection.get_execution_options().get("writing"):
            found.append(connection)

    event.listen(database.engine, "begin", note)
    return found


def test_an_idle_relay_looks_once_each_time_it_wakes_up(settings, database, writing):
    relay = Relay(settings, database, make_broker(settings.redis_url))
    relay.step()
    writing.clear()  # of the first, which finds Redis new
    assert count_statements(database.engine, relay.step) == A_LOOK + database.is_sqlite
    assert not relay.more  # so it sleeps until it is woken, or for ``poll_seconds``
    assert writing == []


def test_an_idle_clock_looks_once_each_time_it_wakes_up(settings, database, writing):
    city = city_module.load(settings.city_dir)
    look = count_statements(database.engine, lambda: clock_module.fire_due(database, city))
    assert look == A_LOOK + database.is_sqlite
    assert writing == []


def test_a_worker_that_is_at_nothing_renews_nothing(settings):
    machine = make_machine(settings)
    leases = Leases(machine)
    assert count_statements(machine.database.engine, lambda: leases._renew([])) == 0
