"""Demands, lists and answers over HTTP: from draft to contract as its roles go, and what a client gets wrong."""

import pytest

from scenario_market.domain.parties.models import RoleGrant
from tests import factories
from tests.api.conftest import Clients
from tests.domain.demands import cases
from tests.domain.demands.cases import ANSWER, COMPLETE, CONTRACT
from tests.factories import NOW

FIELDS = {**COMPLETE, "starts_on": "2099-01-01", "ends_on": "2099-12-31"}
REASON = {"reason": {"code": "plan_changed", "text": "计划调整"}}


@pytest.fixture
def people(database, city, client_of):
    """Clients of an owner, two providers and four officers, and the keys of the organisations."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)

        def mandated(organisation, *scopes):
            person = cast.person()
            factories.mandate(session, organisation.id, person.id, *scopes)
            return person.id

        def officer(role, place=None):
            person = cast.person()
            session.add(RoleGrant(person_id=person.id, role=role, place=place, starts_at=NOW))
            return person.id

        providers = [cast.organisation(name=f"服务商{n}") for n in range(2)]
        persons = {
            "owner": mandated(cast.owner_organisation, "demands"),
            "rival": mandated(cast.organisation(), "demands"),
            "provider": mandated(providers[0], "offers", "profile"),
            "other": mandated(providers[1], "offers", "profile"),
            "first": officer("office_reviewer"),
            "second": officer("office_reviewer"),
            "lead": officer("office_lead"),
            "district": officer("district_officer", "420106"),
        }
        keys = {
            "owner": cast.owner_organisation.id,
            "provider": providers[0].id,
            "other": providers[1].id,
        }
    return Clients(client_of, persons), keys


def ok(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


def draft(people, **fields):
    clients, keys = people
    body = {"organisation_id": keys["owner"], "fields": {**FIELDS, **fields}}
    return ok(clients["owner"].post("/demands", body), 201)


def act(client, path, row, body=None, method="post"):
    """An act on the present version of what the client reads at the path's head."""
    head = "/".join(path.split("/")[:3])
    version = ok(client.get(head))["version"]
    return ok(getattr(client, method)(path, body, version=version))


def approved(people):
    clients, _ = people
    row = draft(people)
    path = f"/demands/{row['id']}"
    act(clients["owner"], f"{path}/submit", row)
    act(clients["first"], f"{path}/review", row)
    for name in ("first", "second"):
        act(clients[name], f"{path}/approve", row, {"opinion": "同意"})
    return path, row["id"]


def published(people):
    clients, _ = people
    path, key = approved(people)
    steps = ["secrecy", "review_1", "review_2", "review_3", "proof_1", "proof_2", "proof_3"]
    signers = ["first", "second", "lead"]
    for place, step in enumerate(steps):
        act(clients[signers[place % 3]], f"{path}/clearances", None, {"step": step})
    row = ok(clients["first"].post("/lists", {"title": "第一批场景需求清单"}), 201)
    act(clients["first"], f"/lists/{row['id']}", row, {"demand_ids": [key]}, method="patch")
    act(clients["lead"], f"/lists/{row['id']}/publish", row)
    return path, key, row["id"]


def test_a_need_is_published_answered_docked_and_contracted(people, public):
    clients, keys = people
    path, _, list_id = published(people)
    seen = ok(public.get(path))
    assert seen["state"] == "listed"
    assert "contact_mobile" not in seen
    shown = ok(public.get(f"/lists/{list_id}"))
    assert shown["items"][0]["content"]["title"] == COMPLETE["title"]
    body = {"organisation_id": keys["provider"], **ANSWER}
    row = ok(clients["provider"].post(f"{path}/responses", body), 201)
    mine = f"/responses/{row['id']}"
    assert "contact_mobile" not in ok(clients["owner"].get(mine))
    act(clients["owner"], f"{mine}/accept", row)
    assert ok(clients["owner"].get(mine))["contact_mobile"] == ANSWER["contact_mobile"]
    assert ok(clients["provider"].get(path))["contact_mobile"] == COMPLETE["contact_mobile"]
    act(clients["provider"], f"{mine}/confirm", row)
    act(clients["provider"], f"{mine}/contract", row, CONTRACT, method="put")
    done = act(clients["owner"], f"{mine}/contract/confirm", row)
    assert done["state"] == "contracted"
    assert done["contract"]["confirmed_at"]
    assert ok(public.get(path))["state"] == "contracted"
    assert [move["verb"] for move in ok(public.get(f"{path}/history"))] == [
        "list",
        "dock",
        "contract",
    ]


def test_rivals_find_no_draft_and_no_answer_of_others(people, public):
    clients, keys = people
    row = draft(people)
    for client in (public, clients["rival"], clients["provider"], clients["district"]):
        assert client.get(f"/demands/{row['id']}").status_code == 404
    path, _, _ = published(people)
    body = {"organisation_id": keys["provider"], **ANSWER}
    answer = ok(clients["provider"].post(f"{path}/responses", body), 201)
    for name in ("other", "rival"):
        assert clients[name].get(f"/responses/{answer['id']}").status_code == 404
        assert ok(clients[name].get(f"{path}/responses")) == []


def test_a_change_needs_the_version_that_was_read(people):
    clients, _ = people
    row = draft(people)
    path = f"/demands/{row['id']}"
    missing = clients["owner"].patch(path, {"place": "二号厂房"})
    assert (missing.status_code, missing.json["code"]) == (428, "version_missing")
    stale = clients["owner"].patch(path, {"place": "二号厂房"}, version=row["version"] + 1)
    assert (stale.status_code, stale.json["code"]) == (412, "stale_version")
    changed = clients["owner"].patch(path, {"place": "二号厂房"}, version=row["version"])
    assert ok(changed)["version"] == row["version"] + 1
    tag = clients["owner"].get(path).headers["ETag"]
    again = clients["owner"].get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_repeated_key_makes_one_demand(people):
    clients, keys = people
    body = {"organisation_id": keys["owner"], "fields": FIELDS}
    options = {"headers": {"Idempotency-Key": "draft-1"}}
    first = ok(clients["owner"].post("/demands", body, **options), 201)
    second = ok(clients["owner"].post("/demands", body, **options), 201)
    assert first["id"] == second["id"]
    assert len(ok(clients["owner"].get("/demands?scope=mine"))) == 1


def test_what_was_made_can_be_changed_without_reading_it_again(people):
    clients, keys = people
    body = {"organisation_id": keys["owner"], "fields": FIELDS}
    options = {"headers": {"Idempotency-Key": "draft-1"}}
    for _ in range(2):  # the kept answer tells the version of then
        made = clients["owner"].post("/demands", body, **options)
    tag = {"If-Match": made.headers["ETag"]}
    path = f"/demands/{made.json['id']}"
    ok(clients["owner"].patch(path, {"place": "二号厂房"}, headers=tag))
    assert clients["owner"].patch(path, {"place": "三号"}, headers=tag).status_code == 412


def test_wrong_fields_are_named_in_the_reader_s_language_with_what_would_be_right(people):
    clients, keys = people
    body = {
        "organisation_id": keys["owner"],
        "fields": {"district": "武昌县", "budget_min_fen": 2, "budget_max_fen": 1},
    }
    answer = clients["owner"].post("/demands", body)
    assert answer.status_code == 422
    errors = {error["field"]: error for error in answer.json["errors"]}
    assert "武昌区" in errors["district"]["message"]
    assert errors["budget_max_fen"]["message"] == "上限不能低于下限。"
    english = clients["owner"].post("/demands", body, headers={"Accept-Language": "en"})
    errors = {error["field"]: error for error in english.json["errors"]}
    assert errors["budget_max_fen"]["message"] == "The maximum is below the minimum."


def test_every_rule_of_demands_has_a_text_in_both_languages():
    import re
    from pathlib import Path

    from scenario_market.texts import errors as texts

    folder = Path(__file__).parents[2] / "scenario_market" / "domain" / "demands"
    source = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    fields = set(re.findall(r'FieldError\(\s*[^,]+?,\s*"(\w+)"', source))
    refusals = set(re.findall(r'(?:RuleRefused|AlreadyDone)\(\s*"(\w+)"', source))
    assert len(fields) > 20
    assert fields - set(texts.FIELDS) == set()
    assert refusals - set(texts.DETAILS) == set()


def test_publication_of_an_uncleared_demand_is_refused_by_its_name(people):
    clients, _ = people
    _, key = approved(people)
    row = ok(clients["first"].post("/lists", {"title": "清单"}), 201)
    changed = act(
        clients["first"], f"/lists/{row['id']}", row, {"demand_ids": [key]}, method="patch"
    )
    unfit = ok(clients["lead"].get(f"/lists/{row['id']}/unfit"))
    assert unfit[0]["errors"][0]["rule"] == "steps_unsigned"
    answer = clients["lead"].post(f"/lists/{row['id']}/publish", version=changed["version"])
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "items.0.clearances"
    assert answer.json["errors"][0]["params"]["demand_id"] == key


def test_pages_lead_on_by_link(people, public):
    for _ in range(2):
        published(people)
    first = public.get("/demands?limit=1")
    address = first.headers["Link"].split(";")[0].strip("<>").removeprefix("/api/v1")
    second = public.get(address)
    assert len(ok(first)) == len(ok(second)) == 1
    assert first.json[0]["id"] > second.json[0]["id"]
    assert "Link" not in second.headers


def test_a_planned_list_and_a_withdrawn_one(people, public):
    clients, _ = people
    _, key, list_id = published(people)
    reason = {"reason": {"code": "content_error", "text": "数据有误"}}
    act(clients["lead"], f"/lists/{list_id}/withdraw", None, reason)
    shown = ok(public.get(f"/lists/{list_id}"))
    assert shown["state"] == "withdrawn"
    assert "content" not in shown["items"][0]
    assert ok(public.get(f"/demands/{key}")).keys() <= {
        "id",
        "number",
        "state",
        "version",
        "updated_at",
        "listed_at",
        "sharpenings",
    }
    row = ok(clients["first"].post("/lists", {"title": "第二批"}), 201)
    empty = clients["lead"].post(
        f"/lists/{row['id']}/schedule",
        {"publish_at": "2099-01-01T09:00:00+08:00"},
        version=row["version"],
    )
    assert (empty.status_code, empty.json["rule"]) == (409, "list_empty")


def test_an_amendment_waits_for_an_officer(people, public):
    clients, _ = people
    path, _, _ = published(people)
    change = {"fields": {"place": "三号厂房"}, "reason": "产线调整"}
    waiting = act(clients["owner"], f"{path}/amendment", None, change, method="put")
    assert waiting["amendment"]["changed"] == ["place"]
    assert ok(public.get(path))["place"] == COMPLETE["place"]
    act(clients["first"], f"{path}/amendment/confirm", None)
    assert ok(public.get(path))["place"] == "三号厂房"
    last = ok(public.get(f"{path}/versions"))[-1]
    assert last["differences"][0]["field"] == "place"
    act(clients["owner"], f"{path}/withdraw", None, REASON)
    assert ok(public.get(f"{path}/versions")) == []


def test_officers_collect_and_count_by_source(people):
    clients, keys = people
    body = {"source": "officer_visit", "fields": {"title": "征集"}}
    row = ok(clients["district"].post("/demands/collected", body), 201)
    owned = act(
        clients["district"],
        f"/demands/{row['id']}/owner",
        row,
        {"organisation_id": keys["owner"]},
        method="put",
    )
    assert owned["owner"]["id"] == keys["owner"]
    counts = ok(
        clients["lead"].get(
            "/demands/sources?since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z"
        )
    )
    assert {one["source"]: one["count"] for one in counts}["officer_visit"] == 1
    for name in ("owner", "provider"):  # it counts needs that were never published
        refused = clients[name].get("/demands/sources?since=2020-01-01T00:00:00Z")
        assert (refused.status_code, refused.json["code"]) == (403, "not_permitted")


def test_the_office_asks_for_matching_again(people):
    clients, _ = people
    path, _, _ = published(people)
    assert clients["first"].post(f"{path}/match").status_code == 202
    assert clients["owner"].post(f"{path}/match").status_code == 403
