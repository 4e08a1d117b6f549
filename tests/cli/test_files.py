"""``files erase``: from the removed row to the missing bytes, on a real store."""

import io
import os

import pytest
from click.testing import CliRunner

from scenario_market.cli import main
from scenario_market.documents.files import Directory
from scenario_market.domain.attachments.models import Attachment
from tests.factories import NOW

DAY_SECONDS = 86_400


@pytest.fixture
def store(monkeypatch, tmp_path, database_url):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:9/0")
    return Directory(tmp_path / "files")


def test_removed_files_leave_the_disk_and_what_is_attached_stays(database, store):
    kept = [store.keep(io.BytesIO(bytes([n])), limit_bytes=9) for n in range(2)]
    for one in kept:
        path = store.root / one.stored_as
        os.utime(path, (path.stat().st_mtime - 2 * DAY_SECONDS,) * 2)
    with database.unit_of_work() as session:
        for one, removed_at in zip(kept, (NOW, None), strict=True):
            session.add(
                Attachment(
                    subject_kind="demand",
                    subject_id=1,
                    purpose="material",
                    name="名册.pdf",
                    media_type="application/pdf",
                    size_bytes=1,
                    sha256=one.sha256,
                    stored_as=one.stored_as,
                    created_at=NOW,
                    removed_at=removed_at,
                )
            )
    # Long before these tests run by any clock that they may have.
    young = CliRunner().invoke(main, ["files", "erase", "--days", "99999"])
    assert young.output == "0 files erased, 0 taken from the disk\n", young.output
    done = CliRunner().invoke(main, ["files", "erase"])
    assert (done.exit_code, done.output) == (0, "1 files erased, 1 taken from the disk\n")
    assert [(store.root / one.stored_as).exists() for one in kept] == [False, True]
    with database.reading() as session:
        rows = session.query(Attachment).order_by(Attachment.id).all()
        assert [(row.name, row.erased_at is not None) for row in rows] == [
            ("", True),
            ("名册.pdf", False),
        ]
