"""What every page has in common: the frame, the other language, refusals as pages, and nothing from another host."""

import re

import pytest

from tests.api.browsing import BROWSER, browse

__all__ = ["browse"]  # a fixture
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_switch_of_language_keeps_the_page_and_what_its_address_says(browse):
    _, text = browse("/?district=420102&note=%22%3E%3Cb%3E")
    (other,) = re.findall(r'href="(\?[^"]*)" lang="en"', text)
    assert other == "?district=420102&amp;note=%22%3E%3Cb%3E&amp;lang=en"
    _, english = browse("/" + other.replace("&amp;", "&"))
    assert '<html lang="en">' in english
    (back,) = re.findall(r'href="(\?[^"]*)" lang="zh-CN"', english)
    assert back == "?district=420102&amp;note=%22%3E%3Cb%3E"


def test_the_ways_of_an_english_page_stay_english_and_name_where_one_is(browse):
    _, text = browse("/?lang=en")
    assert '<a href="/?lang=en" aria-current="page">Home</a>' in text
    _, elsewhere = browse("/nothing?lang=en")
    assert '<a href="/?lang=en">Home</a>' in elsewhere


@pytest.mark.parametrize(
    ("path", "said"), [("/nothing", "没有找到这个页面"), ("/nothing?lang=en", "does not exist")]
)
def test_an_unknown_address_answers_a_browser_with_a_page_that_leads_on(browse, path, said):
    answer, text = browse(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert said in text
    assert 'href="/' in text.partition("<main")[2].partition("</main>")[0]
    assert answer.headers["X-Request-Id"] in text


def test_a_made_up_path_puts_no_link_to_another_host_on_the_page(browse):
    _, text = browse("//evil.example/%22%3E%3Cscript%3E?x=1")
    assert "evil.example" not in text
    assert "<script>" not in text


def test_who_does_not_ask_for_html_gets_a_problem_document(public):
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        answer = public.http.get("/nothing", headers=headers)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    below_api = public.http.get("/api/v1/nothing", headers=BROWSER)
    assert below_api.mimetype == "application/problem+json"


def test_a_page_that_is_used_wrongly_says_so_and_names_what_it_takes(browse):
    answer, text = browse("/", method="POST")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "此页不支持这种操作" in text


def test_a_failure_inside_is_a_page_without_its_cause(app, browse, monkeypatch):
    def fail():
        raise RuntimeError("secret of the house")

    monkeypatch.setitem(app.view_functions, "web.home", fail)
    answer, text = browse("/")
    assert answer.status_code == 500
    assert "secret" not in text
    assert answer.headers["X-Request-Id"] in text


def test_pages_load_nothing_from_elsewhere_and_run_no_script_of_their_own(browse):
    answer, text = browse("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert (
        re.findall(r"<script(?![^>]*src=)|\son\w+=|style=|(?:src|href)=\"(?:https?:)?//", text)
        == []
    )


def test_a_page_of_the_api_is_switched_too_whatever_the_browser_prefers(browse):
    _, text = browse("/api/docs/problems")
    assert 'href="?lang=en"' in text
    _, english = browse("/api/docs/problems?lang=en")
    assert "Codes of problem documents" in english
    assert 'href="?lang=zh"' in english
