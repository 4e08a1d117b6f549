"""Sealed bids over HTTP: one act, answers of one size, and nobody else finds them."""

import base64
import io
import json

import pytest

from scenario_market.vault.receipts import faults
from tests.api.attaching import BODY
from tests.api.sealing import Bidder
from tests.api.world import world_on
from tests.api.world.cast import OFFICERS
from tests.domain.bids.desks import ANSWERS

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(settings):
    return world_on(settings)


@pytest.fixture
def bidder(world):
    return Bidder(world, "provider", world.open_call())


def test_a_bid_is_written_handed_in_and_its_receipt_verifies_offline(world, bidder):
    done = bidder.act("hand_in", ANSWERS, accepts_rules=True)
    assert (done.status_code, done.json["done"], done.json["standing"]) == (200, True, "submitted")
    files = bidder.client.get(f"{bidder.path}/content").json
    assert files["handed_in"]["receipt"] == done.json["receipt"]
    content = base64.b64decode(files["handed_in"]["content"])
    keys = world.app.extensions["receipts"].public_keys
    assert faults(done.json["receipt"], public_keys=keys, content=content) == []
    assert faults(done.json["receipt"], public_keys=keys, content=content + b" ") == ["content"]


def test_a_refused_handing_in_answers_like_a_saving_and_says_why(world, bidder):
    saved = bidder.act("save", {"approach": {"text": "三步"}})
    refused = bidder.act("hand_in", {"impact": {"text": "成效"}})
    assert (saved.status_code, refused.status_code) == (200, 200)
    assert (saved.json["done"], refused.json["done"]) == (True, False)
    rules = [one["rule"] for one in refused.json["refused"]]
    assert rules == ["rules_not_accepted", "incomplete"]
    assert all(one["message"] for one in refused.json["refused"] + refused.json["missing"])
    assert bidder.read()["sections"]["impact"]["answer"] == {"text": "成效"}


def test_every_answer_has_one_size_whatever_was_done(world, bidder):
    answers = [
        bidder.act("save"),
        bidder.act("hand_in"),
        bidder.act("save", ANSWERS, accepts_rules=True),
        bidder.act("hand_in"),
        bidder.act("withdraw"),
    ]
    assert [one.json["done"] for one in answers] == [True, False, True, True, True]
    assert {len(one.get_data()) for one in answers} == {len(answers[0].get_data())}


def test_a_reading_is_as_long_as_the_draft_whatever_is_handed_in(world, bidder):
    def sizes():
        paths = (bidder.path, f"{bidder.path}/content")
        return [len(bidder.client.get(path).get_data()) for path in paths]

    read = [sizes()]
    # Of every length around a whole step: a word more of what is handed in would make one step more of it.
    for filled in range(58_000, 60_000, 400):
        long = {"approach": {"text": "x" * filled}, "capability": {"text": "y" * 4_000}}
        saved = bidder.act("save", ANSWERS | long, accepts_rules=True)
        assert saved.json["missing"] == []
        drafted = sizes()
        assert bidder.act("hand_in").json["standing"] == "submitted"
        assert sizes() == drafted
        bidder.act("withdraw")
        assert sizes() == drafted
        read.append(drafted)
    assert read[0] == [98_304, 393_216]
    assert {one for one, _ in read} == {98_304, 163_840}


def test_what_is_handed_in_stays_while_the_draft_goes_on_and_the_reading_names_what_differs(bidder):
    bidder.act("hand_in", ANSWERS, accepts_rules=True)
    bidder.act("save", {"impact": {"text": "改"}})
    handed_in = bidder.read()["handed_in"]
    assert (handed_in["changed_since"], handed_in["content"]) == (["impact"], None)
    kept = bidder.client.get(f"{bidder.path}/content").json["handed_in"]["content"]
    assert json.loads(base64.b64decode(kept))["content"]["impact"] == ANSWERS["impact"]


def test_a_conflict_brings_both_texts_in_the_problem(world, bidder):
    before = bidder.read()["sections"]["approach"]["etag"]
    bidder.act("save", {"approach": {"text": "甲"}})
    answer = bidder.put({"approach": {"answer": {"text": "乙"}, "etag": before}})
    assert (answer.status_code, answer.json["code"]) == (409, "section_conflict")
    (conflict,) = answer.json["params"]["conflicts"]
    assert (conflict["yours"], conflict["current"]) == ({"text": "乙"}, {"text": "甲"})


def test_wrong_shapes_are_named_and_nothing_is_lost(world, bidder):
    answer = bidder.act("save", {"milestones": [{"weight": "很多"}]})
    assert answer.status_code == 422
    assert [(one["field"], one["rule"]) for one in answer.json["errors"]] == [
        ("milestones.0.weight", "not_a_whole_number")
    ]
    unknown = bidder.put({"prices": {"answer": {}, "etag": ""}})
    assert unknown.status_code == 422


def test_a_file_is_encrypted_in_the_store_and_comes_back_whole(world, bidder, settings):
    form = {"section": "team", "file": (io.BytesIO(BODY), "团队简历.pdf")}
    added = bidder.client.call(
        "POST", f"{bidder.path}/files", data=form, content_type="multipart/form-data"
    )
    assert added.status_code == 201, added.json
    assert len(added.get_data()) == len(bidder.act("save").get_data())
    file = added.json["file"]
    read = bidder.client.get(f"{bidder.path}/files/{file['key']}")
    assert (read.get_data(), read.mimetype) == (BODY, "application/pdf")
    kept = [path for path in (settings.data_dir / "files").rglob("*") if path.is_file()]
    sizes = {path.stat().st_size for path in kept if path.name != ".lock"}
    assert len(sizes) == 1
    assert sizes.pop() > 1_048_576
    assert not any(BODY[:200] in path.read_bytes() for path in kept)
    removed = bidder.put({}, removed_files=[file["key"]])
    assert removed.json["done"]
    assert bidder.read()["files"] == []
    assert bidder.client.get(f"{bidder.path}/files/{file['key']}").status_code == 404


def test_a_program_is_no_attachment_and_a_large_file_is_refused_with_the_limit(world, bidder):
    def send(content):
        form = {"section": "team", "file": (io.BytesIO(content), "a.pdf")}
        return bidder.client.call(
            "POST", f"{bidder.path}/files", data=form, content_type="multipart/form-data"
        )

    assert send(b"MZ" + b"\0" * 4096).status_code == 422
    large = send(b"%PDF-1.7\n" + b" " * 20_971_520 + b"%%EOF\n")
    assert (large.status_code, large.json["code"]) == (413, "too_large")


@pytest.mark.parametrize("who", ["public", "rival", "owner", "other", *OFFICERS])
def test_nobody_else_finds_a_workspace_by_any_of_its_addresses(world, bidder, who):
    bidder.act("hand_in", ANSWERS, accepts_rules=True)
    client = world.client(who)
    found = [
        client.get(bidder.path),
        client.get(f"{bidder.path}/content"),
        client.get(f"{bidder.path}/files/x"),
        client.put(bidder.path, {"act": "save", "version": 1}),
        client.post(f"{bidder.path}/invitations", {"uscc": "91110000802100433B"}),
        client.post(f"{bidder.path}/leave", {"organisation_id": world.organisations["provider"]}),
    ]
    assert {one.status_code for one in found} <= {401, 403, 404}
    listed = client.get("/workspaces")
    assert listed.status_code in (401, 403) or listed.json == []


def test_a_consortium_over_http(world, bidder):
    other = world.client("other")
    uscc = world.uscc("other")
    asked = bidder.client.post(f"{bidder.path}/invitations", {"uscc": uscc})
    assert asked.status_code == 201, asked.json
    (waiting,) = other.get("/consortium-invitations").json
    assert (waiting["lead"]["name"], waiting["answer"]) == ("服务商甲", None)
    joined = other.post(f"/consortium-invitations/{waiting['access_key']}/consent")
    assert joined.json["answer"] == "consented"
    (own,) = other.get("/workspaces").json
    assert own["access_key"] == bidder.key
    left = other.post(f"{bidder.path}/leave", {"organisation_id": world.organisations["other"]})
    assert left.status_code == 204
    assert other.get(bidder.path).status_code == 404


def test_after_the_deadline_every_act_is_told_so(world):
    bidder = Bidder(world, "provider", world.open_call(closes_in_days=0.25))
    bidder.read()
    world.pass_days(0.3)
    for verb in ("save", "hand_in", "withdraw"):
        answer = bidder.put({}, act=verb)
        assert (answer.status_code, answer.json["rule"]) == (409, "challenge_closed")
