"""Matches and their reasons over HTTP, as provider, rival, owner and office."""

import pytest

from scenario_market.domain.parties.models import Mandate, Organisation
from scenario_market.domain.providers.models import Provider
from tests import factories
from tests.api.matched import ok, once, problem
from tests.domain.demands import cases
from tests.factories import NOW


@once
def test_each_reader_is_told_of_a_match_what_is_meant_for_him(scene):
    clients, keys = scene
    path = f"/matches/{keys['match']}"
    own = ok(clients["provider"].get(path))
    office = ok(clients["office"].get(path))
    (owners, *_) = ok(clients["owner"].get(f"/demands/{keys['demand']}/matches"))
    assert own["score_milli"] == sum(own["contributions"].values())
    assert not any("引擎版本" in reason for reason in own["reasons"])
    assert any("引擎版本" in reason for reason in office["reasons"])
    assert (owners["score_milli"], owners["contributions"]) == (None, None)
    assert not any("分" in reason and "得分" in reason for reason in owners["reasons"])
    assert owners["fit"] in {"strong", "good", "fair", "weak"}


@once
def test_rivals_and_strangers_find_no_match(scene, public):
    clients, keys = scene
    assert problem(clients["rival"].get(f"/matches/{keys['match']}"), 404) == "not_found"
    assert keys["match"] not in [one["id"] for one in ok(clients["rival"].get("/matches"))]
    assert problem(clients["provider"].get(f"/demands/{keys['demand']}/matches"), 403)
    assert problem(clients["owner"].get(f"/matches/{keys['match']}"), 403) == "not_permitted"
    assert problem(public.get("/matches"), 401) == "not_signed_in"


def test_an_owner_of_another_demand_sees_neither_matches_nor_runs(scene, database, client_of):
    _, keys = scene
    with database.unit_of_work() as session:
        stranger = cases.factories.person(session)
        organisation = Organisation(
            uscc="91350100M000100Y43",
            name="其他单位",
            state="verified",
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(organisation)
        session.flush()
        factories.mandate(session, organisation.id, stranger.id, "demands")
        key = stranger.id
    client = client_of(key)
    assert problem(client.get(f"/demands/{keys['demand']}/matches"), 404) == "not_found"
    assert problem(client.get(f"/demands/{keys['demand']}/match-runs"), 404) == "not_found"


def test_runs_tell_how_many_were_told_and_the_line_to_the_office_alone(scene):
    clients, keys = scene
    (run,) = ok(clients["office"].get(f"/demands/{keys['demand']}/match-runs"))
    assert (run["told"], run["eligible"]) == (1, 1)
    assert run["floor_milli"] is not None
    (run,) = ok(clients["owner"].get(f"/demands/{keys['demand']}/match-runs"))
    assert run["floor_milli"] is None


def test_not_for_me_is_kept_with_its_reason_and_never_told_again(scene, database, settings):
    clients, keys = scene
    path = f"/matches/{keys['match']}/dismissal"
    body = {"reason_code": "capacity"}
    first = clients["provider"].post(path, body, headers={"Idempotency-Key": "k1"})
    again = clients["provider"].post(path, body, headers={"Idempotency-Key": "k1"})
    assert ok(first, 201) == ok(again, 201)
    assert problem(clients["provider"].post(path, body), 409) == "already_done"
    assert ok(clients["provider"].get(f"/matches/{keys['match']}"))["dismissed"] == "capacity"
    (owners, *_) = ok(clients["owner"].get(f"/demands/{keys['demand']}/matches"))
    assert owners["dismissed"] is None
    why = ok(
        clients["provider"].get(f"/demands/{keys['demand']}/why?provider_id={keys['provider']}")
    )
    assert why["verdict"] == "dismissed"


@once
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason_code": "nonsense"}, "reason_code"),
        ({"reason_code": "other"}, "reason_text"),
        ({}, "reason_code"),
        ({"reason_code": "other", "reason_text": "长" * 501}, "reason_text"),
    ],
)
def test_not_for_me_without_a_known_reason_is_refused(scene, body, field):
    clients, keys = scene
    answer = clients["provider"].post(f"/matches/{keys['match']}/dismissal", body)
    assert problem(answer, 422) == "invalid"
    assert field in [error["field"].rpartition(".")[2] for error in answer.json["errors"]]


@once
def test_only_who_may_answer_for_the_provider_may_say_not_for_me(scene):
    clients, keys = scene
    path, body = f"/matches/{keys['match']}/dismissal", {"reason_code": "capacity"}
    assert problem(clients["clerk"].post(path, body), 403) == "not_permitted"
    assert problem(clients["rival"].post(path, body), 404) == "not_found"
    assert problem(clients["owner"].post(path, body), 403) == "not_permitted"
    assert problem(clients["office"].post(path, body), 403) == "not_permitted"


def test_a_provider_asks_why_it_was_told_and_another_why_not(scene):
    clients, keys = scene
    path = f"/demands/{keys['demand']}/why?provider_id="
    told = ok(clients["provider"].get(path + str(keys["provider"])))
    assert (told["verdict"], told["eligible"]) == ("told", True)
    refused = ok(clients["rival"].get(path + str(keys["rival"])))
    assert (refused["verdict"], refused["failed"]) == ("not_eligible", ["admitted"])
    assert refused["reasons"][0] == "尚未入库，或入库资格已暂停。"
    assert problem(clients["rival"].get(path + str(keys["provider"])), 404) == "not_found"
    assert problem(clients["owner"].get(path + str(keys["provider"])), 403) == "not_permitted"
    assert ok(clients["office"].get(path + str(keys["rival"])))["verdict"] == "not_eligible"


@once
def test_the_web_process_agrees_with_the_worker_on_the_score(scene):
    clients, keys = scene
    stored = ok(clients["provider"].get(f"/matches/{keys['match']}"))
    why = ok(
        clients["provider"].get(f"/demands/{keys['demand']}/why?provider_id={keys['provider']}")
    )
    assert why["score_milli"] == stored["score_milli"]
    assert why["contributions"] == stored["contributions"]


@once
def test_an_officer_who_stands_for_a_rival_is_told_no_points_while_the_demand_is_open(
    scene, database
):
    clients, keys = scene
    office = clients["office"]
    path, why = f"/matches/{keys['match']}", f"/demands/{keys['demand']}/why?provider_id="
    listed = f"/demands/{keys['demand']}/matches"
    assert len(ok(office.get(listed))) == 1
    with database.unit_of_work() as session:
        rival = session.get_one(Provider, keys["rival"]).organisation_id
        mandate = factories.mandate(session, rival, keys["people"]["office"], "profile").id
    assert problem(office.get(path), 404) == "not_found"
    assert problem(office.get(f"{why}{keys['provider']}"), 404) == "not_found"
    assert ok(office.get("/matches")) == ok(office.get(listed)) == []
    with database.unit_of_work() as session:
        row = session.get_one(Mandate, mandate)
        row.state, row.ended_at = "ended", NOW
    assert ok(office.get(path))["score_milli"] is not None
    assert ok(office.get(f"{why}{keys['provider']}"))["score_milli"] is not None


@once
def test_an_officer_reads_of_the_organisation_that_he_stands_for_what_it_reads_itself(
    scene, database
):
    clients, keys = scene
    with database.unit_of_work() as session:
        factories.mandate(session, keys["organisation"], keys["people"]["office"], "offers")
    path = f"/matches/{keys['match']}"
    assert ok(clients["office"].get(path)) == ok(clients["provider"].get(path))
