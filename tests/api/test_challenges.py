"""Calls by REST: the whole way to an open call, refusals with their fields, and what the public finds."""

import io
from datetime import datetime, timedelta

import pytest

from scenario_market.domain import clock
from scenario_market.domain.challenges.models import Challenge
from tests import factories, samples
from tests.api.world import world_on
from tests.domain.challenges.cases import BESIDES, FIELDS

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(settings):
    return world_on(settings)


def act(client, row, verb, body=None, method="POST"):
    """One act on a call, made from its present version."""
    made = client.call(method, f"/challenges/{row['id']}/{verb}", body, version=row["version"])
    assert made.status_code in (200, 201), made.json
    return made.json


def test_a_need_goes_the_whole_way_to_an_open_call_that_the_public_finds(world):
    demand_id, _ = world.demand("listed")
    owner, lead = world.client("owner"), world.client("lead")
    body = {"programme": "major_project", "demand_id": demand_id, "fields": BESIDES}
    made = owner.post("/challenges", body)
    assert made.status_code == 201, made.json
    row = act(owner, made.json, "submit")
    with world.database.unit_of_work() as session:
        world.calls(session).review_fairness(session.get(Challenge, row["id"]))
    row = owner.get(f"/challenges/{row['id']}").json
    for name in ("reviewer", "second"):
        row = act(world.client(name), row, "approve", {"opinion": "同意发榜"})
    assert row["state"] == "approved"
    row = act(world.client("joint"), row, "countersign", {})
    for place, step in enumerate(world.city.policy["challenge"]["clearance_steps"]):
        name = ("reviewer", "second", "third")[place % 3]
        row = act(world.client(name), row, "clearances", {"step": step})
    world.share_keys()
    row = act(lead, row, "publish")
    assert (row["state"], row["number"]) == ("open", "WH-ZX-2026-001")
    public = world.client("public")
    shown = public.get(f"/challenges/{row['id']}").json
    assert shown["rules"]["criteria"][0]["weight"] == 35
    assert not {"contact_name", "source", "author_id"} & set(shown)
    for narrowed, found in (("C", [row["id"]]), ("A", [])):
        rows = public.get(f"/challenges?state=open&industry={narrowed}").json
        assert [one["id"] for one in rows] == found
    assert public.get(f"/demands/{demand_id}").json["state"] == "converted"


def test_what_is_missing_is_named_field_by_field(world):
    client = world.client("reviewer")
    body = {
        "programme": "scenario_challenge",
        "source": "office",
        "organisation_id": world.organisations["owner"],
        "fields": {"title": "只有标题", "reward_fen": 1},
    }
    refused = client.post("/challenges", body)
    assert refused.status_code == 422
    assert [(one["field"], one["rule"]) for one in refused.json["errors"]] == [
        ("reward_fen", "out_of_range")
    ]
    del body["fields"]["reward_fen"]
    body["rules"] = {"winners": 3, "race": True, "bids_min": 2}
    row = client.post("/challenges", body).json
    refused = client.post(f"/challenges/{row['id']}/submit", None, version=row["version"])
    named = {(one["field"], one["rule"]) for one in refused.json["errors"]}
    assert ("metrics", "metric_required") in named
    assert ("contract_route", "required") in named
    assert ("rules.bids_min", "fewer_than_winners") in named
    assert ("rules.gate_milestone", "required") in named


@pytest.mark.parametrize(
    "body",
    [
        {"programme": "scenario_challenge"},
        {"programme": "scenario_challenge", "source": "office"},
        {"programme": "scenario_challenge", "demand_id": 1, "source": "office"},
    ],
)
def test_a_call_comes_from_a_need_or_from_a_source_and_not_from_both(world, body):
    assert world.client("reviewer").post("/challenges", body).status_code == 422


@pytest.mark.parametrize("state", ["drafted", "under_review", "approved_call", "ready"])
@pytest.mark.parametrize("who", ["public", "rival", "provider", "expert", "joint"])
def test_a_call_that_is_not_public_is_not_found_by_any_road(world, state, who):
    key, version = world.challenge(state)
    client = world.client(who)
    for road in ("", "/versions", "/history"):
        assert client.get(f"/challenges/{key}{road}").status_code == 404
    for scope in ("public", "mine", "all"):
        listed = client.get(f"/challenges?scope={scope}")
        assert listed.status_code in (401, 403) or key not in [one["id"] for one in listed.json]
    changed = client.call("PATCH", f"/challenges/{key}", {"fields": FIELDS}, version=version)
    assert changed.status_code in (401, 403, 404)


def test_an_unfair_deadline_is_refused_with_the_day_that_would_do(world):
    key, version = world.challenge("opened")
    with world.database.unit_of_work() as session:
        until = session.get(Challenge, key).closes_at - timedelta(days=3) - clock.now(session)
        factories.move_clock(session, by=until)
    body = {"fields": {"term_months": 10}, "reason": "发榜方要求"}
    refused = world.client("lead").post(f"/challenges/{key}/amend", body, version=version)
    assert (refused.status_code, refused.json["rule"]) == (409, "unfair_deadline")
    assert "10" in refused.json["detail"]


def test_an_amendment_names_the_file_that_was_prepared_for_it(world):
    key, _ = world.challenge("opened")
    lead, public = world.client("lead"), world.client("public")
    form = {"purpose": "revision", "file": (io.BytesIO(samples.pdf("二号图纸" * 100)), "图纸.pdf")}
    prepared = lead.post(f"/challenges/{key}/attachments", data=form).json
    assert public.get(f"/challenges/{key}/attachments").json == []
    closes_at = public.get(f"/challenges/{key}").json["closes_at"]
    until = datetime.fromisoformat(closes_at).date() + timedelta(days=14)
    body = {
        "reason": "图纸更正",
        "closes_on": until.isoformat(),
        "files": [{"attachment_id": prepared["id"], "replaces": None}],
    }
    row = lead.get(f"/challenges/{key}").json
    amended = act(lead, row, "amend", body)
    assert amended["reconfirm_number"] == amended["content_number"]
    newest = public.get(f"/challenges/{key}/versions").json[-1]
    assert [one["name"] for one in newest["attachments"]] == ["图纸.pdf"]
    assert newest["changed"][-1] == "attachments"
    again = lead.post(f"/challenges/{key}/amend", body, version=amended["version"])
    assert (again.status_code, again.json["errors"][0]["field"]) == (422, "files.0.attachment_id")
