"""Signing in and out by a browser: its cookie is for pages alone, and nobody else gets anything done by it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scenario_market.api import create_app
from scenario_market.domain.parties.models import Person, SignIn
from tests import factories
from tests.api.browser import PASSWORD, Browser, read, with_password
from tests.api.conftest import Client

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NUMBER = "13900001111"


@pytest.fixture
def person(app, database):
    with database.unit_of_work() as session:
        key = factories.person(session).id
        session.get(Person, key).mobile = NUMBER
    with_password(app, key)
    return key


@pytest.fixture
def browser(app, person):
    return Browser(app)


def is_signed_in(browser):
    return "退出登录" in browser.get("/").text


def live(database):
    with database.reading() as session:
        return session.scalars(select(SignIn.id).where(SignIn.ended_at.is_(None))).all()


def test_a_browser_signs_in_and_out_and_the_end_holds_on_the_server(browser, database):
    assert not is_signed_in(browser)
    answer = browser.sign_in("139 0000 1111", next="/unsubscribe/x?lang=en")
    assert (answer.status_code, answer.location) == (303, "/unsubscribe/x?lang=en")
    (flags,) = [one.lower() for one in answer.headers.getlist("Set-Cookie")]
    assert {"httponly", "samesite=lax", "path=/"} <= {one.strip() for one in flags.split(";")}
    assert "domain=" not in flags
    page = browser.get("/")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Cookie" in page.headers["Vary"]
    assert is_signed_in(browser)
    assert browser.get("/sign-in?next=/").location == "/"
    stolen = browser.cookie
    answer = browser.send("/sign-out")
    assert answer.status_code == 303
    assert "您已退出登录" in browser.get(answer.location).text
    assert live(database) == []
    browser.http.set_cookie("session", stolen)
    assert not is_signed_in(browser)


def test_whatever_is_wrong_the_answer_is_the_same_and_keeps_the_number_alone(browser, database):
    pages = []
    for number, password in ((NUMBER, "wrong"), ("13900002222", "wrong"), ("nonsense", PASSWORD)):
        answer = browser.sign_in(number, password)
        assert answer.status_code == 422
        assert f'value="{number}"' in answer.text
        assert password not in answer.text
        pages.append(answer.text.replace(number, "").replace(browser.token, ""))
    assert pages[0] == pages[1] == pages[2]
    assert live(database) == []
    empty = read(browser.send("/sign-in", mobile="", password=" "))
    assert "有 2 处需要修改" in empty
    long = read(browser.sign_in(NUMBER, "x" * 257))
    assert "手机号或密码不正确" not in long


def test_wrong_passwords_at_the_page_and_at_rest_count_together(browser, app, person, database):
    for n in range(10):
        if n % 2:
            browser.sign_in(NUMBER, "wrong")
        else:
            Client(app).post("/sign-ins", {"mobile": NUMBER, "password": "wrong"})
    assert browser.sign_in(NUMBER).status_code == 422  # blocked, and not told so
    with database.reading() as session:
        assert session.get(Person, person).password_blocked_until is not None


def test_by_code_a_number_gets_in_too(browser, sms, database):
    wrong = browser.send(
        "/sign-in/codes",
        token=browser.get("/sign-in?by=code") and browser.token,
        by="code",
        mobile="12",
    )
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text
    sent = browser.send("/sign-in/codes", by="code", mobile="13912345678", next="/")
    second = browser.get(sent.location)
    assert "13912345678" in read(second)
    soon = browser.send("/sign-in/codes", by="code", mobile="13912345678")
    assert soon.status_code == 429
    refused = browser.send("/sign-in", by="code", mobile="13912345678", code="000000x")
    assert (refused.status_code, "验证码不正确" in refused.text) == (422, True)
    code = sms()[-1]["variables"]["code"]
    assert browser.send("/sign-in", by="code", mobile="13912345678", code=code).status_code == 303
    assert is_signed_in(browser)
    assert len(live(database)) == 1


def test_a_form_without_its_token_does_nothing_says_what_to_do_and_keeps_the_number(
    app, browser, database
):
    stranger = Browser(app)
    stranger.get("/sign-in")
    browser.get("/sign-in")
    for token in ("", "x", stranger.token, browser.token[:-1]):
        answer = browser.open(
            "/sign-in",
            "POST",
            data={"csrf_token": token, "mobile": NUMBER, "password": PASSWORD},
        )
        assert answer.status_code == 400
        assert "登录页已过期" in answer.text
        assert f'value="{NUMBER}"' in answer.text
        assert PASSWORD not in answer.text
    assert live(database) == []
    assert browser.send("/sign-in", mobile=NUMBER, password=PASSWORD).status_code == 303
    answer = browser.open("/sign-out", "POST", data={"csrf_token": stranger.token})
    assert answer.status_code == 400
    assert "未作任何改动" in answer.text
    assert is_signed_in(browser)


def test_a_session_that_somebody_planted_is_worth_nothing(app, browser):
    attacker = Browser(app)
    attacker.get("/sign-in")
    planted, token = attacker.cookie, attacker.token
    browser.http.set_cookie("session", planted)
    browser.send("/sign-in", token=token, mobile=NUMBER, password=PASSWORD)
    assert browser.cookie != planted
    assert is_signed_in(browser)
    assert not is_signed_in(attacker)
    assert browser.send("/sign-out", token=token).status_code == 400


def test_who_signs_in_again_ends_the_session_before(browser, database):
    browser.sign_in(NUMBER)
    (first,) = live(database)
    token = browser.get("/") and browser.token
    assert (
        browser.send("/sign-in", token=token, mobile=NUMBER, password=PASSWORD).status_code == 303
    )
    assert [one for one in live(database) if one == first] == []
    assert len(live(database)) == 1


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "/%2F%2Fevil.example",
        "/\tevil",
        "\t//evil.example",
        "javascript:alert(1)",
        "/@evil.example",
        "http:/evil",
        "/..//evil.example",
        "/api/v1/events",
        "/sign-in",
        "/sign-out",
        "/nowhere",
        "/" + "x" * 3000,
    ],
)
def test_signing_in_leads_to_our_own_pages_alone(browser, elsewhere):
    page = browser.get("/sign-in", query_string={"next": elsewhere})
    assert 'name="next"' not in page.text
    assert browser.sign_in(NUMBER, next=elsewhere).location == "/"


def test_the_cookie_opens_no_call_of_the_api_and_a_bearer_token_no_page(
    app, browser, client_of, person
):
    browser.sign_in(NUMBER)
    assert browser.open("/api/v1/me", headers={"Accept": "*/*"}).status_code == 401
    for path in ("/api/v1/sign-out", "/api/v1/organisations", "/api/v1/me/tokens"):
        answer = browser.open(path, "POST", json={}, headers={"Accept": "*/*"})
        assert answer.status_code == 401, path
    assert is_signed_in(browser)
    listed = browser.open("/api/v1/demands", headers={"Accept": "*/*"})
    assert "Cookie" not in listed.headers["Vary"]
    token = client_of(person).headers
    answer = Browser(app).open("/office/dossiers", headers=token)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")


def test_a_session_that_was_ended_elsewhere_reads_what_is_public_and_is_asked_to_sign_in(
    app, browser, database, client_of, person
):
    browser.sign_in(NUMBER)
    form = browser.get("/") and browser.token
    assert client_of(person).delete("/me/sign-ins").status_code == 204
    answer = browser.send("/office/dossiers/challenge/1", token=form, confirmed="1")
    assert answer.location == "/sign-in?next=/office/dossiers/challenge/1"
    assert not is_signed_in(browser)
    assert browser.get("/").status_code == 200


def test_over_https_the_cookie_is_bound_to_this_host_and_never_sent_in_the_clear(settings, person):
    secure = create_app(replace(settings, public_url="https://market.example"))
    browser = Browser(secure, "https://localhost")
    answer = browser.sign_in(NUMBER)
    (flags,) = answer.headers.getlist("Set-Cookie")
    assert flags.startswith("__Host-session=")
    assert "; Secure" in flags
    assert is_signed_in(browser)


def test_no_page_stands_in_a_frame_of_another(browser):
    browser.sign_in(NUMBER)
    for path in ("/", "/sign-in", "/nowhere", "/office/dossiers"):
        headers = browser.get(path).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "form-action 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_who_knocks_too_often_at_one_door_is_kept_out_at_the_other(settings, person):
    limited = create_app(replace(settings, rate_limits=True, rate_sign_ins="4 per hour"))
    browser, machine = Browser(limited), Client(limited)
    assert [browser.sign_in("1", "x").status_code for _ in range(2)] == [422] * 2
    found = [machine.post("/sign-ins", {}).status_code for _ in range(3)]
    assert found == [422, 422, 429]
    kept_out = browser.sign_in(NUMBER)
    assert (kept_out.status_code, kept_out.mimetype) == (429, "text/html")
    assert browser.get("/sign-in").status_code == 200


def test_signing_in_speaks_english_and_keeps_to_it(browser):
    pages = [browser.get(f"/sign-in?lang=en&by={way}") for way in ("code", "password")]
    pages.append(browser.send("/sign-in?lang=en", mobile="", password=""))
    pages.append(browser.open("/sign-out?lang=en", "POST"))
    for page in pages:
        content = page.text.partition("<main")[2].partition("</main")[0]
        assert content
        assert not [sign for sign in content if "\u4e00" <= sign <= "\u9fff"]


@pytest.mark.parametrize("path", ["/verify//certificates/A", "/api//v1/challenges", "/landmarks/"])
def test_no_answer_leads_to_the_host_that_a_request_names(browser, path):
    answer = browser.get(path, headers={"Host": "elsewhere.example"})
    assert answer.status_code == 404
    assert "elsewhere.example" not in f"{answer.text}{answer.headers}"
