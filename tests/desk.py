"""An officer at a desk, for the tests of every kind of file: hands files in, takes them in, looks."""

import io

from sqlalchemy import select

from scenario_market.documents.files import Directory
from scenario_market.domain.outbox import EventRecord
from scenario_market.workers import imports
from tests import factories
from tests.statements import count_statements


class Desk:
    """One officer, one database, one kind of file."""

    def __init__(self, database, folder, city, kind, **context):
        self.database, self.files, self.city = database, Directory(folder / "files"), city
        self.context = {"kind": kind} | context
        with database.unit_of_work() as session:
            person = factories.person(session)
        self.actor = factories.officer(person, "office_lead")

    def hand_in(self, content, name="a.xlsx", actor=None, **context):
        """Hand a file in. :returns: the key of the import."""
        return imports.hand_in(
            self.database,
            self.files,
            io.BytesIO(content),
            name,
            limit_bytes=20_000_000,
            actor=actor or self.actor,
            **self.context | context,
        )

    def bring(self, content, mode="all", name="a.xlsx", **context):
        """Hand a file in, have it checked and, unless the mode is "check", taken in."""
        key = self.hand_in(content, name, **context)
        return imports.run(self.database, self.files, self.city, key, mode=mode, actor=self.actor)

    def import_of(self, key):
        """What a worker does with one import."""
        return imports.Import(self.database, self.files, self.city, key)

    def read(self, query):
        with self.database.reading() as session:
            return session.execute(query).all()

    def events(self, kind):
        """Payloads of the events of a kind."""
        query = select(EventRecord).where(EventRecord.kind == kind).order_by(EventRecord.id)
        return [row.payload for (row,) in self.read(query)]

    def statements(self, run):
        """How many statements a call sends to the database."""
        return count_statements(self.database.engine, run)


def counts(row):
    """Rows created, updated, unchanged, wrong."""
    return tuple(
        row.report["counts"][name] for name in ("created", "updated", "unchanged", "wrong")
    )


def found(row):
    """The errors of a report: row, field, rule."""
    return {(error["row"], error["field"], error["rule"]) for error in row.report["errors"]}
