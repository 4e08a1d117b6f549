"""Organisations, mandates, invitations and roles through the API, as their people use them."""

import json

import pytest

from scenario_market.domain.parties import uscc
from tests.api.conftest import Client, version
from tests.factories import USCCS

NEW = {"uscc": USCCS[0], "name": "武汉测试光电有限公司"}
WHOLE = {"district": "420111", "owner_type": "private", "address": "珞喻路1号"}


def test_an_organisation_is_registered_completed_and_verified(sign_in, staff):
    owner, office = sign_in("13812345678"), staff("office_reviewer")
    made = owner.post("/organisations", NEW)
    assert (made.status_code, made.json["state"]) == (201, "unverified")
    path = f"/organisations/{made.json['id']}"
    asked = owner.post(f"{path}/ask", version=1)
    assert {e["field"] for e in asked.json["errors"]} == {"district", "owner_type", "address"}
    assert owner.patch(path, WHOLE).status_code == 428
    edited = owner.patch(path, WHOLE, version=1)
    assert (edited.status_code, version(edited)) == (200, 2)
    assert owner.patch(path, WHOLE | {"address": "x"}, version=1).status_code == 412
    assert owner.post(f"{path}/ask", version=2).json["state"] == "pending"
    waiting = office.get("/organisations?state=pending").json
    assert [one["id"] for one in waiting] == [made.json["id"]]
    assert owner.post(f"{path}/verify", version=3).status_code == 403
    done = office.post(f"{path}/verify", version=3)
    assert (done.status_code, done.json["state"]) == (200, "verified")
    reason = {"reason": {"code": "own_request", "text": "更名"}}
    assert office.post(f"{path}/revoke", reason, version=4).json["state"] == "refused"
    decisions = owner.get(f"{path}/decisions").json
    assert [one["verb"] for one in decisions] == ["ask", "verify", "revoke"]
    assert decisions[-1]["reason_text"] == "更名"


def test_a_refusal_without_a_known_reason_is_refused_itself(sign_in, staff):
    owner, office = sign_in("13812345678"), staff("office_reviewer")
    path = f"/organisations/{owner.post('/organisations', NEW | WHOLE).json['id']}"
    owner.post(f"{path}/ask", version=1)
    reason = {"reason": {"code": "because", "text": "x"}}
    answer = office.post(f"{path}/reject", reason, version=2)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "reason.code"
    reason["reason"]["code"] = "uscc_mismatch"
    assert office.post(f"{path}/reject", reason, version=2).json["state"] == "refused"


def test_a_wrong_code_says_in_chinese_what_would_be_right(sign_in):
    owner = sign_in("13812345678")
    answer = owner.post("/organisations", NEW | {"uscc": "91350100M000100Y44"})
    assert answer.status_code == 422
    assert answer.json["errors"] == [
        {
            "field": "uscc",
            "rule": "uscc_check_digit",
            "message": "校验位不符：按前 17 位应为 3，现为 4，请核对。",
            "params": {"expected": "3", "found": "4"},
        }
    ]


def test_a_registered_code_tells_nothing_but_that(sign_in):
    sign_in("13812345678").post("/organisations", NEW)
    answer = sign_in("13812345679").post("/organisations", NEW | {"name": "别的"})
    assert (answer.status_code, answer.json["rule"]) == (409, "ask_for_invitation")
    assert NEW["name"] not in answer.get_data(as_text=True)


def test_a_repeated_registration_with_its_key_gets_the_first_answer(sign_in):
    owner = sign_in("13812345678")
    key = {"Idempotency-Key": "a"}
    first = owner.post("/organisations", NEW, headers=key)
    again = owner.post("/organisations", NEW, headers=key)
    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_rivals_find_nothing_of_each_other(sign_in):
    one, two = sign_in("13812345678"), sign_in("13812345679")
    path = f"/organisations/{one.post('/organisations', NEW).json['id']}"
    two.post("/organisations", NEW | {"uscc": USCCS[1]})
    mandate = f"/mandates/{one.get(f'{path}/mandates').json[0]['id']}"
    reason = {"reason": {"code": "left", "text": "x"}}
    answers = [
        two.get(path),
        two.patch(path, {"address": "x"}, version=1),
        two.post(f"{path}/ask", version=1),
        two.get(f"{path}/decisions"),
        two.get(f"{path}/mandates"),
        two.post(f"{path}/mandates", {"person_id": 1, "scopes": ["demands"]}),
        two.get(f"{path}/invitations"),
        two.post(f"{path}/invitations", {"mobile": "13800000001", "scopes": ["demands"]}),
        two.get(mandate),
        two.post(f"{mandate}/renew", {}, version=1),
        two.post(f"{mandate}/replace", reason | {"scopes": ["demands"]}, version=1),
        two.post(f"{mandate}/revoke", reason, version=1),
        two.post(f"{mandate}/hand-over", {"successor_person_id": 1}, version=1),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert len(two.get("/organisations").json) == 1


def test_a_colleague_is_invited_accepts_takes_over_and_the_founder_goes(sign_in, sms):
    boss = sign_in("13812345678")
    path = f"/organisations/{boss.post('/organisations', NEW).json['id']}"
    offer = {"mobile": "138 1234 5679", "scopes": ["demands"]}
    invited = boss.post(f"{path}/invitations", offer)
    assert invited.status_code == 201
    code = sms()[-1]["variables"]["code"]
    assert code not in invited.get_data(as_text=True)
    clerk = sign_in("13812345679", name="张三")
    assert boss.post("/invitations/accept", {"code": code}).status_code == 404
    accepted = clerk.post("/invitations/accept", {"code": code})
    assert (accepted.status_code, accepted.json["scopes"]) == (201, ["demands"])
    assert clerk.post("/invitations/accept", {"code": code}).status_code == 409
    assert clerk.get("/me").json["roles"] == ["enterprise"]
    rows = boss.get(f"{path}/mandates?live=true").json
    assert (rows[0]["person_name"], rows[0]["person_mobile"]) == ("张三", "138****5679")
    assert len(clerk.get(f"{path}/mandates").json) == 1
    own = next(row for row in rows if row["id"] != accepted.json["id"])
    reason = {"reason": {"code": "left", "text": "离职"}}
    last = boss.post(f"/mandates/{own['id']}/revoke", reason, version=1)
    assert (last.status_code, last.json["rule"]) == (409, "last_manager")
    body = {"successor_person_id": accepted.json["person_id"]}
    handed = boss.post(f"/mandates/{own['id']}/hand-over", body, version=1)
    assert handed.json["scopes"] == ["demands", "offers", "profile", "sign", "manage"]
    assert boss.get(path).status_code == 403
    assert clerk.get("/me").json["roles"] == ["enterprise", "provider"]


def test_the_administrator_grants_roles_and_closes_accounts(app, sign_in, staff):
    administrator, somebody = staff("administrator"), sign_in("13812345678")
    me = somebody.get("/me").json["id"]
    found = administrator.get("/people?mobile=13812345678").json
    assert [one["id"] for one in found] == [me]
    body = {"role": "district_officer", "place": "420111"}
    granted = administrator.post(f"/people/{me}/roles", body)
    assert granted.status_code == 201
    assert somebody.get("/me").json["districts"] == ["420111"]
    watch = administrator.post(f"/people/{me}/roles", {"role": "auditor"})
    assert (watch.status_code, watch.json["rule"]) == (409, "separation_of_duties")
    own = administrator.get("/me").json["id"]
    self_granted = administrator.post(f"/people/{own}/roles", {"role": "office_lead"})
    assert self_granted.json["rule"] == "no_self_grant"
    (listed,) = administrator.get(f"/people/{me}/roles").json
    revoke = f"/role-grants/{granted.json['id']}/revoke"
    assert administrator.post(revoke, version=listed["version"]).json["version"] == 2
    assert administrator.post(revoke, version=listed["version"]).status_code == 412
    assert somebody.get("/me").json["roles"] == []
    assert somebody.get("/people").status_code == 403
    made = somebody.post("/me/tokens", {"name": "脚本", "scopes": ["account.use"]}).json
    bearer = Client(app, made["token"])
    assert bearer.get("/me").status_code == 200
    read = version(administrator.get(f"/people/{me}"))
    closed = administrator.post(f"/people/{me}/disable", version=read)
    assert (closed.status_code, version(closed)) == (200, read + 1)
    assert administrator.post(f"/people/{me}/enable", version=read).status_code == 412
    opened = administrator.post(f"/people/{me}/enable", version=read + 1)
    assert opened.json["disabled_at"] is None
    assert somebody.get("/me").status_code == 401
    assert bearer.get("/me").status_code == 401


def test_pages_lead_on_by_link(sign_in):
    owner = sign_in("13812345678")
    for code in USCCS[:3]:
        owner.post("/organisations", NEW | {"uscc": code})
    first = owner.get("/organisations?limit=2")
    address = first.headers["Link"].partition(";")[0].strip("<>").removeprefix("/api/v1")
    second = owner.get(address)
    assert [len(first.json), len(second.json)] == [2, 1]
    assert "Link" not in second.headers


@pytest.mark.parametrize("key", ["0", "9007199254740991", "99999999999999999999"])
def test_a_key_that_cannot_be_is_not_found(staff, key):
    assert staff("office_reviewer").get(f"/organisations/{key}").status_code == 404


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"])
def test_characters_that_no_database_keeps_are_refused(sign_in, text):
    body = json.dumps(NEW | {"name": text})
    owner = sign_in("13812345678")
    answer = owner.post("/organisations", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "name")
    owner.post("/organisations", NEW)
    answer = owner.get("/organisations?name=%00")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "name")


def test_a_mandate_is_changed_by_whoever_read_it_as_it_stands(sign_in):
    boss = sign_in("13812345678")
    path = f"/organisations/{boss.post('/organisations', NEW).json['id']}"
    mandate = f"/mandates/{boss.get(f'{path}/mandates').json[0]['id']}"
    read = boss.get(mandate)
    assert (version(read), read.json["version"], read.json["attachment_id"]) == (1, 1, None)
    assert boss.post(f"{mandate}/renew", {}).status_code == 428
    renewed = boss.post(f"{mandate}/renew", {}, version=1)
    assert (renewed.status_code, version(renewed)) == (200, 2)
    stale = boss.post(f"{mandate}/renew", {}, version=1)
    assert (stale.status_code, stale.json["code"]) == (412, "stale_version")
    wanted = {"scopes": ["manage"], "reason": {"code": "scope_changed", "text": "只管授权"}}
    assert boss.post(f"{mandate}/replace", wanted, version=1).status_code == 412
    replaced = boss.post(f"{mandate}/replace", wanted, version=2)
    assert (replaced.status_code, version(replaced)) == (201, 1), replaced.json
    ended = boss.get(mandate).json
    assert (ended["version"], ended["end_cause"]) == (3, "replace")


def test_an_invitation_is_taken_back_by_whoever_read_it_as_it_stands(sign_in):
    boss, rival = sign_in("13812345678"), sign_in("13812345679")
    path = f"/organisations/{boss.post('/organisations', NEW).json['id']}"
    offer = {"mobile": "13812345670", "scopes": ["demands"]}
    one = f"/invitations/{boss.post(f'{path}/invitations', offer).json['id']}"
    rival.post("/organisations", NEW | {"uscc": USCCS[1]})
    assert rival.get(one).status_code == 404
    assert rival.delete(one, version=1).status_code == 404
    assert boss.delete(one).status_code == 428
    assert boss.delete(one, version=2).status_code == 412
    assert boss.delete(one, version=version(boss.get(one))).status_code == 200
    gone = boss.get(one)
    assert (version(gone), gone.json["cancelled_at"] is not None) == (2, True)


def odd_code():
    """A code that GB 32100 accepts and whose organisation code breaks GB 11714."""
    first = "91110000802100434"
    return first + uscc.check_character(first)


def test_a_code_that_breaks_its_older_check_is_taken_and_shown_to_who_verifies(sign_in, staff):
    somebody, office = sign_in("13812345678"), staff("office_reviewer")
    made = somebody.post("/organisations", NEW | WHOLE | {"uscc": odd_code()})
    assert made.status_code == 201
    (warning,) = made.json["warnings"]
    assert (warning["field"], warning["rule"]) == ("uscc", "organisation_code")
    assert warning["params"] == {"expected": "3", "found": "4"}
    assert "营业执照" in warning["message"]
    path = f"/organisations/{made.json['id']}"
    english = office.get(path, headers={"Accept-Language": "en"}).json["warnings"]
    assert "should end in 3 by GB 11714, not 4" in english[0]["message"]
    assert [one["warnings"][0]["rule"] for one in office.get("/organisations").json] == [
        "organisation_code"
    ]
    asked = somebody.post(f"{path}/ask", version=1)
    verified = office.post(f"{path}/verify", version=version(asked))
    assert (verified.json["state"], verified.json["warnings"]) == ("verified", [warning])


def test_a_whole_code_has_no_warnings(sign_in):
    whole = NEW | {"uscc": USCCS[1]}
    assert sign_in("13812345678").post("/organisations", whole).json["warnings"] == []
