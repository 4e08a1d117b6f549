"""The three kinds of process behind the web: worker, relay, clock."""

import threading

import dramatiq

from scenario_market.channels.wake import Waker
from scenario_market.domain import city as city_module
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings
from scenario_market.workers import actors
from scenario_market.workers import clock as clock_module
from scenario_market.workers.broker import make_broker
from scenario_market.workers.machine import Machine
from scenario_market.workers.pool import PoolIndex
from scenario_market.workers.relay import Relay
from scenario_market.workers.runner import Leases


def make_machine(settings: Settings) -> Machine:
    """What one worker process holds."""
    city = city_module.load(settings.city_dir)
    database = Database(
        settings.database_url,
        wake=Waker(settings.redis_url),
        pool_size=settings.worker_threads + 4,
    )
    return Machine(settings, city, database, PoolIndex(city, database))


def work(settings: Settings, stopped: threading.Event) -> None:
    """Run jobs and deliveries until stopped; then finish what is begun, or hand it back after ten seconds."""
    machine = make_machine(settings)
    broker = make_broker(settings.redis_url)
    leases = Leases(machine)
    actors.declare(broker, machine, leases)
    ended = threading.Event()  # while the last jobs are finished, their leases go on
    for target in (broker.listen, leases.run):
        threading.Thread(target=target, args=(ended,), daemon=True).start()
    with machine.database.reading() as session:
        machine.pool.catch_up(session)
    worker = dramatiq.Worker(
        broker,
        worker_threads=settings.worker_threads,
        worker_timeout=int(settings.poll_seconds * 1000),
    )
    worker.start()
    while not stopped.wait(settings.poll_seconds):
        pass  # a signal that another thread took, after a freeze, is heard when this one wakes up
    worker.stop(timeout=10_000)
    ended.set()
    leases.hand_back()
    broker.close()


def relay(settings: Settings, stopped: threading.Event) -> None:
    """Sequence and dispatch until stopped."""
    database = Database(settings.database_url, pool_size=2)
    Relay(settings, database, make_broker(settings.redis_url, timeout_seconds=5)).run(stopped)


def clock(settings: Settings, stopped: threading.Event) -> None:
    """Fire deadlines until stopped."""
    database = Database(settings.database_url, wake=Waker(settings.redis_url), pool_size=2)
    clock_module.run(database, city_module.load(settings.city_dir), settings, stopped)
