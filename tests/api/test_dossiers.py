"""The record of a case over REST: one call, one file, that holds when it is checked offline."""

import json
import zipfile

import pytest

from scenario_market.documents import dossiers
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.readings import Reading
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


def test_an_export_that_a_worker_makes_is_asked_for_seen_and_fetched_by_rest(
    world, settings, tmp_path
):
    key, hand = world.pledged_case(), Hand(settings)
    hand.turn()
    lead, path = world.client("lead"), f"/challenges/{key}/dossier-exports"
    asked = lead.post(path)
    assert (asked.status_code, asked.json["state"]) == (202, "asked")
    assert lead.post(path).json["id"] == asked.json["id"]
    one = f"/dossier-exports/{asked.json['id']}"
    early = lead.get(f"{one}/file")
    assert (early.status_code, early.json["code"]) == (409, "illegal_move")
    hand.turn()
    made = world.client("auditor").get(one).json
    assert [made] == lead.get(path).json
    fetched = lead.get(f"{one}/file")
    assert fetched.headers["Cache-Control"] == "private, no-store"
    assert (made["state"], made["size_bytes"]) == ("made", len(fetched.data))
    file = tmp_path / "case.zip"
    file.write_bytes(fetched.data)
    assert dossiers.verify(file, verified=verified)[1] == []
    assert [one.person_id for one in hand.rows(Reading)] == [world.people["lead"]]
    assert lead.get("/dossier-exports/999999").status_code == 404


def test_a_case_that_is_sealed_or_that_nobody_knows_is_not_exported(world):
    key = world.pledged_case(state="open")
    answer = world.client("lead").post(f"/challenges/{key}/dossier")
    assert (answer.status_code, answer.json["code"]) == (409, "illegal_move")
    assert world.client("lead").post("/challenges/999999/dossier").status_code == 404
    assert world.client("reviewer").post(f"/challenges/{key}/dossier").status_code == 403


def test_a_contract_without_a_call_has_a_record_with_its_need_its_contract_and_its_project(
    world, settings, tmp_path
):
    key = world.contracted_demand()
    Hand(settings).turn()
    answer = world.client("auditor").post(f"/demands/{key}/dossier")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    path = tmp_path / "need.zip"
    path.write_bytes(answer.data)
    manifest, faults = dossiers.verify(path, verified=verified)
    assert faults == []
    assert manifest["number"].startswith("WH-XQ-")
    parts = {one["path"].partition("/")[2].removesuffix(".json") for one in manifest["files"]}
    wanted = {"demand", "demand_version", "approval", "response", "contract"}
    assert wanted | {"project", "plan_version", "milestone", "state_change", "event"} <= parts
    assert not {"challenge", "demand_gram", "bid"} & parts
    assert {"challenge", "demand_gram"} <= set(manifest["withheld"])
    with zipfile.ZipFile(path) as archive:
        (contract,) = json.loads(archive.read("records/contract.json"))
        kinds = {row["kind"] for row in json.loads(archive.read("records/event.json"))}
    assert contract["confirmed_at"]
    assert {"demand.listed", "response.contracted", "project.activated"} <= kinds
    listed = world.client("auditor").get(f"/readings?subject_kind=demand&subject_id={key}").json
    assert [(one["part"], one["challenge_id"]) for one in listed] == [("dossier", None)]


def test_a_need_that_became_a_call_or_was_never_public_has_no_record_of_its_own(world):
    lead = world.client("lead")
    draft, _ = world.demand("draft")
    assert lead.post(f"/demands/{draft}/dossier").status_code == 404
    key, _ = world.demand("listed")
    with world.database.unit_of_work() as session:
        session.get(Demand, key).state = "converted"
    answer = lead.post(f"/demands/{key}/dossier")
    assert (answer.status_code, answer.json["rule"]) == (409, "dossier_of_call")
