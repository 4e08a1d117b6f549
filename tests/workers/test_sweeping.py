"""The sweep as the clock process runs it: rows decide, removed ones included."""

import io
import os

from scenario_market.documents.files import FOLDERS, Directory
from scenario_market.domain.attachments.models import Attachment
from scenario_market.workers.sweeping import DAY_SECONDS, Sweep
from tests.factories import NOW


def test_a_day_s_turns_take_every_old_file_that_no_row_names(database, tmp_path):
    files = Directory(tmp_path / "files")
    kept = [files.keep(io.BytesIO(bytes([n])), limit_bytes=10) for n in range(4)]
    for one in kept[:3]:
        path = files.root / one.stored_as
        os.utime(path, (path.stat().st_mtime - 2 * DAY_SECONDS,) * 2)
    with database.unit_of_work() as session:
        for one, removed_at in ((kept[0], None), (kept[1], NOW)):
            session.add(
                Attachment(
                    subject_kind="demand",
                    subject_id=1,
                    purpose="material",
                    name="a.pdf",
                    media_type="application/pdf",
                    size_bytes=1,
                    sha256=one.sha256,
                    stored_as=one.stored_as,
                    created_at=NOW,
                    removed_at=removed_at,
                )
            )
    sweep = Sweep(database, files)
    turn_seconds = DAY_SECONDS / len(FOLDERS)
    gone = [sweep.when_due(at=(n + 0.5) * turn_seconds) for n in range(len(FOLDERS))]
    assert sum(gone) == 1
    assert [(files.root / one.stored_as).exists() for one in kept] == [True, True, False, True]
    assert sweep.when_due(at=(len(FOLDERS) - 0.4) * turn_seconds) == 0
