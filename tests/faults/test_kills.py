"""SIGKILL of every kind of process in the middle of its work: nothing is lost, nothing happens twice."""

import os
import random
import signal
import time
from collections import Counter

from tests.waiting import until

SEED = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
KINDS = ("worker", "worker", "relay", "clock", "broker")
KILLS = 22
# Nothing may be stuck for longer after a fault. Half of it is for leases, by the database's clock; the rest is for one
# look of the relay and for the work, however long a busy machine takes for these.
RECOVERY_SECONDS = 20
KEPT_OWED = 40
MOST_LOOKS = 3000


class Killer:
    """Feeds the market and kills at random points; ``kills`` counts those that struck in mid-work, by kind."""

    def __init__(self, market, crew, broker, seed):
        self.market, self.crew, self.broker = market, crew, broker
        self.random, self.kept = random.Random(seed), KEPT_OWED
        self.kills, self.found, self.idle = Counter(), [], 0
        self.furthest_seconds = 0.0

    def rampage(self, kills, kinds=KINDS):
        """Kill until so many were struck in mid-work; every kind gets its turn."""
        turns = []
        for _ in range(MOST_LOOKS):
            turns = turns or self.random.sample(kinds, len(kinds))
            if self.strike(turns[-1]):
                turns.pop()
            if sum(self.kills.values()) == kills:
                return
        raise AssertionError(f"nobody at work: {self.found}")

    def strike(self, kind):
        """Freeze one process at a random point; kill it if it was in mid-work, else let it go on."""
        self.feed(kind)
        # A relay is done with what was just published within milliseconds; the others are at it for longer.
        time.sleep(self.random.uniform(0, 0.06 if kind == "relay" else 0.4))
        process = (
            self.broker.process if kind == "broker" else self.random.choice(self.crew.of(kind))
        )
        process.send_signal(signal.SIGSTOP)
        found = self.at_work(kind, process)
        if not found:
            process.send_signal(signal.SIGCONT)
            self.idle += 1
            return False
        if kind == "broker":
            self.broker.kill()
            time.sleep(self.random.uniform(0, 0.5))
            self.broker.start()
        else:
            self.crew.kill(process)
        self.furthest_seconds = max(self.furthest_seconds, self.market.leases().furthest_seconds)
        self.kills[kind] += 1
        self.found.append((kind, found))
        return True

    def at_work(self, kind, process):
        """Of the frozen process: rows that are leased and undone, and its own part of them."""
        if kind == "worker":
            return self.market.held_by(process.pid)
        counts = self.market.counts()
        if kind == "clock" and not counts["deadlines"]:
            return 0
        return counts["leased"]

    def feed(self, kind):
        """Events keep coming, and deadlines fall due."""
        counts = self.market.counts()
        owed = counts["jobs"] + counts["events"]
        more = self.kept * (2 if kind == "relay" or self.idle > 3 else 1)
        if owed < more:
            self.market.publish()
            self.idle = 0
        if kind == "clock" and not counts["deadlines"]:
            self.market.let_expire(seconds=self.random.uniform(0, 0.3))


def scene(market, crew, broker):
    print(f"FAULTS_SEED={SEED}")
    crew.start("worker", "worker", "relay", "clock")
    market.publish()
    market.let_expire()
    market.settle()
    return Killer(market, crew, broker, SEED)


def test_whatever_is_killed_every_notice_is_written_exactly_once(market, make_crew, own_broker):
    killer = scene(market, make_crew(), own_broker)
    killer.rampage(KILLS)
    market.settle()
    print(f"{dict(killer.kills)} in mid-work, {killer.found}")
    print(f"{len(market.published)} published, {len(market.expiring)} expired")
    assert sum(killer.kills.values()) >= 20
    assert set(killer.kills) == set(KINDS)
    assert 0 < killer.furthest_seconds <= RECOVERY_SECONDS / 2
    market.check()


def at_rest(market):
    """Nothing is waited for but rows whose lease is over."""
    counts, leases = market.counts(), market.leases()
    waiting = counts["events"] + counts["deadlines"] + leases.running + leases.free
    return not waiting


def test_without_redispatch_rows_stay_stuck_so_the_test_above_can_fail(
    market, make_crew, own_broker
):
    killer = scene(market, make_crew(redispatch="false", job_lease_seconds=3), own_broker)
    killer.kept = 10 * KEPT_OWED  # what is stuck must not keep new work from coming
    killer.rampage(6)
    until(lambda: at_rest(market))
    assert market.leases().over
    # The line is well: with redispatch, the look that finds these would find what is due for longer first.
    market.publish()
    until(lambda: at_rest(market))
    assert market.leases().over
