"""What stands around a call, by REST: testing oneself, its review, its questions, following, and its matches."""

import pytest

from tests.api.matched import ok, problem
from tests.api.world import world_on

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HONOUR = {"kind": "honour", "values": ["高新技术企业"]}
PLACE = {"kind": "district", "values": ["420106"], "ground": "依据××号文第三条"}
ACCEPTED = {"place": 1, "accepted": True, "text": "有上位法依据"}
OPINION = "经审查，不具有排除、限制竞争的效果"
TEXT = "是否允许停线标定？"


@pytest.fixture
def world(settings):
    return world_on(settings)


def test_a_provider_tests_itself_before_it_writes_a_line_in_its_own_language(world):
    key, _ = world.challenge("opened", eligibility=[HONOUR, PLACE])
    client, own = world.client("provider"), f"organisation_id={world.organisations['provider']}"
    path = f"/challenges/{key}/eligibility?{own}"
    answers = {one["rule"]: one for one in ok(client.get(path))}
    assert [answers[rule]["passed"] for rule in ("verified", "honour", "district")] == [
        True,
        False,
        False,
    ]
    assert answers["honour"]["lacking"] == [
        {"code": "high_tech", "level": 0, "reason": "absent", "expired_on": None}
    ]
    assert answers["honour"]["text"].startswith(
        "须全部具备荣誉：高新技术企业。所缺：高新技术企业。"
    )
    english = ok(client.get(path, headers={"Accept-Language": "en"}))
    assert "Lacking: High-tech enterprise." in next(
        one["text"] for one in english if one["rule"] == "honour"
    )
    assert problem(world.client("other").get(path), 404) == "not_found"
    assert problem(world.client("owner").get(path), 403) == "not_permitted"
    draft, _ = world.challenge()
    assert problem(client.get(f"/challenges/{draft}/eligibility?{own}"), 404) == "not_found"


def test_a_version_without_its_review_is_not_approved_and_a_restriction_owes_a_finding(world):
    key, version = world.challenge("under_review", eligibility=[HONOUR, PLACE])
    reviewer, path = world.client("reviewer"), f"/challenges/{key}"
    refused = reviewer.call("POST", f"{path}/approve", {}, version=version)
    assert (refused.status_code, refused.json["rule"]) == (409, "fairness_unreviewed")
    body = {"findings": [], "opinion": OPINION}
    refused = reviewer.call("POST", f"{path}/fairness-reviews", body, version=version)
    assert [(e["field"], e["rule"]) for e in refused.json["errors"]] == [
        ("findings", "finding_missing")
    ]
    body["findings"] = [ACCEPTED]
    made = reviewer.call("POST", f"{path}/fairness-reviews", body, version=version)
    assert made.status_code == 201, made.json
    approved = reviewer.call("POST", f"{path}/approve", {}, version=made.json["version"])
    assert approved.status_code == 200, approved.json
    (review,) = ok(reviewer.get(f"{path}/fairness-reviews"))
    assert (review["passed"], review["findings"]) == (True, [ACCEPTED])
    assert problem(world.client("provider").get(f"{path}/fairness-reviews"), 404) == "not_found"


def test_a_question_is_asked_made_anonymous_and_answered_and_nobody_reads_by_whom(world):
    key, _ = world.challenge("opened")
    asker, public = world.client("provider"), world.client("public")
    body = {"organisation_id": world.organisations["provider"], "text": "请致电13900000000"}
    refused = asker.post(f"/challenges/{key}/questions", body)
    assert [e["rule"] for e in refused.json["errors"]] == ["contact_in_text"]
    body["text"] = TEXT
    asked = ok(asker.post(f"/challenges/{key}/questions", body), 201)
    assert asked["organisation_id"] == world.organisations["provider"]
    assert ok(public.get(f"/challenges/{key}/questions")) == []
    reviewer = world.client("reviewer")
    (waiting,) = ok(reviewer.get("/questions"))
    assert (waiting["asked"], waiting["organisation_id"]) == (TEXT, None)
    path = f"/questions/{asked['id']}"
    assert problem(public.get(path), 404) == "not_found"
    words = {"text": "产线能否停线标定？"}
    version = waiting["version"]
    ok(reviewer.call("POST", f"{path}/publish", words, version=version))
    owner = world.client("owner")
    seen = ok(owner.get(path))
    answer = {"text": "每周检修日可停线四小时。"}
    ok(owner.call("POST", f"{path}/answer", answer, version=seen["version"]))
    (shown,) = ok(public.get(f"/challenges/{key}/questions"))
    assert (shown["number"], shown["text"], shown["answer"]) == (1, words["text"], answer["text"])
    hidden = ("asked", "asked_at", "organisation_id", "reason")
    assert [shown[name] for name in hidden] == [None] * 4
    assert not {"answered_by_id", "asked_by_id"} & set(shown)


def test_an_organisation_follows_and_the_number_is_hidden_before_halfway(world):
    key, _ = world.challenge("opened")
    client, own = world.client("provider"), world.organisations["provider"]
    followed = ok(client.call("PUT", f"/challenges/{key}/follow", {"organisation_id": own}))
    assert followed == {"follows": None, "own": [own]}
    assert ok(world.client("public").get(f"/challenges/{key}/interest")) == {
        "follows": None,
        "own": [],
    }
    path = f"/challenges/{key}/follow?organisation_id={own}"
    assert client.call("DELETE", path).status_code == 204
    assert problem(client.call("DELETE", path), 404) == "not_found"


def test_each_reader_is_told_of_a_match_what_is_meant_for_him(world):
    call, match = world.matched_call()
    own = ok(world.client("provider").get(f"/matches/{match}"))
    office = ok(world.client("lead").get(f"/matches/{match}"))
    (owners, *_) = ok(world.client("owner").get(f"/challenges/{call}/matches"))
    assert own["score_milli"] == sum(own["contributions"].values())
    assert any("榜单中的" in reason for reason in own["reasons"])
    assert any("引擎版本" in reason for reason in office["reasons"])
    assert (owners["score_milli"], owners["contributions"]) == (None, None)
    assert problem(world.client("other").get(f"/matches/{match}"), 404) == "not_found"
    (run, *_) = ok(world.client("owner").get(f"/challenges/{call}/match-runs"))
    assert run["floor_milli"] is None
    assert problem(world.client("rival").get(f"/challenges/{call}/matches"), 404) == "not_found"


def test_why_and_not_for_me_and_the_same_score_as_the_workers(world):
    call, match = world.matched_call()
    client = world.client("provider")
    path = f"/challenges/{call}/why?provider_id={world.providers['provider']}"
    why = ok(client.get(path))
    assert (why["verdict"], why["failed"]) == ("told", [])
    stored = ok(client.get(f"/matches/{match}"))
    assert why["score_milli"] == stored["score_milli"]
    dismissal = f"/matches/{match}/dismissal"
    assert problem(client.post(dismissal, {"reason_code": "other"}), 422) == "invalid"
    ok(client.post(dismissal, {"reason_code": "capacity"}), 201)
    assert problem(client.post(dismissal, {"reason_code": "capacity"}), 409) == "already_done"
    assert ok(client.get(path))["verdict"] == "dismissed"
    assert problem(world.client("other").get(path), 404) == "not_found"


def test_a_provider_lists_its_matches_with_demands_and_calls_together_or_one_kind(world):
    call, _ = world.matched_call()
    client, demand = world.client("provider"), world.matched.demand

    def listed(query=""):
        found = ok(client.get(f"/matches?open_only=true{query}"))
        return {(one["subject_kind"], one["subject_id"]) for one in found}

    assert listed() >= {("challenge", call), ("demand", demand)}
    assert {kind for kind, _ in listed("&subject_kind=demand")} == {"demand"}
    assert {kind for kind, _ in listed("&subject_kind=challenge")} == {"challenge"}
    assert problem(client.get("/matches?subject_kind=bid"), 422) == "invalid"


def test_partners_are_suggested_to_who_agreed_to_be_found_and_taken_back_at_once(world):
    call, _ = world.matched_call()
    client, key = world.client("provider"), world.providers["provider"]
    path = f"/challenges/{call}/partners?organisation_id={world.organisations['provider']}"
    assert ok(client.get(path)) == []
    version = ok(client.get(f"/providers/{key}"))["version"]
    body = {"is_findable": True}
    agreed = ok(client.call("PUT", f"/providers/{key}/findable", body, version=version))
    assert agreed["is_findable"] is True
    body = {"is_findable": False}
    back = client.call("PUT", f"/providers/{key}/findable", body, version=agreed["version"])
    assert ok(back)["is_findable"] is False
    assert problem(world.client("other").get(path), 404) == "not_found"
