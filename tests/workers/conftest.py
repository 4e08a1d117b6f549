"""The whole line behind the web, in threads of the test: relay, worker and clock on real servers."""

import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from scenario_market import settings as settings_module
from scenario_market.domain import clock, deadlines
from scenario_market.domain.jobs import Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Organisation
from scenario_market.workers import process
from tests.domain.demands import cases
from tests.smtp import Mailbox, running_smtp
from tests.waiting import PATIENCE_SECONDS, until
from tests.workers.hand import Hand, reader
from tests.workers.test_pipeline import FITS, provider


@pytest.fixture
def settings(tmp_path, database_url, fresh_redis_url):
    """Settings of a process on this test's own database and broker."""
    made = settings_module.load(
        {"SM_DATA_DIR": str(tmp_path), "DATABASE_URL": database_url, "REDIS_URL": fresh_redis_url}
    )
    return replace(made, poll_seconds=0.1, worker_threads=2)


class Line:
    """Runs what the processes run until everything owed is done."""

    def __init__(self, settings, database):
        self.settings, self.database = settings, database

    @contextmanager
    def running(self, *kinds):
        """The processes of these kinds (all by default), for the length of the block."""
        stopped = threading.Event()
        targets = [getattr(process, kind) for kind in kinds or ("relay", "work", "clock")]
        threads = [
            threading.Thread(target=target, args=(self.settings, stopped), daemon=True)
            for target in targets
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stopped.set()
            for thread in threads:
                thread.join(PATIENCE_SECONDS)

    def owed(self):
        """How many events wait for a position, and rows for a worker."""
        with self.database.reading(snapshot=True) as session:
            counts = [
                session.scalar(select(func.count()).where(EventRecord.position.is_(None))),
                *(
                    session.scalar(
                        select(func.count()).where(
                            table.done_at.is_(None), table.parked_at.is_(None)
                        )
                    )
                    for table in (Job, Delivery)
                ),
            ]
        return sum(counts)

    def settle(self):
        """Wait until nothing is owed.

        :raises TimeoutError: something is stuck.
        """
        until(
            lambda: not self.owed(), tell=lambda: f"{self.owed()} rows are still owed", pause=0.02
        )

    def settle_deadlines(self):
        """Wait until the clock has fired what is due now, and nothing of it is owed."""
        until(lambda: not self._due(), pause=0.02)
        self.settle()

    def _due(self):
        with self.database.reading() as session:
            return deadlines.due(session, now=clock.now(session), limit=1)


@pytest.fixture
def line(settings, database):
    """The line, not running yet."""
    return Line(settings, database)


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def hand(settings, mailbox):
    with running_smtp(mailbox) as url:
        made = Hand(replace(settings, smtp_url=url, mail_from="noreply@city.example"))
        yield made
        made.database.close()


@pytest.fixture
def scene(hand):
    """A fitting provider with a reader, and a demand just published: (organisation, person, demand) keys."""

    def change(session, now):
        cast = cases.cast(session, hand.city)
        cast.now = now
        row = provider(cast, FITS, districts=["420106"])
        organisation = session.get(Organisation, row.organisation_id)
        actor = cases.factories.provider_of(organisation, cast.person())
        person_id = reader(session, actor, organisation)
        dates = {
            "starts_on": (now + timedelta(days=30)).date().isoformat(),
            "ends_on": (now + timedelta(days=300)).date().isoformat(),
        }
        return organisation.id, person_id, cast.listed(**dates).id, cast

    return hand.put(change)
