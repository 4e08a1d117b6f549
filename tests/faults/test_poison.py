"""Work that never succeeds is set aside, holds nothing up, takes nothing with it, and can be taken up again."""

from collections import Counter
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from scenario_market.cli import main
from scenario_market.domain import clock, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.jobs import Job
from scenario_market.workers.attempts import RENEW_SECONDS, RUNNING_LEASE
from tests.faults.launcher import RENEW, STOP
from tests.waiting import PATIENCE_SECONDS, until

LAUNCHER = "tests.faults.launcher"
LIMIT = 2
MANY = 10**6  # a subject that no other event is about


@pytest.fixture
def attempts(tmp_path, monkeypatch):
    """Where the probes write down each attempt; returns a count by kind."""
    path = tmp_path / "attempts.txt"
    monkeypatch.setenv("FAULTS_ATTEMPTS", str(path))

    def count():
        return Counter(path.read_text("utf-8").splitlines() if path.exists() else [])

    count.mend = path.with_suffix(".mended").touch
    return count


def probe(kind, subject_id):
    """An event of the launcher's; no class, for a class would enter the product's register of events."""
    return SimpleNamespace(
        kind=kind, subject_kind="probe", subject_id=subject_id, public=False, payload=dict
    )


def record(market, *events):
    with market.database.unit_of_work() as session:
        for event in events:
            outbox.record(session, event, actor=SYSTEM, now=clock.now(session))


def parked(market):
    with market.database.reading() as session:
        return session.scalar(select(func.count()).where(Job.parked_at.is_not(None)))


def until_done(market, crew):
    """Wait until nothing is owed; when the worker dies its leases run out, and it is started again."""

    def look():
        if crew.dead():
            market.forward(RUNNING_LEASE.total_seconds())
            crew.restart_dead()
        return not market.owed()

    until(look)


def command(crew, *arguments):
    """What ``scenario-market`` prints."""
    done = CliRunner().invoke(main, arguments, env=crew.environ, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # there are four deaths
def test_poison_is_set_aside_shown_and_taken_up_again_and_holds_nothing_up(
    market, make_crew, attempts
):
    crew = make_crew(LAUNCHER, job_attempts_limit=LIMIT, worker_threads=4)
    record(market, probe("probe.raise", MANY), probe("probe.die", MANY))
    market.publish()
    record(market, probe("probe.die", MANY + 1))
    crew.start("relay", "worker")
    until_done(market, crew)
    assert parked(market) == 3
    # An attempt also counts when the neighbour's death cut it off before it left its line.
    assert 1 <= attempts()["probe.raise"] <= LIMIT
    assert 2 <= attempts()["probe.die"] <= 2 * LIMIT
    with market.database.reading() as session:
        done = session.scalar(
            select(func.count()).where(Job.consumer == "match_need", Job.done_at.is_not(None))
        )
    assert done == len(market.published)
    shown = command(crew, "poison", "--kind", "job").splitlines()
    assert len(shown) == 3
    assert sum("ValueError: 不能处理" in line for line in shown) == 1
    assert sum("its worker died" in line for line in shown) == 2
    attempts.mend()
    boss = "13900001111"
    command(crew, "install-administrator", boss)
    for line in shown:
        command(crew, "replay", "job", line.split()[1].rstrip(":"), "--as", boss)
    until_done(market, crew)
    assert parked(market) == 0
    assert attempts()["probe.raise done"] == 1
    assert attempts()["probe.die done"] == 2


def renewed(market, number):
    """Whether so many jobs are held for as long as a lease is, from now."""
    with market.database.reading() as session:
        end = clock.now(session) + RUNNING_LEASE
        held = select(func.count()).where(Job.holder.is_not(None), Job.leased_until == end)
        return session.scalar(held) == number


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it takes four renewals
def test_the_lease_of_a_long_job_is_renewed_and_a_stopped_worker_finishes_it(
    still, market, make_crew, attempts, monkeypatch
):
    assert RUNNING_LEASE.total_seconds() > 2 * RENEW_SECONDS
    monkeypatch.setenv(RENEW, "0.3")
    crew = make_crew(LAUNCHER)
    relay, *workers = (crew.start(kind) for kind in ("relay", "worker", "worker"))
    record(market, probe("probe.slow", MANY), probe("probe.slow", MANY + 1))
    until(lambda: attempts()["probe.slow"] == 2)
    for _ in range(
        4
    ):  # beyond the lease of a running job and of a queued one; the relay goes on looking
        market.forward(RUNNING_LEASE.total_seconds() / 2)
        until(lambda: renewed(market, 2))
    relay.kill()
    for worker in workers:
        worker.suspend()  # at work when the signal comes, and so it stays until it may end
        worker.terminate()
    attempts.mend()
    for worker in workers:
        worker.resume()
        worker.wait(PATIENCE_SECONDS)
    assert attempts() == {"probe.slow": 2, "probe.slow done": 2}
    assert not market.owed()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_stopped_worker_hands_back_what_it_cannot_finish(
    market, make_crew, attempts, monkeypatch
):
    monkeypatch.setenv(STOP, "0.5")
    crew = make_crew(LAUNCHER, worker_threads=1)
    crew.start("relay")
    worker = crew.start("worker")
    record(market, probe("probe.slow", MANY))
    until(lambda: attempts()["probe.slow"] == 1)
    market.publish()  # these wait behind the slow one, in the process
    until(lambda: market.counts()["leased"] > 1)
    worker.terminate()
    worker.wait(PATIENCE_SECONDS)
    assert market.held_by(worker.pid) == 0
    attempts.mend()
    crew.start("worker")
    market.settle()
    assert attempts() == {"probe.slow": 2, "probe.slow done": 1}
