"""The three kinds of process behind the web: worker, relay, clock.

Each imports what it runs when it starts: a relay or a clock with the matching engine and the libraries of workbooks
beside it would start slower and hold more memory.
"""

import threading

import structlog
from sqlalchemy.exc import SQLAlchemyError

from scenario_market.channels.wake import Waker
from scenario_market.domain import city as city_module
from scenario_market.domain import production
from scenario_market.persistence.database import Database
from scenario_market.settings import Settings

log = structlog.get_logger("process")


def require_fit(settings: Settings, database: Database, stopped: threading.Event) -> None:
    """In production mode wait until the database answers, and look whether the market may run on it.

    :raises NotForProduction: it is a demonstration's.
    """
    while settings.production and not stopped.is_set():
        try:
            with database.reading() as session:
                production.check(session)
            return
        except SQLAlchemyError:
            log.warning("database_unavailable", exc_info=True)
            stopped.wait(settings.poll_seconds)


def work(settings: Settings, stopped: threading.Event) -> None:
    """Run jobs and deliveries until stopped; then finish what is begun, or hand it back after ten seconds."""
    import dramatiq

    from scenario_market.workers import actors
    from scenario_market.workers.broker import GUARDED, QUEUES, make_broker
    from scenario_market.workers.machine import make_machine
    from scenario_market.workers.runner import Leases

    machine = make_machine(settings)
    require_fit(settings, machine.database, stopped)
    broker = make_broker(settings.redis_url)
    leases = Leases(machine)
    actors.declare(broker, machine, leases)
    ended = threading.Event()  # while the last jobs are finished, their leases go on
    for target in (broker.listen, leases.run):
        threading.Thread(target=target, args=(ended,), daemon=True).start()
    with machine.database.reading() as session:
        machine.pool.catch_up(session)
    queues = set(QUEUES)
    if machine.opener is None:
        queues.discard(GUARDED)
        log.info("opens_no_bids", reason="opening_key_file is not set")
    worker = dramatiq.Worker(
        broker,
        queues=queues,
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
    from scenario_market.workers.broker import make_broker
    from scenario_market.workers.relay import Relay

    database = Database(settings.database_url, pool_size=2)
    require_fit(settings, database, stopped)
    Relay(settings, database, make_broker(settings.redis_url, timeout_seconds=5)).run(stopped)


def clock(settings: Settings, stopped: threading.Event) -> None:
    """Fire deadlines until stopped."""
    from scenario_market.workers import clock as clock_module

    database = Database(settings.database_url, wake=Waker(settings.redis_url), pool_size=2)
    require_fit(settings, database, stopped)
    clock_module.run(database, city_module.load(settings.city_dir), settings, stopped)
