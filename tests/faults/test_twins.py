"""Two of each process at once: positions without double or gap, no deadline fired twice, no notice twice."""

from sqlalchemy import func, select

from scenario_market.domain.jobs import Job
from tests.waiting import until

LAUNCHER = "tests.faults.launcher"


def test_two_relays_two_clocks_and_two_workers_do_everything_once(still, market, make_crew):
    crew = make_crew(LAUNCHER)
    crew.start("relay", "relay", "clock", "clock", "worker", "worker")
    for _ in range(5):
        market.let_expire(20)
        market.publish(20)
        until(lambda: market.owed() < 20)  # so that they come upon work five times
    market.settle()
    market.check()
    with market.database.reading() as session:
        repeated = session.scalar(select(func.count()).where(Job.attempts > 1))
    assert repeated == 0  # no lease has run out: the clock stood still
