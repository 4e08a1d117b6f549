"""Everybody is told: matches and notices of one demand at pools of 500, 10,000 and 100,000, through the real job.

The ceiling is a raw INSERT … SELECT that writes the same rows — same columns, same tables with their indexes and
constraints — from staging tables, for another demand. One row is one provider told: a match with its explanation and a
notice. The whole job takes what a worker process takes: its number of threads, one transaction for each chunk.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.orm import Session

from benchmarks.matching_scale import Author
from benchmarks.pools import demand, fill_pool
from benchmarks.room import Figure, Given, Goal, seconds, turns
from benchmarks.servers import Place, place
from scenario_market.domain import clock, outbox, sequence
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.demands import needs
from scenario_market.domain.demands.events import MatchRequested
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.jobs import Job
from scenario_market.domain.matching.records import Match
from scenario_market.domain.matching.writing import Pairs, write_matches, write_notices
from scenario_market.domain.notices.models import Notice
from scenario_market.workers import routing, runner
from scenario_market.workers.fan_out import CHUNK
from scenario_market.workers.machine import make_machine

SIZES = (500, 10_000, 100_000)
ROUNDS, SECONDS = 5, 50
EVERYBODY = {"floor_milli": 0, "at_least": 0, "cap": 10**9, "lowest_milli": 0}
STAGES = (
    "CREATE TABLE staged_match AS SELECT {match} FROM match WHERE subject_id = :key ORDER BY id",
    "CREATE TABLE staged_notice AS SELECT {notice},"
    " (SELECT p.id FROM provider p WHERE p.organisation_id = notice.organisation_id) AS told_id"
    " FROM notice WHERE subject_id = :key ORDER BY id",
)
MATCH = "subject_kind, provider_id, number, is_near, event_id, score_milli, explanation, engine_version, at"
NOTICE = "event_id, kind, organisation_id, subject_kind, params, is_digest, day, at"


class Bench:
    """A pool in a database, a worker's machine on it, and demands that are matched one after the other."""

    def __init__(self, here: Place, size: int) -> None:
        self.size = size
        self.machine = make_machine(here.settings)
        self.machine.database.wake = lambda: None
        self.database = self.machine.database
        self.leases = runner.Leases(self.machine)
        self.threads = ThreadPoolExecutor(here.settings.worker_threads)
        self.demand_id = 0
        with self.database.unit_of_work() as session:
            fill_pool(session, size)
        self._analyse()
        self.loading = seconds(self._load)

    def _analyse(self) -> None:
        with self.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))

    def _load(self) -> None:
        with self.database.reading() as session:
            self.machine.pool.catch_up(session)

    def new_demand(self, session: Session) -> int:
        self.demand_id += 1
        author = Author(100 + self.demand_id)
        row = demand(self.demand_id, author.text(8)[:100], author.text(80))
        session.execute(insert(Demand), [row])
        return self.demand_id

    def whole(self) -> float:
        """Match a new demand by the jobs of its event; seconds from the first job's begin to the last one's end."""
        with self.database.unit_of_work() as session:
            event = MatchRequested(subject_id=self.new_demand(session), number=1)
            record = outbox.record(session, event, actor=SYSTEM, now=clock.now(session))
        with self.database.unit_of_work() as session:
            sequence.sequence(session, routing.consumers_of, limit=10)
        began = time.perf_counter()
        while waiting := self._undone(record.id):
            list(self.threads.map(self._handle, waiting))
        return time.perf_counter() - began

    def _handle(self, job_id: int) -> None:
        runner.handle(self.machine, self.leases, job_id)

    def _undone(self, event_id: int) -> list[int]:
        with self.database.reading() as session:
            wanted = select(Job.id).where(Job.event_id == event_id, Job.done_at.is_(None))
            return list(session.scalars(wanted.order_by(Job.id)))

    def stage(self) -> None:
        """Keep the rows of the last demand aside, for the ceiling."""
        with self.database.unit_of_work() as session:
            for statement in STAGES:
                parts = {"match": MATCH, "notice": NOTICE}
                session.execute(text(statement.format(**parts)), {"key": self.demand_id})

    def raw(self) -> float:
        """Write the same rows for a new demand by one statement a table; seconds."""
        with self.database.unit_of_work() as session:
            key = self.new_demand(session)

        def act() -> None:
            with self.database.unit_of_work() as session:
                _copy(session.connection(), key)

        return seconds(act)

    def apart(self) -> dict[str, float]:
        """Seconds of matching, explaining and writing, one after the other without threads."""
        with self.database.unit_of_work() as session:
            key = self.new_demand(session)
        with self.database.reading() as session:
            need = needs.need_of(session, key)
            assert need is not None
            city, now = self.machine.city, clock.now(session)
        engine, spent = self.machine.pool.engine, {}
        began = time.perf_counter()
        reach = engine.reach(need, today=city.day(now))
        spent["matching"] = time.perf_counter() - began
        began = time.perf_counter()
        explanations = reach.explanations()
        spent["explanations"] = time.perf_counter() - began
        rows = list(zip(reach.provider_ids, reach.scores_milli.tolist(), explanations, strict=True))
        rows.sort()
        began = time.perf_counter()
        for start in range(0, len(rows), CHUNK):
            self._write(key, rows[start : start + CHUNK])
        spent["writing"] = time.perf_counter() - began
        return spent

    def _write(self, key: int, rows: list[tuple[int, int, str]]) -> None:
        ids, scores, explanations = (list(column) for column in zip(*rows, strict=True))
        with self.database.unit_of_work() as session:
            now = clock.now(session)
            pairs = Pairs(
                "demand",
                [key] * len(ids),
                [1] * len(ids),
                ids,
                scores,
                explanations,
                [False] * len(ids),
            )
            # An event of another demand stands in: what is written for it is told apart by the demand.
            event = session.scalar(select(func.min(Job.event_id)))
            assert event is not None
            write_matches(session, pairs, event_id=event, version="apart", now=now)
            write_notices(
                session,
                pairs,
                event_id=event,
                daily_cap=10**9,
                day=self.machine.city.day(now),
                now=now,
            )

    def count(self) -> int:
        with self.database.reading() as session:
            wanted = select(func.count()).select_from(Match)
            matches = session.scalar(wanted.where(Match.subject_id == self.demand_id)) or 0
            wanted = select(func.count()).select_from(Notice)
            notices = session.scalar(wanted.where(Notice.subject_id == self.demand_id)) or 0
        assert matches == notices, (matches, notices)
        return notices

    def close(self) -> None:
        self.threads.shutdown()
        self.database.close()


def _copy(connection: Connection, key: int) -> None:
    connection.execute(
        text(f"INSERT INTO match (subject_id, {MATCH}) SELECT :key, {MATCH} FROM staged_match"),
        {"key": key},
    )
    connection.execute(
        text(
            f"INSERT INTO notice (subject_id, match_id, {NOTICE})"
            f" SELECT :key, m.id, {', '.join('s.' + name for name in NOTICE.split(', '))}"
            " FROM staged_notice s CROSS JOIN match m WHERE m.subject_kind = 'demand' AND m.subject_id = :key"
            " AND m.provider_id = s.told_id"
        ),
        {"key": key},
    )


def measured(bench: Bench, kind: str) -> Iterator[Figure]:
    """The figures of one pool on one database."""
    bench.whole()  # the first one warms caches up
    told = bench.count()
    bench.stage()
    parts: dict[str, list[float]] = {}

    def apart() -> float:
        for name, spent in bench.apart().items():
            parts.setdefault(name, []).append(spent)
        return parts["writing"][-1]

    found = turns(
        {"raw": bench.raw, "whole": bench.whole, "writing": apart},
        rounds=ROUNDS,
        at_most_seconds=SECONDS,
    )
    goal = Goal(0.5) if bench.size >= 10_000 else None
    name = f"{kind}, pool {bench.size:,}"
    ceiling = told / found["raw"]
    yield Figure(f"{name}: whole job", told / found["whole"], "rows/s", ceiling, goal=goal)
    yield Figure(f"{name}: writing alone", told / found["writing"], "rows/s", ceiling, goal=goal)
    for part in ("matching", "explanations"):
        spent = sorted(parts[part])[len(parts[part]) // 2]
        yield Figure(f"{name}: {part} alone", told / spent, "rows/s")
    yield Figure(f"{name}: loading the index once", bench.loading, "s")


def run(given: Given) -> Iterator[Figure]:
    """Each size on each database."""
    for kind in given.databases:
        for size in given.sizes or SIZES:
            with place(kind) as fresh:
                here = fresh.with_policy("matching", **EVERYBODY, daily_cap=10**9)
                bench = Bench(here, size)
                try:
                    yield from measured(bench, here.kind)
                finally:
                    bench.close()
