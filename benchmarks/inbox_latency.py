"""From the commit of a publication to committed notices, at a pool of 500, on embedded defaults.

Relay and worker are the processes that ``bin/up`` starts. A demand is published by the same command as in the web
process, whose commit wakes the relay; the clock stops when another connection sees the job done, which commits with
its notices. The ceiling is the bare hand-over: commit, a word through the broker to another process, an INSERT …
SELECT of as many notices there, seen in the same way.
"""

import multiprocessing
import sqlite3
import time
from collections.abc import Callable, Iterator

import psycopg
import redis
from sqlalchemy import make_url, select, text

from benchmarks.pools import fill_pool
from benchmarks.processes import running
from benchmarks.room import Figure, Given, Goal, percentile
from benchmarks.servers import Place, place
from scenario_market.channels.wake import Waker
from scenario_market.demo.demands import demands
from scenario_market.domain import city as city_module
from scenario_market.domain import clock
from scenario_market.domain.actor import Actor
from scenario_market.domain.demands import list_drafting, publishing
from scenario_market.domain.demands.models import Clearance, Demand
from scenario_market.domain.matching.records import MatchRun
from scenario_market.domain.parties.models import Person
from scenario_market.persistence.database import Database

PUBLICATIONS, SECONDS, PAUSE_SECONDS, LOOK_SECONDS = 200, 60, 0.05, 0.001
ASKED, ANSWERED = "benchmark:asked", "benchmark:answered"


class Publisher:
    """Publishes demands, one list each, and sees when their notices are there."""

    kind = "demand"

    def __init__(self, here: Place) -> None:
        self.here, self.city = here, city_module.load(here.settings.city_dir)
        self.committed = 0.0
        waker = Waker(here.redis_url)

        def wake() -> None:
            self.committed = time.perf_counter()
            waker()

        self.database = Database(here.database_url, wake=wake, pool_size=2)
        self.look = looker(here, self.kind)
        with self.database.unit_of_work() as session:
            fill_pool(session, 500)
            now = clock.now(session)
            person = Person(mobile="13900000001", name="测试", created_at=now, updated_at=now)
            session.add(person)
            session.flush()
            self.lead = Actor(person_id=person.id, roles=frozenset({"office_lead"}))

    def approve(self, count: int) -> list[int]:
        """Demands that only wait for their list, as the review would leave them."""
        made = demands(self.city.day(self.here.now()))
        keys = []
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            for number in range(count):
                one = made[number % len(made)]
                row = Demand(
                    title=one.title,
                    state="approved",
                    owner_organisation_id=1 + number % 500,
                    created_at=now,
                    updated_at=now,
                    content_number=1,
                    public_number=1,
                    contact_name="测试联系人",
                    contact_mobile="027-00000000",
                    **{name: as_stored(getattr(one, name)) for name in CONTENT},
                )
                session.add(row)
                session.flush()
                keys.append(row.id)
                session.add_all(
                    Clearance(
                        demand_id=row.id,
                        number=1,
                        step=step,
                        signed_by_id=self.lead.person_id,
                        at=now,
                    )
                    for step in self.city.policy["demand"]["clearance_steps"]
                )
        return keys

    def publish(self, demand_id: int) -> float:
        """Publish one; seconds from its commit until its notices are seen."""
        self.release(demand_id)
        while not self.look(demand_id):
            if time.perf_counter() - self.committed > 20:
                raise TimeoutError(f"{demand_id} has not been matched")
            time.sleep(LOOK_SECONDS)
        return time.perf_counter() - self.committed

    def release(self, demand_id: int) -> None:
        """Publish it, in a list of its own."""
        with self.database.unit_of_work() as session:
            context = {"actor": self.lead, "now": clock.now(session), "version": None}
            row = list_drafting.create(
                session, actor=self.lead, now=context["now"], title=f"清单{demand_id}"
            )
            list_drafting.edit(session, row.id, demand_ids=[demand_id], **context)
            publishing.publish(session, row.id, city=self.city, **context)

    def told(self) -> int:
        """The largest number of providers told: that they fit, or nearly."""
        with self.database.reading() as session:
            return max(session.scalars(select(MatchRun.told + MatchRun.near)))


CONTENT = (
    "domain", "industries", "service_types", "pain_points", "content", "metrics", "budget_min_fen",
    "budget_max_fen", "funding_source", "district", "place", "starts_on", "ends_on",
)  # fmt: skip


def as_stored(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def looker(here: Place, kind: str) -> Callable[[int], bool]:
    """Whether the match job of a demand or call is done, on a driver's connection of its own: cheap to ask often."""
    query = (
        f"SELECT 1 FROM job j JOIN event e ON e.id = j.event_id WHERE e.subject_kind = '{kind}'"
        f" AND e.subject_id = {{}} AND j.consumer = 'match_need' AND j.done_at IS NOT NULL"
    )
    url = make_url(here.database_url)
    if here.kind == "SQLite":
        light = sqlite3.connect(url.database or "", isolation_level=None)
        return lambda key: light.execute(query.format("?"), (key,)).fetchone() is not None
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    server = psycopg.connect(plain, autocommit=True)
    return lambda key: server.execute(query.format("%s"), (key,)).fetchone() is not None


def hand_over(database_url: str, redis_url: str, count: int) -> None:
    """The other side of the bare hand-over: a process that writes ``count`` notices whenever it is told to."""
    database, client = (
        Database(database_url, pool_size=1),
        redis.Redis.from_url(redis_url, socket_timeout=None),
    )
    while True:
        _, word = client.blpop([ASKED])
        if word == b"end":
            return
        with database.unit_of_work() as session:
            session.execute(
                text(
                    "INSERT INTO staged (kind, event_id, organisation_id, subject_id)"
                    " SELECT kind, event_id, organisation_id, :key FROM notice ORDER BY id LIMIT :count"
                ),
                {"key": int(word), "count": count},
            )
        client.rpush(ANSWERED, word)


class HandOver:
    """This side of it."""

    def __init__(self, here: Place, database: Database, count: int) -> None:
        self.database, self.client = (
            database,
            redis.Redis.from_url(here.redis_url, socket_timeout=None),
        )
        with database.unit_of_work() as session:
            columns = "kind text, event_id bigint, organisation_id bigint, subject_id bigint"
            session.execute(text(f"CREATE TABLE staged ({columns})"))
        spawn = multiprocessing.get_context("spawn")
        arguments = (here.database_url, here.redis_url, count)
        self.process = spawn.Process(target=hand_over, args=arguments, daemon=True)
        self.process.start()
        self(0)

    def __call__(self, number: int) -> float:
        with self.database.unit_of_work() as session:
            session.execute(text("INSERT INTO staged (subject_id) VALUES (:key)"), {"key": -number})
        began = time.perf_counter()
        self.client.rpush(ASKED, number)
        self.client.blpop([ANSWERED], timeout=20)
        return time.perf_counter() - began

    def end(self) -> None:
        self.client.rpush(ASKED, "end")
        self.process.join(5)


def latencies(given: Given, publisher: type[Publisher], name: str) -> Iterator[Figure]:
    """From commit to notices on each database."""
    for kind in given.databases:
        with place(kind) as here:
            its = publisher(here)
            keys = its.approve(PUBLICATIONS)
            with running(here, "relay", "worker"):
                for key in keys[:5]:  # the worker has loaded its index once the first is through
                    its.publish(key)
                bare, found, spent = HandOver(here, its.database, its.told()), [], []
                until = time.perf_counter() + SECONDS
                for key in keys[5:]:
                    spent.append(1000 * its.publish(key))
                    found.append(1000 * bare(key))
                    time.sleep(PAUSE_SECONDS)
                    if time.perf_counter() > until:
                        break
                bare.end()
            for share, bound in ((0.5, 60), (0.99, 300)):
                yield Figure(
                    f"{here.kind}, {name}, {len(spent)} publications: p{share * 100:.0f}",
                    percentile(spent, share),
                    "ms",
                    percentile(found, share),
                    less_is_better=True,
                    goal=Goal(bound, of="value", at_most=True),
                )
            its.database.close()


def run(given: Given) -> Iterator[Figure]:
    """Of demands."""
    yield from latencies(given, Publisher, "commit to notices")
