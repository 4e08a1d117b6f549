"""Two pool files that are taken in at the same time."""

import threading

from sqlalchemy import select

from scenario_market.domain import clock
from scenario_market.domain.imports import intake
from scenario_market.domain.imports.models import Import
from tests.contention import until_waited_for
from tests.desk import counts
from tests.domain.providers.pool_file import GOOD, SECOND, workbook


def test_of_two_files_that_bring_the_same_at_once_the_second_finds_it_there(office):
    first, second = (asked(office, *rows) for rows in ((GOOD, SECOND), (SECOND, GOOD)))
    faults = []

    def follow():
        try:
            with office.database.unit_of_work() as session:
                office.import_of(second[0]).take_in(session, second[1])
        except Exception as error:
            faults.append(error)

    follower = threading.Thread(target=follow)
    with office.database.unit_of_work() as session:
        office.import_of(first[0]).take_in(session, first[1])
        session.flush()
        follower.start()
        until_waited_for(office.database)
    follower.join(30)
    assert faults == []
    found = office.read(select(Import).order_by(Import.id))
    assert [counts(row) for (row,) in found] == [(2, 0, 0, 0), (0, 0, 2, 0)]


def asked(office, *rows):
    """A file that is to be taken in: its key, and what it says."""
    row = office.bring(workbook(*rows), mode="check")
    one, given = office.import_of(row.id), {"version": None, "actor": office.actor}
    with office.database.unit_of_work() as session:
        intake.ask_commit(session, row.id, mode="all", now=clock.now(session), **given)
    with office.database.reading() as session:
        return row.id, one.entries(session)
