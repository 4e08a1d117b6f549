"""A pledge over REST: proposed, agreed, signed by three proven people, issued, verified by anybody."""

import io

import pytest

from scenario_market.workers import pledges as paper
from tests.api.world import PASSWORD, world_on
from tests.workers.hand import Hand

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PARTIES = ("provider", "owner", "lead")


@pytest.fixture
def world(settings):
    return world_on(settings)


def read(world, key, who="owner"):
    return world.client(who).get(f"/pledges/{key}").json


def sign(world, key, who, **changed):
    world.password(who)
    now = read(world, key, who)
    body = {"sha256": now["sha256"], "password": PASSWORD} | changed
    return world.client(who).post(f"/pledges/{key}/signatures", body, version=now["version"])


def test_a_pledge_from_proposal_to_a_paper_that_anybody_verifies(world, settings):
    key, version = world.pledge()
    metric = {"key": "miss_rate", "value": 0.2}
    proposal = {"metrics": [metric], "reason": "实验室数据优于揭榜承诺"}
    made = world.client("provider").post(f"/pledges/{key}/proposal", proposal, version=version)
    assert (made.status_code, made.json["number"]) == (200, 2)
    newest = world.client("lead").get(f"/pledges/{key}/versions").json[0]
    assert newest["changed"] == [{"field": "metrics.miss_rate.value", "old": 0.3, "new": 0.2}]
    for who in ("owner", "lead"):
        now = read(world, key)
        agreed = world.client(who).post(
            f"/pledges/{key}/agreement", {"number": 2}, version=now["version"]
        )
        assert agreed.status_code == 200
    assert agreed.json["state"] == "signing"
    for who in PARTIES:
        signed = sign(world, key, who)
        assert signed.status_code == 200, signed.json
    assert signed.json["state"] == "signed"
    code = signed.json["check_code"]
    Hand(settings).turn()
    issued = read(world, key)
    file = world.client("provider").get(f"/attachments/{issued['attachment_id']}/content").data
    public = world.client("public")
    assert public.get(f"/verifications/pledges/{code}").json["sha256"] == issued["sha256"]
    altered = bytearray(file)
    altered[len(file) // 3] ^= 1
    for content, is_genuine in ((file, True), (bytes(altered), False)):
        answer = public.call(
            "POST",
            f"/verifications/pledges/{code}",
            data={"file": (io.BytesIO(content), "军令状.pdf")},
            content_type="multipart/form-data",
        )
        assert (answer.status_code, answer.json["is_genuine"]) == (200, is_genuine)
    assert paper.words.FORMS["platform"] == "平台确认（非签章）"


def test_a_changed_document_is_not_signed_and_the_refusal_names_both_hashes(world):
    key, _ = world.pledge("settled")
    shown = world.pledge_hash(key)
    now = read(world, key)
    body = {"special_terms": "临签前加一条", "reason": "补充"}
    world.client("owner").post(f"/pledges/{key}/proposal", body, version=now["version"])
    for who in ("provider", "lead"):
        now = read(world, key)
        world.client(who).post(f"/pledges/{key}/agreement", {"number": 2}, version=now["version"])
    answer = sign(world, key, "provider", sha256=shown)
    assert (answer.status_code, answer.json["rule"]) == (409, "document_changed")
    assert shown in answer.json["detail"]
    assert world.pledge_hash(key) in answer.json["detail"]


def test_a_wrong_password_signs_nothing_and_is_counted(world):
    key, _ = world.pledge("settled")
    answer = sign(world, key, "owner", password="完全不对的口令")
    assert (answer.status_code, answer.json["rule"]) == (401, "wrong_proof")
    assert "未签署" in answer.json["detail"]
    assert read(world, key)["signatures"] == []
    with world.database.reading() as session:
        from scenario_market.domain.parties.models import Person

        assert session.get(Person, world.people["owner"]).password_failures == 1


def test_password_and_code_together_or_neither_are_refused(world):
    key, _ = world.pledge("settled")
    for given in ({"code": "123456"}, {"password": None}):
        body = {"sha256": world.pledge_hash(key), "password": PASSWORD} | given
        body = {name: value for name, value in body.items() if value is not None}
        now = read(world, key)
        answer = world.client("owner").post(
            f"/pledges/{key}/signatures", body, version=now["version"]
        )
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "password")


def test_rivals_and_strangers_find_no_pledge(world):
    key, version = world.pledge("settled")
    for who in ("rival", "other"):
        client = world.client(who)
        assert client.get(f"/pledges/{key}").status_code == 404
        assert client.get("/pledges").json == []
        body = {"number": 1}
        answer = client.post(f"/pledges/{key}/agreement", body, version=version)
        assert answer.status_code == 404


def test_a_code_that_is_nobodys_or_of_an_unsigned_pledge_is_not_found(world):
    key, _ = world.pledge("settled")
    code = read(world, key)["check_code"]
    for one in (code, "AAAA-BBBB-CCCC-DDDD"):
        assert world.client("public").get(f"/verifications/pledges/{one}").status_code == 404
