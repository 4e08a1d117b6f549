"""Projects over HTTP: refusals named by their rule, filters, and what a side may not see."""

from datetime import timedelta

import pytest

from tests import factories
from tests.api.calls.table import reason
from tests.api.world import world_on

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(settings):
    return world_on(settings)


def test_accepting_ones_own_is_refused_by_name(world):
    key, version = world.milestone("confirmed")
    with world.database.unit_of_work() as session:
        factories.mandate(
            session, world.organisations["provider"], world.people["reviewer"], "offers"
        )
    answer = world.client("reviewer").call("POST", f"/milestones/{key}/accept", version=version)
    assert (answer.status_code, answer.json["rule"]) == (409, "self_acceptance")
    assert "不得验收" in answer.json["detail"]


def test_late_evidence_is_refused_by_name_with_the_time_that_passed(world):
    key, version = world.milestone("ready")
    with world.database.unit_of_work() as session:
        factories.move_clock(session, by=timedelta(days=120))
    answer = world.client("provider").call(
        "POST", f"/milestones/{key}/submit", {"statement": "迟交"}, version=version
    )
    assert (answer.status_code, answer.json["rule"]) == (409, "late_milestone")


def test_projects_are_filtered_and_an_unknown_filter_is_refused(world):
    key, _ = world.project("suspended")
    client = world.client("lead")
    for query in ("state=suspended", "light=amber", "node=lab", "district=420106"):
        assert [one["id"] for one in client.get(f"/projects?{query}").json] == [key]
    assert client.get("/projects?light=green").json == []
    assert client.get("/projects?light=blue").status_code == 422
    assert client.get("/projects?colour=red").status_code == 422


def test_another_provider_finds_neither_project_nor_milestone_nor_files(world):
    key, _ = world.project()
    stranger = world.client("other")
    assert stranger.get(f"/projects/{key}").status_code == 404
    milestone = world.client("owner").get(f"/projects/{key}").json["milestones"][0]["id"]
    assert stranger.get(f"/milestones/{milestone}").status_code == 404
    assert stranger.get(f"/projects/{key}/attachments").status_code == 404
    assert stranger.get("/projects").json == []


def test_a_plan_that_breaks_rules_is_answered_by_field(world):
    key = world.contract()
    body = {
        "metrics": [{"key": "a", "name": "甲", "operator": "around", "target": 1}],
        "milestones": [{"title": "样机", "month": 1, "weight": 99}],
    }
    answer = world.client("provider").call("POST", f"/responses/{key}/project", body)
    assert answer.status_code == 422
    fields = {one["field"] for one in answer.json["errors"]}
    assert fields == {
        "metrics.0.operator",
        "milestones.0.target",
        "milestones.0.evidence",
        "milestones.0.consequence",
    }


def test_an_act_from_a_stale_version_changes_nothing(world):
    key, version = world.project()
    client = world.client("lead")
    first = client.call("POST", f"/projects/{key}/suspend", reason("audit"), version=version)
    assert first.status_code == 200
    again = client.call("POST", f"/projects/{key}/resume", version=version)
    assert again.status_code == 412
    assert client.get(f"/projects/{key}").json["state"] == "suspended"


def test_where_no_reserve_is_left_nobody_takes_over_and_nothing_ends(world):
    key, version = world.project()
    client = world.client("lead")
    body = reason("milestones_missed") | {"takes_over": True, "handover": "移交", "money": "停拨"}
    answer = client.call("POST", f"/projects/{key}/terminate", body, version=version)
    assert (answer.status_code, answer.json["rule"]) == (409, "no_reserve")
    assert client.get(f"/projects/{key}").json["state"] == "active"
