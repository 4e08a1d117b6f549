"""SIGKILL of every kind of process in the middle of its work: nothing is lost, nothing happens twice."""

import os
import random
import signal
import time
from collections import Counter

import pytest

from tests.waiting import until

SEED = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
KINDS = ("worker", "worker", "relay", "clock", "broker")
KILLS = 22
KILLS_UPON_KILLS = 8
RECOVERY_SECONDS = 20  # nothing may be stuck for longer after a fault
LAUNCHER = "tests.faults.launcher"
KEPT_OWED = 40
MOST_LOOKS = 3000


class Killer:
    """Feeds the market and kills at random points; ``kills`` counts those that struck in mid-work, by kind.

    :param is_still: whether the clock stands still; then what was owed at a kill must be done, with the clock set ahead
        by what a recovery may take, before the next.
    """

    def __init__(self, market, crew, broker, seed, is_still=False):
        self.market, self.crew, self.broker = market, crew, broker
        self.random, self.kept, self.is_still = random.Random(seed), KEPT_OWED, is_still
        self.kills, self.found, self.idle = Counter(), [], 0

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
        owed = self.market.owed_keys()
        if kind == "broker":
            self.broker.kill()
            time.sleep(self.random.uniform(0, 0.5))
            self.broker.start()
        else:
            self.crew.kill(process)
        self.kills[kind] += 1
        self.found.append((kind, found))
        if self.is_still:
            self.see_recovery(owed)
        return True

    def see_recovery(self, owed):
        """The clock still shows the instant of the fault; set it ahead once, and see all done that was owed then."""
        assert self.market.leases().furthest_seconds <= RECOVERY_SECONDS, "held for too long"
        self.market.forward(RECOVERY_SECONDS)
        until(
            lambda: not owed & self.market.owed_keys(),
            tell=lambda: f"stuck: {owed & self.market.owed_keys()}, {self.market.leases()}",
        )

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
            self.market.let_expire(seconds=0 if self.is_still else self.random.uniform(0, 0.3))


def scene(market, crew, broker, **options):
    print(f"FAULTS_SEED={SEED}")
    crew.start("worker", "worker", "relay", "clock")
    market.publish()
    market.let_expire()
    market.settle()
    return Killer(market, crew, broker, SEED, **options)


def finish(market, killer):
    market.settle()
    print(f"{dict(killer.kills)} in mid-work, {killer.found}")
    print(f"{len(market.published)} published, {len(market.expiring)} expired")
    assert set(killer.kills) == set(KINDS)
    market.check()


def test_whatever_is_killed_all_is_done_once_and_twenty_seconds_later_by_the_clock(
    still, market, make_crew, own_broker
):
    killer = scene(market, make_crew(LAUNCHER), own_broker, is_still=True)
    killer.rampage(KILLS)
    assert sum(killer.kills.values()) >= 20
    finish(market, killer)


def test_kills_while_the_last_one_is_not_recovered_from_lose_and_repeat_nothing(
    market, make_crew, own_broker
):
    killer = scene(market, make_crew(), own_broker)
    killer.rampage(KILLS_UPON_KILLS)
    market.forward(RECOVERY_SECONDS)  # beyond every lease, also of those who live and are at work
    finish(market, killer)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_with_leases_longer_than_a_recovery_the_first_test_fails(
    still, market, make_crew, own_broker
):
    crew = make_crew(LAUNCHER, job_lease_seconds=RECOVERY_SECONDS + 1)
    killer = scene(market, crew, own_broker, is_still=True)
    with pytest.raises(AssertionError, match="held for too long"):
        killer.rampage(KILLS, kinds=("worker", "relay"))


def at_rest(market):
    """Nothing is waited for but rows whose lease is over."""
    counts, leases = market.counts(), market.leases()
    waiting = counts["events"] + counts["deadlines"] + leases.running + leases.free
    return not waiting


# That the first test can fail is no matter of the database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_redispatch_rows_stay_stuck_so_the_first_test_can_fail(
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
