"""A pool file through relay, broker and worker: checked when handed in, taken in when asked for."""

import io

from sqlalchemy import select

from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.jobs import Job
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.providers import intake
from scenario_market.domain.providers.models import PoolImport, Provider
from scenario_market.workers import imports
from tests import factories
from tests.domain.providers.test_importing import GOOD, SECOND, workbook


def test_a_file_is_checked_and_taken_in_by_workers_and_matching_hears_of_it(
    line, settings, database
):
    with database.unit_of_work() as session:
        person = factories.person(session)
    lead = factories.officer(person, "office_lead")
    files = Directory(settings.data_dir / "files")
    content = io.BytesIO(workbook(GOOD, SECOND))
    key = imports.hand_in(database, files, content, "a.xlsx", limit_bytes=10**7, actor=lead)
    with line.running("relay", "work"):
        line.settle()
        with database.unit_of_work() as session:
            row = session.get(PoolImport, key)
            assert (row.state, row.rows_total, row.rows_wrong) == ("checked", 2, 0)
            intake.ask_commit(
                session, key, mode="all", version=row.version, actor=lead, now=clock.now(session)
            )
        line.settle()
    with database.reading() as session:
        assert session.get(PoolImport, key).state == "committed"
        assert session.scalars(select(Provider.state)).all() == ["admitted", "admitted"]
        consumers = session.scalars(
            select(Job.consumer).join(EventRecord).where(EventRecord.kind == "pool.imported")
        ).all()
        assert "match_imported" in consumers
