"""Key officers and early openings over HTTP."""

import pytest

from tests.api.world import world_on
from tests.api.world.openings import REASON

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(settings):
    return world_on(settings)


def ask(world, challenge_id, passphrase=None):
    body = {"passphrase": passphrase or world.passphrase("keeper"), "reason": REASON}
    return world.client("keeper").call("POST", f"/challenges/{challenge_id}/early-openings", body)


def test_two_officers_close_a_call_before_its_time_and_everybody_reads_it(world):
    challenge_id, _ = world.challenge("opened")
    asked = ask(world, challenge_id)
    assert asked.status_code == 201
    one = asked.json["id"]
    assert ask(world, challenge_id).json["rule"] == "early_opening_asked"
    body = {"passphrase": world.passphrase("second_keeper")}
    confirmed = world.client("second_keeper").call(
        "POST", f"/early-openings/{one}/confirm", body, version=1
    )
    assert (confirmed.status_code, confirmed.json["version"]) == (200, 2)
    public = world.client("public")
    (seen,) = public.call("GET", f"/challenges/{challenge_id}/early-openings").json
    assert (seen["reason"], seen["confirmed_at"]) == (REASON, confirmed.json["confirmed_at"])
    assert public.call("GET", f"/challenges/{challenge_id}").json["state"] == "closed"
    assert public.call("GET", f"/challenges/{challenge_id}/bid-hashes").status_code == 404
    assert "\nmarket_challenges_unopened 1\n" in public.http.get("/metrics").get_data(as_text=True)


def test_a_wrong_passphrase_is_refused_and_stands_in_no_answer(world):
    challenge_id, _ = world.challenge("opened")
    refused = ask(world, challenge_id, "这不是那一句口令 这不是那一句口令")
    assert (refused.status_code, refused.json["rule"]) == (409, "passphrase_wrong")
    assert "这不是" not in refused.get_data(as_text=True)


def test_wrong_passphrases_are_counted_though_each_is_refused(world):
    challenge_id, _ = world.challenge("opened")
    for _ in range(5):
        assert ask(world, challenge_id, "这不是那一句口令 这不是那一句口令").status_code == 409
    blocked = ask(world, challenge_id)
    assert (blocked.status_code, blocked.json["rule"]) == (429, "passphrase_blocked")
    assert int(blocked.headers["Retry-After"]) > 3500


def test_a_short_passphrase_is_refused_with_the_length_that_is_right(world):
    world.without_key("new_keeper")
    refused = world.client("new_keeper").call("POST", "/key-officers", {"passphrase": "太短"})
    assert refused.status_code == 422
    assert "16" in refused.get_data(as_text=True)


def test_an_enrolled_officer_stands_in_the_register_by_name(world):
    key, _ = world.key_officer("new_keeper")
    shown = world.client("auditor").call("GET", f"/key-officers/{key}").json
    assert (shown["person_id"], shown["is_active"]) == (world.people["new_keeper"], True)
    assert set(shown) == {
        *("id", "person_id", "name", "is_active", "created_at", "retired_at", "version"),
    }


def test_the_keys_of_receipts_are_public(world):
    (key,) = world.client("public").call("GET", "/receipt-keys").json
    assert key["signs_now"] is True
    assert key["id"] in world.app.extensions["receipts"].public_keys
