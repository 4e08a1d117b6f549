"""What every resource shares: problem documents, strict arguments, languages, the feed, health."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import marshmallow as ma
import pytest
from apispec import APISpec
from flask import Flask

from scenario_market.api import create_app
from scenario_market.api.resource import Blueprint, PageQuery
from scenario_market.domain.permissions import PERMISSIONS


def test_health_answers(public):
    for path in ("/livez", "/readyz", "/metrics"):
        assert public.http.get(path).status_code == 200


def test_an_unknown_address_is_a_problem_document_in_the_readers_language(public):
    answer = public.get("/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json["code"] == "not_found"
    assert answer.json["title"] == "未找到"
    english = public.get("/nothing", headers={"Accept-Language": "en-GB"})
    assert english.json["title"] == "Not found"


def test_a_mistyped_filter_is_refused_by_name(public):
    answer = public.get("/events?afterr=1")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "afterr"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=0", "应在 1 到 500 之间。"),
        ("after=-1", "应在 0 到 4611686018427387904 之间。"),
        ("wait=x", "应为整数。"),
    ],
)
def test_a_bound_is_told_in_the_readers_language(public, query, said):
    answer = public.get(f"/events?{query}")
    assert [one["message"] for one in answer.json["errors"]] == [said]
    english = public.get(f"/events?{query}", headers={"Accept-Language": "en"})
    assert english.json["errors"][0]["message"].isascii()


@pytest.mark.parametrize(("language", "said"), [("zh", "未找到"), ("en", "Not found")])
def test_the_type_of_a_problem_leads_to_what_it_means(public, language, said):
    headers = {"Accept-Language": language}
    page, _, anchor = public.get("/nothing", headers=headers).json["type"].partition("#")
    answer = public.http.get(page, headers=headers)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    text = answer.get_data(as_text=True)
    assert said in text.partition(f'id="{anchor}"')[2].partition("</dd>")[0]


def test_the_request_id_comes_back(public):
    answer = public.get("/events", headers={"X-Request-Id": "abcdefgh12345678"})
    assert answer.headers["X-Request-Id"] == "abcdefgh12345678"


def test_code_lists_are_public(public):
    lists = public.get("/code-lists").json
    assert {"districts", "honours"} <= {one["name"] for one in lists}
    assert public.get("/code-lists/districts").json["codes"][0]["zh"]


def test_the_documentation_page_loads_nothing_from_outside(public):
    page = public.http.get("/api/docs/").get_data(as_text=True)
    loaded = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
    assert loaded
    assert [one for one in loaded if re.match(r"(https?:)?//", one)] == []


@pytest.mark.parametrize("path", ["/api/v1/openapi.json"])
def test_the_specification_is_openapi_3_1(public, path):
    document = public.http.get(path).json
    assert document["openapi"].startswith("3.1")
    for methods in document["paths"].values():
        for operation in methods.values():
            if isinstance(operation, dict):
                named = set(operation["x-permission"].split(" or "))
                assert named <= {"public", *PERMISSIONS}


def test_the_specification_is_written_once(public, monkeypatch):
    first = public.get("/openapi.json").data
    monkeypatch.setattr(APISpec, "to_dict", lambda self: pytest.fail("written again"))
    assert public.get("/openapi.json").data == first


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_asks_first_at_once_gets_the_whole_specification(settings):
    app, together = create_app(settings), Barrier(4)

    def ask(_):
        together.wait()
        return app.test_client().get("/api/v1/openapi.json").data

    with ThreadPoolExecutor(4) as askers:
        (text,) = set(askers.map(ask, range(4)))
    assert len(json.loads(text)["paths"]) > 300


def test_a_kept_query_is_read_from_its_words_alone_and_handed_out_anew():
    class Listed(PageQuery):
        words = ma.fields.List(ma.fields.String())

    class Said:
        """A request that says this, while another one is at hand."""

        def __init__(self, query_string):
            self.query_string = query_string

    schema, parser = Listed(), Blueprint.ARGUMENTS_PARSER
    with Flask("a").test_request_context("/?limit=7"):
        found = [parser.parse(schema, Said(b"limit=3&words=a"), location="query") for _ in "12"]
        found[0]["words"].append("b")
        found[0]["limit"] = 4
        found.append(parser.parse(schema, Said(b"limit=3&words=a"), location="query"))
        assert found[1:] == [{"limit": 3, "words": ["a"], "after": None}] * 2
        assert parser.parse(schema, location="query") == {"limit": 7, "after": None}
