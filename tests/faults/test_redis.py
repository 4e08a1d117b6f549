"""Redis away, stalled or full: requests commit without waiting for it, and what they recorded is done afterwards."""

import signal
import time
from datetime import timedelta

import pytest
import redis

from scenario_market.channels.wake import Waker
from scenario_market.domain.jobs import Job
from scenario_market.persistence.database import Database

HELD_MS = 300  # of a request by the wake-up: 100 to connect and 100 to be heard, and what a busy machine adds


def commit_seconds(market, url, times=5):
    """The longest of so many commits with a wake-up, as a request makes them."""
    waking = Database(market.database.url, wake=Waker(url))
    market.database, kept = waking, market.database
    durations = []
    for _ in range(times):
        begun = time.monotonic()
        market.publish(1)
        durations.append(time.monotonic() - begun)
    market.database = kept
    waking.close()
    return sorted(durations)[times // 2]


def test_requests_commit_while_redis_is_away_or_stalled_and_all_is_done_after_it(
    market, make_crew, own_broker
):
    make_crew().start("relay", "worker")
    market.publish(1)
    market.settle(20)
    usual = commit_seconds(market, own_broker.url)
    own_broker.process.send_signal(signal.SIGSTOP)
    stalled = commit_seconds(market, own_broker.url)
    time.sleep(2)
    own_broker.process.send_signal(signal.SIGCONT)
    market.settle(20)
    own_broker.kill()
    away = commit_seconds(market, own_broker.url)
    deadline = time.monotonic() + 10
    while market.counts()["events"]:  # the chain and the feed go on without Redis
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert market.counts()["jobs"] >= 5
    time.sleep(2)
    own_broker.start()
    market.settle(20)
    print(f"commit: {usual * 1000:.0f} ms, stalled {stalled * 1000:.0f}, away {away * 1000:.0f}")
    assert (stalled - usual) * 1000 < HELD_MS
    assert (away - usual) * 1000 < HELD_MS
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
        deadline = time.monotonic() + 20
        while "maxmemory" not in crew.log("relay"):
            assert time.monotonic() < deadline, crew.log("relay")
            time.sleep(0.05)
        assert market.owed()
        client.config_set("maxmemory", 0)
    market.settle(20)
    market.check()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it waits longer than a lease
def test_the_relay_stops_handing_over_above_the_limit_and_goes_on_below_it(
    market, make_crew, own_broker
):
    crew = make_crew(backlog_limit=30)
    crew.start("relay")
    market.publish(100)
    with redis.Redis.from_url(own_broker.url) as client:
        deadline = time.monotonic() + 20
        while "backlog_full" not in crew.log("relay"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert client.llen("dramatiq:match") == 30
        time.sleep(11)  # longer than a lease: what still waits in Redis is not handed over twice
        assert client.llen("dramatiq:match") == 30
        crew.start("worker")
        market.settle(20)
    with market.database.reading() as session:
        spans = session.query(Job.attempts, Job.done_at).all()
    assert {attempts for attempts, _ in spans} == {1}
    assert max(at for _, at in spans) - min(at for _, at in spans) < timedelta(seconds=20)
    market.check()
