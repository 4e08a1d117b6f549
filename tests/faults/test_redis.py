"""Redis away, stalled or full: requests commit without waiting for it, and what they recorded is done afterwards."""

import signal
import time

import psutil
import pytest
import redis
from sqlalchemy import select

from scenario_market.channels.wake import Waker
from scenario_market.domain.jobs import Job
from scenario_market.persistence.database import Database
from tests.waiting import until

HELD_SECONDS = 0.1  # of a request, by connecting to Redis, and as much again by being heard


def commit(market, url, times=5):
    """So many commits with a wake-up, as a request makes them."""
    waking = Database(market.database.url, wake=Waker(url))
    market.database, kept = waking, market.database
    for _ in range(times):
        market.publish(1)
    market.database = kept
    waking.close()


def test_a_wake_up_waits_a_tenth_of_a_second_and_tries_once(own_broker):
    client = Waker(own_broker.url).client
    asked = client.get_connection_kwargs()
    assert (asked["socket_timeout"], asked["socket_connect_timeout"]) == (HELD_SECONDS,) * 2
    assert client.connection_pool.make_connection().retry.get_retries() == 0


def test_requests_commit_while_redis_is_away_or_stalled_and_all_is_done_after_it(
    market, make_crew, own_broker
):
    make_crew().start("relay", "worker")
    market.publish(1)
    market.settle()
    own_broker.process.send_signal(signal.SIGSTOP)
    commit(market, own_broker.url)
    assert psutil.Process(own_broker.process.pid).status() == psutil.STATUS_STOPPED  # nobody waited
    own_broker.process.send_signal(signal.SIGCONT)
    market.settle()
    own_broker.kill()
    commit(market, own_broker.url)
    until(lambda: not market.counts()["events"])  # the chain and the feed go on without Redis
    assert market.counts()["jobs"] >= 5
    own_broker.start()
    market.settle()
    market.check()


def test_a_full_redis_loses_nothing_and_all_is_done_when_there_is_room(
    market, make_crew, own_broker
):
    crew = make_crew()
    crew.start("relay", "worker")
    market.publish()
    with redis.Redis.from_url(own_broker.url) as client:
        client.config_set("maxmemory", 1)
        market.publish()
        until(lambda: "maxmemory" in crew.log("relay"), tell=lambda: crew.log("relay"))
        assert market.owed()
        client.config_set("maxmemory", 0)
    market.settle()
    market.check()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_relay_stops_handing_over_above_the_limit_and_goes_on_below_it(
    market, make_crew, own_broker
):
    crew = make_crew(backlog_limit=30, job_lease_seconds=2)
    crew.start("relay")
    market.publish(100)
    with redis.Redis.from_url(own_broker.url) as client:
        until(lambda: "backlog_full" in crew.log("relay"), tell=lambda: crew.log("relay"))
        assert client.llen("dramatiq:match") == 30
        time.sleep(3)  # longer than a lease: what still waits in Redis is not handed over twice
        assert client.llen("dramatiq:match") == 30
        crew.start("worker")
        market.settle()
    with market.database.reading() as session:
        assert set(session.scalars(select(Job.attempts))) == {1}
    market.check()
