"""Signing in by code and by password, and tokens, through the API."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import update

from scenario_market.api import create_app
from scenario_market.domain import clock
from scenario_market.domain.parties.models import Person, SignInCode
from scenario_market.persistence.database import Database
from tests import factories
from tests.api.conftest import Client
from tests.factories import USCCS
from tests.workers.hand import Hand

NEW = {"uscc": USCCS[0], "name": "武汉测试光电有限公司"}
WHOLE = {"district": "420111", "owner_type": "private", "address": "珞喻路1号"}


def test_a_new_number_signs_in_by_code_and_finds_itself(sign_in):
    me = sign_in("+86 138 1234 5678", name="李工").get("/me")
    assert me.status_code == 200
    assert (me.json["name"], me.json["mobile"], me.json["roles"]) == ("李工", "13812345678", [])
    assert "organisation.register" in me.json["permissions"]
    assert me.json["mandates"] == []


def test_the_code_is_asked_for_with_the_same_answer_for_everybody(public, sign_in):
    sign_in("13812345678")
    known = public.post("/sign-in-codes", {"mobile": "13812345678"})
    assert known.status_code == 429
    assert 0 < int(known.headers["Retry-After"]) <= 60
    unknown = public.post("/sign-in-codes", {"mobile": "13812345679"})
    assert set(unknown.json) == {"expires_at"}


@pytest.fixture
def gateway():
    """A carrier's gateway: real HTTP, answering with the code that it is told to."""

    class Handler(BaseHTTPRequestHandler):
        code = "OK"

        def log_message(self, *words):
            pass

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            content = json.dumps({"code": type(self).code}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_code_that_was_not_sent_is_told_and_leaves_nothing(settings, gateway):
    address = f"http://127.0.0.1:{gateway.server_port}/sms"
    client = Client(create_app(replace(settings, sms_url=address)))
    answers = []
    for code in ("INVALID_MOBILE", "BUSY", "OK", "OK"):
        gateway.RequestHandlerClass.code = code
        answer = client.post("/sign-in-codes", {"mobile": "13812345678"})
        answers.append(answer.status_code)
        if code == "INVALID_MOBILE":
            assert answer.json["errors"][0]["rule"] == "unreachable"
    assert answers == [422, 503, 202, 429]


def test_a_gateway_that_is_not_there_is_told_as_such(settings):
    client = Client(create_app(replace(settings, sms_url="http://127.0.0.1:9/sms")))
    answer = client.post("/sign-in-codes", {"mobile": "13812345678"})
    assert (answer.status_code, answer.json["rule"]) == (503, "sms_unavailable")


def test_wrong_codes_are_counted_though_each_call_was_refused(public, sms):
    public.post("/sign-in-codes", {"mobile": "13812345678"})
    code = sms()[-1]["variables"]["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for guess in [wrong] * 5 + [code]:
        answer = public.post("/sign-ins", {"mobile": "13812345678", "code": guess})
        assert (answer.status_code, answer.json["code"]) == (401, "sign_in_refused")
        assert answer.json["rule"] == "wrong_code"


def test_password_sign_in_gives_one_answer_for_all_that_is_wrong(app, public, sign_in):
    client = sign_in("13812345678")
    code = {"new_password": "correct horse 电池"}
    assert client.put("/me/password", code).status_code == 401
    assert client.get("/me").json["has_password"] is False
    answers = []
    for mobile in ("13812345678", "13900000001", "nonsense"):
        answer = public.post("/sign-ins", {"mobile": mobile, "password": "wrong password"})
        body = answer.json
        body.pop("request_id")
        answers.append((answer.status_code, body))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 401


def test_a_password_is_set_by_code_and_opens_the_door(app, database, public, sms, sign_in):
    client, other = sign_in("13812345678"), None
    with database.unit_of_work() as session:
        factories.move_clock(session, by=factories.timedelta(minutes=2))
    other = sign_in("13812345678")
    with database.unit_of_work() as session:
        factories.move_clock(session, by=factories.timedelta(minutes=2))
    public.post("/sign-in-codes", {"mobile": "13812345678"})
    body = {"new_password": "12345678901", "code": sms()[-1]["variables"]["code"]}
    weak = client.put("/me/password", body)
    assert (weak.status_code, weak.json["errors"][0]["rule"]) == (422, "password_weak")
    body["new_password"] = "correct horse 电池"
    assert client.put("/me/password", body).json == {"ended_sign_ins": 1, "revoked_tokens": []}
    assert client.get("/me").status_code == 200
    assert other.get("/me").status_code == 401
    answer = public.post("/sign-ins", {"mobile": "138-1234-5678", "password": "correct horse 电池"})
    assert answer.status_code == 201
    fresh = Client(app, answer.json["token"])
    rows = fresh.get("/me/sign-ins").json
    assert [(row["way"], row["is_present"]) for row in rows] == [
        ("password", True),
        ("code", False),
    ]
    assert fresh.delete("/me/sign-ins").status_code == 204
    assert client.get("/me").status_code == 401
    assert fresh.post("/sign-out").status_code == 204
    assert fresh.get("/me").status_code == 401


@pytest.mark.parametrize("proof", [{}, {"code": "123456", "password": "x"}])
def test_a_sign_in_takes_exactly_one_proof(public, proof):
    answer = public.post("/sign-ins", {"mobile": "13812345678"} | proof)
    assert answer.status_code == 422


def test_no_token_outlives_a_change_of_the_password_and_its_owner_is_told_which(
    app, database, sign_in, settings
):
    me = sign_in("13812345678")
    known = {"name": "夜间对接", "scopes": ["account.use"]}
    made = me.post("/me/tokens", known).json
    bearer = Client(app, made["token"])
    assert bearer.get("/me").status_code == 200
    with database.unit_of_work() as session:
        person = session.get(Person, me.get("/me").json["id"])
        person.password_hash = app.extensions["passwords"].hash("a quiet secret")
    body = {"new_password": "another secret", "current_password": "a quiet secret"}
    answer = me.put("/me/password", body)
    assert [one["id"] for one in answer.json["revoked_tokens"]] == [made["id"]]
    assert answer.json["revoked_tokens"][0]["revoked_at"]
    assert bearer.get("/me").status_code == 401
    assert me.get("/me").status_code == 200
    Hand(settings).turn()
    told = [one for one in me.get("/notices").json if one["kind"] == "password_changed"]
    assert f"夜间对接 ({made['hint']}…)" in "".join(told[0]["sentences"])


def test_a_token_is_shown_once_and_opens_its_scopes_alone(app, staff):
    office = staff("office_reviewer")
    body = {"name": "脚本", "scopes": ["organisation.read"], "days": 5}
    made = office.post("/me/tokens", body)
    assert made.status_code == 201
    robot = Client(app, made.json["token"])
    assert robot.get("/organisations").status_code == 200
    assert robot.get("/me").status_code == 403
    assert robot.post("/me/tokens", body).status_code == 403
    listed = office.get("/me/tokens").json
    assert "token" not in listed[0]
    assert listed[0]["last_used_at"]
    assert office.delete(f"/me/tokens/{listed[0]['id']}").status_code == 204
    assert robot.get("/organisations").status_code == 401
    wide = office.post("/me/tokens", body | {"scopes": ["role.grant"]})
    assert wide.json["errors"][0]["rule"] == "scope_not_held"


class Watching:
    """Hashes as it does, and looks meanwhile whether another connection may write."""

    def __init__(self, hasher, url):
        self.hasher, self.url, self.free = hasher, url, []

    def look(self):
        database = Database(self.url)
        with database.unit_of_work() as session:
            factories.person(session)
        database.close()
        self.free.append(True)

    def hash(self, password):
        self.look()
        return self.hasher.hash(password)

    def verify(self, kept, password):
        self.look()
        return self.hasher.verify(kept, password)

    def is_outdated(self, kept):
        return self.hasher.is_outdated(kept)


def test_a_password_is_set_without_holding_the_writers_lock_while_it_is_hashed(
    app, settings, sign_in, public, sms, database, city, monkeypatch
):
    me = sign_in("13812345678")
    watching = Watching(app.extensions["passwords"], settings.database_url)
    monkeypatch.setitem(app.extensions, "passwords", watching)
    wrong = {"new_password": "a quiet secret", "current_password": "not this one"}
    assert me.put("/me/password", wrong).status_code == 401
    pause = city.policy["account"]["code_pause_seconds"]
    with database.unit_of_work() as session:
        session.execute(
            update(SignInCode).values(created_at=clock.now(session) - timedelta(seconds=pause + 1))
        )
    public.post("/sign-in-codes", {"mobile": "13812345678"})
    code = sms()[-1]["variables"]["code"]
    answer = me.put("/me/password", {"new_password": "a quiet secret", "code": code})
    assert answer.status_code == 200, answer.json
    assert watching.free == [True] * 3
    assert me.get("/me").json["has_password"] is True
