"""What the public reads of landmarks, and how it verifies a certificate."""

import json

import pytest

from scenario_market.domain.landmarks.models import Landmark
from scenario_market.vault.signing import SigningKey, verified
from tests.api.world import world_on

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(settings):
    return world_on(settings)


def test_a_certificate_that_somebody_signed_in_the_database_does_not_hold(world, tmp_path):
    key, version = world.landmark("over")
    number = {"document_number": f"武场景〔{world.city.day(world.now).year}〕902号"}
    made = world.client("lead").post(f"/landmarks/{key}/certify", number, version=version)
    stranger = SigningKey.new()
    with world.database.unit_of_work() as session:
        row = session.get(Landmark, key)
        row.certificate = row.certificate.replace("902", "903")
        row.public_key, row.signature = stranger.public_key, stranger.sign(row.certificate.encode())
    shown = world.client("public").get(f"/certificates/{made.json['check_code']}").json
    assert verified(shown["public_key"], shown["text"].encode(), shown["signature"])
    assert shown["holds"] is False


def test_anybody_verifies_a_certificate_by_its_code(world):
    key, version = world.landmark("over")
    year = world.city.day(world.now).year
    made = world.client("lead").post(
        f"/landmarks/{key}/certify", {"document_number": f"武场景〔{year}〕901号"}, version=version
    )
    assert made.status_code == 200, made.json
    public = world.client("public")
    shown = public.get(f"/certificates/{made.json['check_code']}").json
    assert (shown["status"], shown["holds"]) == ("in_force", True)
    assert json.loads(shown["text"])["code"] == made.json["check_code"]
    assert verified(shown["public_key"], shown["text"].encode(), shown["signature"])
    (platform,) = public.get("/platform-keys").json
    assert (platform["public_key"], platform["signs_now"]) == (shown["public_key"], True)
    assert public.get("/certificates/AAAA-AAAA-AAAA-AAAA").status_code == 404
    read = world.client("lead").get(f"/landmarks/{key}").json
    body = {"reason": {"code": "out_of_use", "text": "产线已停用"}}
    world.client("lead").post(f"/landmarks/{key}/revoke", body, version=read["version"])
    shown = public.get(f"/certificates/{made.json['check_code']}").json
    assert (shown["status"], shown["holds"]) == ("revoked", True)
    trace = public.get(f"/landmarks/{key}").json
    assert trace["state"] == "revoked"
    assert "outcome" not in trace


def test_a_certificate_that_ran_out_and_was_then_revoked_says_that_it_is_revoked(world):
    key, _ = world.landmark("certified")
    with world.database.unit_of_work() as session:
        session.get(Landmark, key).state = "expired"
    read = world.client("lead").get(f"/landmarks/{key}").json
    public = world.client("public")
    code = f"/certificates/{read['check_code']}"
    assert public.get(code).json["status"] == "expired"
    body = {"reason": {"code": "out_of_use", "text": "产线已停用"}}
    done = world.client("lead").post(f"/landmarks/{key}/revoke", body, version=read["version"])
    assert done.status_code == 200, done.json
    assert public.get(code).json["status"] == "revoked"


def test_what_is_not_certified_is_for_its_sides_and_the_office(world):
    key, _ = world.landmark("announced")
    for who, status in (("public", 404), ("rival", 404), ("owner", 200), ("auditor", 200)):
        assert world.client(who).get(f"/landmarks/{key}").status_code == status, who


def test_the_public_list_has_the_certified_ones_with_their_results(world):
    world.landmark("announced")
    key, _ = world.landmark("certified")
    (listed,) = world.client("public").get("/landmarks").json
    assert listed["id"] == key
    assert listed["results"][0]["baseline"] == 3.5
    mine = world.client("owner").get("/landmarks?scope=mine").json
    assert len(mine) == 2
