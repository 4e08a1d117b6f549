"""The record of a case over REST: one call, one file, that holds when it is checked offline."""

import pytest

from scenario_market.documents import dossiers
from scenario_market.vault.signing import verified
from tests.api.world import world_on
from tests.workers.hand import Hand

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(settings):
    return world_on(settings)


def test_the_lead_and_the_auditor_take_the_record_of_a_case_out(world, settings, tmp_path):
    key = world.pledged_case()
    Hand(settings).turn()
    for who in ("lead", "auditor"):
        answer = world.client(who).post(f"/challenges/{key}/dossier")
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        assert answer.headers["Content-Disposition"].endswith(".zip")
        path = tmp_path / f"{who}.zip"
        path.write_bytes(answer.data)
        manifest, faults = dossiers.verify(path, verified=verified)
        assert faults == []
        assert "records/pledge.json" in {one["path"] for one in manifest["files"]}


def test_a_case_that_is_sealed_or_that_nobody_knows_is_not_exported(world):
    key = world.pledged_case(state="open")
    answer = world.client("lead").post(f"/challenges/{key}/dossier")
    assert (answer.status_code, answer.json["code"]) == (409, "illegal_move")
    assert world.client("lead").post("/challenges/999999/dossier").status_code == 404
    assert world.client("reviewer").post(f"/challenges/{key}/dossier").status_code == 403
