"""What of a result comes out by REST, and to whom."""

import pytest

from scenario_market.domain import readings
from tests.api.world import world_on

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(settings):
    return world_on(settings)


def test_the_public_reads_where_a_result_stands_and_nothing_that_it_rests_on(world):
    key, version = world.result("announced")
    shown = world.client("public").get(f"/challenges/{key}/result").json
    assert shown["state"] == "public_notice"
    assert len(shown["notice_ids"]) == 1
    assert len(shown["panel"]) == 5
    before, _ = world.result("decided")
    assert world.client("public").get(f"/challenges/{before}/result").json["panel"] == []
    assert not {"opinion", "decisions"} & shown.keys()
    assert world.client("rival").get(f"/challenges/{key}/result").json.get("opinion") is None
    office = world.client("lead").get(f"/challenges/{key}/result")
    assert office.json["opinion"]["owed"] == 5
    assert office.json["decisions"][0]["minutes"] == "会议审议通过评审组推荐意见"
    assert office.json["version"] == version


def test_the_version_that_hidden_acts_move_is_for_those_alone_who_act(world):
    def told(key, *names):
        return {world.client(one).get(f"/challenges/{key}/result").json["version"] for one in names}

    key, version = world.result()
    assert told(key, "expert", "owner", "lead", "observer") == {version}
    before = told(key, "public", "rival", "other", "objections")
    key, version = world.result("recommended")
    assert told(key, "expert", "owner", "lead", "observer") == {version}
    outside = told(key, "public", "rival", "other", "objections")
    assert len(before) == len(outside) == 1
    assert version not in outside


def test_the_owner_reads_the_opinion_from_the_recommendation_on_without_names(world):
    key, _ = world.result("signed")
    assert "opinion" not in world.client("owner").get(f"/challenges/{key}/result").json
    key, _ = world.result("recommended")
    opinion = world.client("owner").get(f"/challenges/{key}/result").json["opinion"]
    assert {one["person_id"] for one in opinion["signatures"]} == {None}
    assert opinion["places"][0]["pseudonym"]


def test_a_letter_in_words_says_scores_reasons_place_and_how_to_object(world):
    key = world.letter()
    letter = world.client("provider").get(f"/result-letters/{key}").json
    text = letter["text"]
    assert text.startswith("揭榜结果通知书\n\n服务商甲：")
    assert "在 3 份达到合格分数线的揭榜书中排名第 1 位" in text
    assert "（一）技术先进性与需求匹配度（权重 35%）：90 分" in text
    assert "评审意见 2：方案与需求匹配" in text
    assert "纪检监督电话：027-00000001" in text
    english = (
        world.client("provider")
        .get(f"/result-letters/{key}", headers={"Accept-Language": "en"})
        .json["text"]
    )
    assert "Your place is 1 of the 3 bids" in english
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in english.partition("3. ")[2])


def test_nobody_reads_the_letter_of_another_bid(world):
    key = world.letter()
    assert world.client("other").get(f"/result-letters/{key}").status_code == 404
    assert world.client("owner").get(f"/result-letters/{key}").status_code == 403
    assert world.client("other").get("/result-letters").json == []
    assert world.client("observer").get(f"/result-letters/{key}").status_code == 200


def test_an_objection_shows_its_author_to_the_reviewer_and_not_to_the_office(world):
    key, _ = world.objection()
    for who, is_told in (("objections", True), ("other", True), ("lead", False)):
        shown = world.client(who).get(f"/objections/{key}").json
        assert ("objector" in shown, "grounds" in shown) == (is_told, is_told), who
    assert world.client("owner").get(f"/objections/{key}").status_code == 404
    assert world.client("administrator").get(f"/objections/{key}").status_code == 404
    files = world.client("lead").get(f"/objections/{key}/attachments")
    assert files.status_code == 404


def test_the_trail_of_an_objection_and_its_files_names_nobody(world):
    from tests.api.calls.attachments import attached

    attached(world, kind="objection")
    trail = world.client("administrator").get("/audit/events").json
    told = [one for one in trail if one["kind"] in ("objection.filed", "attachment.added")]
    assert {one["kind"] for one in told} >= {"objection.filed", "attachment.added"}
    assert {one["actor_person_id"] for one in told} == {None}


def test_a_second_objection_of_one_person_is_refused_by_name(world):
    notice = world.notice()
    body = {"grounds": "公示总分有误，请复核"}
    client = world.client("node")
    assert client.post(f"/public-notices/{notice}/objections", body).status_code == 201
    again = client.post(f"/public-notices/{notice}/objections", body)
    assert (again.status_code, again.json["rule"]) == (409, "objection_exists")
    shown = world.client("public").get(f"/public-notices/{notice}").json
    assert shown["rested_on"] is not None


def test_who_reads_reasons_scores_or_hearings_is_on_record_for_those_who_watch(world):
    key, _ = world.result("recommended")
    letter = world.letter()
    ranked, _ = world.evaluated("ranked")
    for name, path in (
        ("public", f"/challenges/{key}/result"),
        ("rival", f"/challenges/{key}/result"),
        ("owner", f"/challenges/{key}/result"),
        ("provider", f"/result-letters/{letter}"),
        ("lead", f"/challenges/{ranked}/hearings"),
        ("lead", f"/challenges/{ranked}/ranking"),
        ("lead", f"/challenges/{ranked}/score-hints"),
    ):
        assert world.client(name).get(path).status_code == 200, path
    found = world.client("auditor").get("/readings?limit=5").json
    assert [
        (one["person_id"], one["subject_kind"], one["subject_id"], one["part"]) for one in found
    ] == [
        (world.people["lead"], "score_sheet", 0, "hints"),
        (world.people["lead"], "score_sheet", 0, "ranking"),
        (world.people["lead"], "hearing", 0, "list"),
        (world.people["provider"], "result_letter", letter, "whole"),
        (world.people["owner"], "result", key, "whole"),
    ]
    only = world.client("auditor").get("/readings?subject_kind=result").json
    assert [one["challenge_id"] for one in only] == [key]
    with world.database.reading() as session:
        assert list(readings.faults(session)) == []
