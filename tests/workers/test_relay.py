"""The relay by hand: fresh jobs go straight to Redis, whatever dies in between, however full it is, in their order."""

import socket
from dataclasses import replace
from datetime import timedelta

import dramatiq
import pytest
import redis
from sqlalchemy import event as engine_event
from sqlalchemy import select, update

from scenario_market.domain import clock, jobs, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.demands.events import MatchRequested
from scenario_market.domain.jobs import LOST, Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.workers.broker import MarketBroker, make_broker
from scenario_market.workers.relay import Relay
from tests import factories
from tests.statements import count_statements, plan_of

QUEUE = "dramatiq:match"
LEASE = timedelta(seconds=11)  # and a little


class Died(BaseException):
    """The end of a process, at a point of the test's choice."""


def record(database, count):
    with database.unit_of_work() as session:
        for number in range(count):
            event = MatchRequested(subject_id=1, number=number)
            outbox.record(session, event, actor=SYSTEM, now=clock.now(session))


def rows(database):
    with database.reading() as session:
        return session.scalars(select(Job).order_by(Job.id)).all()


def messages(client):
    """What lies in Redis, as Dramatiq reads it, the oldest first."""
    keys = client.lrange(QUEUE, 0, -1)
    return [dramatiq.Message.decode(client.hget(f"{QUEUE}.msgs", key)) for key in keys]


def handed(client):
    return [message.args[0] for message in messages(client)]


def later(database, by=LEASE):
    with database.unit_of_work() as session:
        factories.move_clock(session, by=by)


@pytest.fixture
def relay(settings, database):
    return Relay(settings, database, make_broker(settings.redis_url))


@pytest.fixture
def client(relay):
    return relay.broker.client


def test_a_fresh_job_is_leased_as_it_is_written_and_lies_in_redis_as_dramatiq_would_put_it(
    relay, client, database
):
    record(database, 2)
    relay.step()
    first, second = rows(database)
    assert first.leased_until == second.leased_until
    assert (first.leased_until, first.holder) != (None, None)
    assert first.leased_until - first.due_at == relay.lease
    keys = client.lrange(QUEUE, 0, -1)
    found = messages(client)
    assert [message.args for message in found] == [(first.id, False), (second.id, False)]
    for key, message in zip(keys, found, strict=True):
        assert message.options == {"redis_message_id": key.decode()}
        assert message.actor_name == "handle_match"
        assert message.message_timestamp == int(first.due_at.timestamp() * 1000)
        assert message.encode() == client.hget(f"{QUEUE}.msgs", key)
    assert len({message.message_id for message in found}) == 2
    assert relay.step() == 0
    assert len(messages(client)) == 2


def test_what_was_committed_and_not_handed_over_comes_back_when_its_lease_ends(
    relay, client, database, settings, monkeypatch
):
    def die(broker, handings):
        raise Died

    record(database, 3)
    with monkeypatch.context() as dying:
        dying.setattr(MarketBroker, "hand_over", die)
        with pytest.raises(Died):
            relay.step()
    written = rows(database)
    assert all(row.leased_until is not None for row in written)
    assert messages(client) == []
    other = Relay(settings, database, make_broker(settings.redis_url))
    assert other.step() == 0  # until then it may be on its way
    later(database)
    assert other.step() == 3
    assert handed(client) == [row.id for row in written]
    assert not any(alone for _, alone in (message.args for message in messages(client)))


def test_nothing_comes_back_where_redispatch_is_switched_off(
    relay, client, database, settings, monkeypatch
):
    relay = Relay(replace(settings, redispatch=False), database, relay.broker)
    record(database, 1)
    relay.step()
    client.delete(QUEUE, f"{QUEUE}.msgs")
    later(database)
    assert relay.step() == 0


def test_a_full_queue_takes_no_fresh_job_and_what_waited_goes_before_what_is_fresh(
    relay, client, database, settings
):
    relay = Relay(replace(settings, backlog_limit=3), database, relay.broker)
    record(database, 5)
    relay.step()
    written = rows(database)
    assert handed(client) == [row.id for row in written[:3]]
    assert [row.leased_until is None for row in written] == [False] * 3 + [True] * 2
    assert relay.more  # it looks again at once
    relay.step()
    assert not relay.more  # and then waits
    client.delete(QUEUE, f"{QUEUE}.msgs")  # the workers have taken them
    record(database, 4)
    relay.step()
    written = rows(database)
    assert handed(client) == [
        row.id for row in written[3:6]
    ]  # the two that waited, then a fresh one
    client.delete(QUEUE, f"{QUEUE}.msgs")
    relay.step()
    assert handed(client) == [row.id for row in written[6:]]


def test_nothing_fresh_overtakes_more_than_one_batch_of_what_waits(
    relay, client, database, settings
):
    relay = Relay(replace(settings, relay_batch=2), database, relay.broker)
    record(database, 4)
    relay.step(), relay.step()
    first = [row.id for row in rows(database)]
    with database.unit_of_work() as session:
        jobs.hand_back(session, Job, first, holder=None)
    client.delete(QUEUE, f"{QUEUE}.msgs")
    record(database, 1)
    while relay.step():
        pass
    assert handed(client) == [row.id for row in rows(database)]


def test_without_redis_events_are_put_in_order_and_their_jobs_wait_unleased(
    relay, client, database, settings
):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{unused.getsockname()[1]}/0"
        lonely = Relay(settings, database, make_broker(address, timeout_seconds=1))
        record(database, 2)
        with pytest.raises(redis.RedisError):
            lonely.step()
    with database.reading() as session:
        assert session.scalars(select(EventRecord.position)).all() == [1, 2]
    assert [row.leased_until for row in rows(database)] == [None, None]
    assert relay.step() == 2
    assert handed(client) == [row.id for row in rows(database)]


def test_what_redis_refuses_is_free_at_once(relay, client, database):
    record(database, 2)
    client.config_set("maxmemory", 1)
    try:
        with pytest.raises(redis.RedisError):
            relay.step()
        assert [row.leased_until for row in rows(database)] == [None, None]
    finally:
        client.config_set("maxmemory", 0)
    assert relay.step() == 2
    assert handed(client) == [row.id for row in rows(database)]


def test_one_transaction_writes_and_the_statements_do_not_grow_with_the_events(relay, database):
    record(database, 1)
    relay.step()  # the first begins the chain
    begun = []
    engine_event.listen(database.engine, "begin", begun.append)
    record(database, 2)
    del begun[:]
    few = count_statements(database.engine, relay.step)
    assert len(begun) == 2  # one that looks, one that writes
    record(database, 40)
    assert count_statements(database.engine, relay.step) == few


def test_a_look_does_not_read_what_lies_in_redis(relay, database):
    record(database, 1)
    relay.step()
    with database.unit_of_work() as session:
        plan = plan_of(
            session,
            lambda: session.connection().execute(
                relay.looking,
                {"now": clock.now(session)}
                | {f"lost_{queue}": clock.now(session) for queue in relay.broker.waiting().backlog},
            ),
            "EXISTS",
        )
    assert "ix_job_undone" in plan
    assert "leased_until" in plan


def test_a_suspect_begins_only_alone_whatever_message_comes(relay, database):
    record(database, 1)
    relay.step()
    (row,) = rows(database)
    with database.unit_of_work() as session:
        session.execute(update(Job).values(error=LOST))

    def begin(alone):
        with database.unit_of_work() as session:
            terms = {"holder": "me", "lease": LEASE, "limit": 5, "now": clock.now(session)}
            return jobs.begin(session, Job, row.id, alone=alone, **terms)

    assert begin(alone=False) is None
    assert begin(alone=True).attempts == 1
