"""What the workers made, or could not."""

import io
from types import SimpleNamespace

from sqlalchemy import select

from scenario_market.documents.files import Directory
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.matching.records import Match
from scenario_market.domain.notices.models import Notice
from scenario_market.workers import imports
from tests.api.matched import work_off
from tests.domain.providers.pool_file import GOOD, workbook


class Machine:
    """What the workers made, or could not."""

    def poison(self):
        """A deadline that was set aside."""
        with self.database.unit_of_work() as session:
            row = Deadline(
                kind="response.reminder",
                subject_id=1,
                due_at=self.now,
                attempts=5,
                parked_at=self.now,
                error="ValueError: 示例",
            )
            session.add(row)
            session.flush()
            return row.id

    def pool_file(self, *rows):
        """A file of providers, handed in and checked."""
        content = workbook(*(rows or (GOOD,)))
        client = self.client("lead")
        data = {"kind": "pool", "file": (io.BytesIO(content), "服务商库.xlsx")}
        answer = client.post("/imports", data=data, content_type="multipart/form-data")
        key = answer.json["id"]
        folder = self.app.extensions["settings"].data_dir / "files"
        one = imports.Import(self.database, Directory(folder), self.city, key)
        with self.database.reading() as session:
            report, entries = one.report(session), one.entries(session)
        with self.database.unit_of_work() as session:
            one.keep_report(session, report)
            one.take_in(session, entries)
        return key, client.get(f"/imports/{key}").json["version"]

    def _match(self):
        """A listed demand, the match of the provider and its notice, made by the workers' own functions."""
        demand, _ = self.demand("listed")
        work_off(self.app.extensions["settings"], self.database)
        mine = (
            Match.subject_kind == "demand",
            Match.subject_id == demand,
            Match.provider_id == self.providers["provider"],
        )
        with self.database.reading() as session:
            match = session.scalars(select(Match.id).where(*mine)).one()
            told = select(Notice.id).where(Notice.match_id == match)
            notice = session.scalars(told).first()
        return SimpleNamespace(demand=demand, match=match, notice=notice)
