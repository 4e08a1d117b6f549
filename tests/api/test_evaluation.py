"""The evaluation over HTTP: each reading is on record, what may not be seen is not found, rules refuse by name."""

import pytest
from sqlalchemy import select

from scenario_market.domain.draws import draw
from scenario_market.domain.readings import Reading
from tests.api.world import world_on


@pytest.fixture
def world(settings):
    return world_on(settings)


def readings(world):
    with world.database.reading() as session:
        rows = session.scalars(select(Reading).order_by(Reading.id)).all()
        return [(row.person_id, row.subject_kind, row.subject_id, row.part) for row in rows]


def test_reading_a_bid_is_on_record_as_soon_as_it_is_answered(world):
    key, _ = world.evaluated("scoring", "bid")
    member, officer = world.client("member"), world.client("reviewer")
    blind = member.get(f"/bids/{key}")
    assert (blind.status_code, blind.json["parts"]) == (200, ["blind"])
    assert "organisation_id" not in blind.json
    assert officer.get(f"/bids/{key}").json["parts"] == ["blind", "identity", "open"]
    again = officer.get(f"/bids/{key}", headers={"If-None-Match": "*"})
    assert again.status_code in (200, 304)
    people = world.people
    assert readings(world) == [
        (people["member"], "bid", key, "blind"),
        (people["reviewer"], "bid", key, "whole"),
        (people["reviewer"], "bid", key, "whole"),
    ]
    listed = world.client("auditor").get(f"/readings?subject_kind=bid&subject_id={key}")
    assert [one["part"] for one in listed.json] == ["whole", "whole", "blind"]
    assert officer.get("/readings").status_code == 403


def test_who_finds_nothing_leaves_no_reading_and_learns_nothing(world):
    key, _ = world.evaluated("scoring", "bid")
    for who in ("other", "expert", "owner", "public"):
        assert world.client(who).get(f"/bids/{key}").status_code in (401, 403, 404)
    assert readings(world) == []


def test_a_file_is_handed_out_under_a_name_that_tells_nothing_and_is_on_record(world):
    key, _ = world.evaluated("scoring", "bid")
    answer = world.client("member").get(f"/bids/{key}/files/{world.file_id}")
    assert answer.data.startswith(b"%PDF")
    assert "approach-1.pdf" in answer.headers["Content-Disposition"]
    assert [one[3] for one in readings(world)] == ["file"]


def test_score_without_declaration_is_refused_by_its_name(world):
    key, version = world.evaluated("scoring", "sheet")
    member = world.client("member")
    seat = member.get("/seats").json[0]
    reason = {"reason": {"code": "interest", "text": "持有股份"}}
    left = member.post(f"/seats/{seat['id']}/recuse", reason, version=seat["version"])
    assert left.json["state"] == "recused"
    assert member.get(f"/sheets/{key}").status_code == 404
    body = {"scores": {"cost": {"score": 70, "reason": "合理"}}}
    refused = member.put(f"/sheets/{key}", body, version=version + 1)
    assert (refused.status_code, refused.json["rule"]) == (409, "declaration_missing")


def test_the_draw_is_public_with_the_result_and_not_before(world):
    key, _ = world.evaluated("scoring")
    public = world.client("public")
    assert public.get(f"/challenges/{key}/draw").status_code == 404
    key = world.resulted()
    paper = public.get(f"/challenges/{key}/draw").json
    assert draw.faults(paper) == []
