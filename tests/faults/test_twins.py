"""Two of each process at once: positions without double or gap, no deadline fired twice, no notice twice."""

import time

import pytest
from sqlalchemy import func, select

from scenario_market.domain.jobs import Job


def test_two_relays_two_clocks_and_two_workers_do_everything_once(market, make_crew):
    crew = make_crew()
    crew.start("relay", "relay", "clock", "clock", "worker", "worker")
    for _ in range(5):
        market.let_expire(20, seconds=0.5)
        market.publish(20)
        time.sleep(0.5)
    market.settle()
    market.check()
    with market.database.reading() as session:
        repeated = session.scalar(select(func.count()).where(Job.attempts > 1))
    assert repeated == 0


def used(crew):
    """Processor time of each process, in seconds."""
    return {one.kind: sum(one.cpu_times()[:2]) for one in crew.members}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_idle_processes_cost_little(market, make_crew):
    crew = make_crew()
    crew.start("worker", "relay", "clock")
    market.publish(1)
    market.settle()
    time.sleep(2)
    before, begun = used(crew), time.monotonic()
    time.sleep(5)
    after, seconds = used(crew), time.monotonic() - begun
    share = {kind: (after[kind] - before[kind]) / seconds for kind in before}
    print({kind: f"{part:.1%}" for kind, part in share.items()})
    assert max(share.values()) < 0.05, share
