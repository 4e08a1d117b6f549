"""What a client gets wrong: each case that the programme names has a test, and odd requests get a clear answer.

``NAMED`` maps a case to the test that proves it, wherever that stands.
"""

import ast
import threading
from pathlib import Path
from urllib.parse import quote

import marshmallow as ma
import pytest

from scenario_market.api.schemas.times import Day, Instant
from tests.api.test_demands import FIELDS, ok, people  # noqa: F401

ROOT = Path(__file__).parent.parent
NAMED = {
    "wrong uscc": "domain/test_uscc.py::test_a_wrong_check_digit_says_which_would_be_right",
    "expired honour": "domain/providers/test_rules.py::test_an_expired_honour_does_not_count",
    "expired honour, declared": "domain/providers/test_rules.py"
    "::test_an_expired_honour_is_refused_when_newly_declared",
    "expired honour, in matching": "domain/matching/test_engine.py"
    "::test_an_expired_honour_does_not_count",
    "zip bomb, each bound": "documents/test_hostile_tables.py"
    "::test_a_zip_bomb_is_refused_before_anything_parses_it",
    "budget max under min": "api/test_demands.py"
    "::test_wrong_fields_are_named_in_the_reader_s_language_with_what_would_be_right",
    "unknown code": "domain/demands/test_rules.py"
    "::test_an_unknown_code_is_answered_with_the_nearest_names",
    "200 MB upload": "api/test_upload_server.py::test_200_mb_are_refused_with_flat_memory_and_leave_nothing",
    "zip bomb workbook": "domain/providers/test_wrong_pools.py"
    "::test_a_zip_bomb_ends_the_import_with_a_reason",
    "formula cell": "domain/demands/test_importing.py::test_a_formula_is_named_and_not_evaluated",
    "GB18030 file, half-written row": "domain/providers/test_wrong_pools.py"
    "::test_a_gb18030_text_file_with_a_half_written_row_loses_only_that_row",
    "stale ETag": "api/test_demands.py::test_a_change_needs_the_version_that_was_read",
    "repeated Idempotency-Key": "api/test_demands.py::test_a_repeated_key_makes_one_demand",
    "Idempotency-Key with another body": "api/test_bad_input.py"
    "::test_a_key_used_for_another_body_is_refused_and_makes_nothing",
    "Idempotency-Key twice at once": "api/test_bad_input.py"
    "::test_a_key_sent_twice_at_once_makes_one_demand",
    "publication of an incomplete demand": "domain/demands/test_publishing.py"
    "::test_publication_refuses_each_incomplete_demand_by_name_and_publishes_none",
}


@pytest.mark.parametrize("case", NAMED)
def test_the_named_case_has_its_test(case):
    file, _, name = NAMED[case].partition("::")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_key_used_for_another_body_is_refused_and_makes_nothing(people):  # noqa: F811
    clients, keys = people
    body = {"organisation_id": keys["owner"], "fields": FIELDS}
    options = {"headers": {"Idempotency-Key": "draft-1"}}
    ok(clients["owner"].post("/demands", body, **options), 201)
    other = clients["owner"].post("/demands", body | {"is_rough": True}, **options)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(ok(clients["owner"].get("/demands?scope=mine"))) == 1


def test_a_key_sent_twice_at_once_makes_one_demand(people):  # noqa: F811
    clients, keys = people
    body = {"organisation_id": keys["owner"], "fields": FIELDS}
    together, answers = threading.Barrier(4), []

    def post():
        together.wait()
        options = {"headers": {"Idempotency-Key": "draft-1"}}
        answers.append(clients["owner"].post("/demands", body, **options))

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert len(ok(clients["owner"].get("/demands?scope=mine"))) == 1


DEEP = b"[" * 100_000
ODD_BODIES = {
    "no JSON": b"{",
    "NUL": b'{"title": "a\\u0000b"}',
    "half a surrogate pair": b'{"title": "\\ud800"}',
    "no UTF-8": b'{"title": "\xff\xfe"}',
    "deeply nested": DEEP,
    "deep inside a field": b'{"title": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    "a number without end": b'{"title": ' + b"9" * 5000 + b"}",
    "no number": b'{"title": NaN}',
    "infinite": b'{"title": Infinity}',
    "a list": b"[]",
    "null": b"null",
    "nothing": b"",
    "UTF-16": '{"title": "清单"}'.encode("utf-16"),
    "a name twice": b'{"title": "a", "title": 1}',
}


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES)
def test_a_body_that_cannot_be_meant_is_refused_by_name(people, body):  # noqa: F811
    clients, _ = people
    client = clients["first"]
    answer = client.post("/lists", data=body, content_type="application/json")
    assert answer.status_code in {400, 422}, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert ok(client.get("/lists")) == []


ODD_HEADERS = [
    ("If-Match", "*"),
    ("If-Match", '"' + "9" * 5000 + '-x"'),
    ("If-Match", '"-1"'),
    ("If-Match", '"²"'),
    ("If-Match", 'W/"1", "2"'),
    ("If-Match", '"99999999999999999999"'),
    ("If-None-Match", '"'),
    ("Idempotency-Key", "k" * 300),
    ("Idempotency-Key", "键"),
    ("Idempotency-Key", " "),
    ("Accept-Language", "zz;q=x, ,;,*;q=-1"),
    ("Accept", "text/nothing"),
    ("Range", "bytes=9-1,-,0-"),
    ("Authorization", "Bearer \u00ff\u00fe"),
    ("Authorization", "Basic ="),
    ("Content-Type", "application/json; charset=none"),
    ("Content-Type", "application/json; charset=gb2312"),
    ("Content-Type", "text/plain"),
    ("Content-Type", ";;"),
    ("X-Request-Id", "x" * 5000),
    ("X-Forwarded-For", "nobody, '"),
]


def test_an_odd_header_breaks_nothing(people):  # noqa: F811
    clients, _ = people
    client, statuses = clients["first"], {}
    for name, value in ODD_HEADERS:
        row = ok(client.post("/lists", {"title": "清单"}), 201)
        path, value = f"/lists/{row['id']}", value.encode("utf-8").decode("latin-1")
        headers = {"If-Match": '"1"', name: value}
        statuses[name, value] = (
            client.get(path, headers=headers).status_code,
            client.post("/lists", {"title": "二"}, headers=headers).status_code,
            client.patch(path, {"title": "三"}, headers=headers).status_code,
        )
    assert {sent: found for sent, found in statuses.items() if max(found) >= 500} == {}


ODD_QUERIES = [
    "cursor=%00",
    "cursor=W10",
    "cursor=WzFd",
    "cursor=WyJ4IiwgIngiXQ",
    "cursor=W251bGwsIG51bGxd",
    "cursor=W3sidCI6IDF9LCAxXQ",
    "cursor=WzllOTk5LCAxXQ",
    "limit=-1",
    "limit=1e3",
    "limit=" + "9" * 400,
    "limit=NaN",
    "state=%F0%9F",
    "unknown=1",
]


@pytest.mark.parametrize(
    "path", ["/demands", "/lists", "/responses", "/providers", "/audit/events"]
)
def test_an_odd_query_is_refused_by_name(people, path):  # noqa: F811
    clients, _ = people
    answers = {query: clients["lead"].get(f"{path}?{query}") for query in ODD_QUERIES}
    taken = {query: one for query, one in answers.items() if one.status_code not in {403, 422}}
    assert taken == {}


BEYOND = ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "2101-01-01T00:00:00Z"]
BOUNDS = ("2000-01-01", "2100-12-31")


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("given", BEYOND)
def test_an_instant_beyond_the_calendar_is_refused_with_the_bounds(people, public, given, locale):  # noqa: F811
    clients, _ = people
    row = ok(clients["first"].post("/lists", {"title": "清单"}), 201)
    said = quote(given)
    words = {"headers": {"Accept-Language": locale}}
    answers = {
        "closes_before": public.get(f"/demands?closes_before={said}", **words),
        "since": clients["lead"].get(
            f"/demands/sources?since={said}&until=2026-03-01T00:00:00Z", **words
        ),
        "publish_at": clients["lead"].post(
            f"/lists/{row['id']}/schedule", {"publish_at": given}, version=1, **words
        ),
    }
    for field, answer in answers.items():
        assert answer.status_code == 422, answer.get_data(as_text=True)
        (error,) = answer.json["errors"]
        assert error["field"] == field
        assert all(bound in error["message"] for bound in BOUNDS), error
        assert ("应在" in error["message"]) == (locale == "zh")


def test_an_instant_in_any_zone_means_the_same(people, public):  # noqa: F811
    for said in ("2026-03-01T08:00:00+08:00", "2026-03-01T00:00:00Z"):
        assert ok(public.get(f"/demands?closes_before={quote(said)}")) == []
    assert Instant().deserialize("2026-03-01T08:00:00+08:00").isoformat() == (
        "2026-03-01T00:00:00+00:00"
    )


def arguments(app):
    """The schemas of what calls take, those inside others too."""
    views = [getattr(view, "view_class", None) for view in app.view_functions.values()]
    documents = [
        getattr(getattr(view, method.lower()), "_apidoc", {})
        for view in views
        for method in getattr(view, "methods", None) or ()
        if hasattr(view, method.lower())
    ]
    waiting = [
        one["schema"]
        for document in documents
        for one in document.get("arguments", {}).get("parameters", ())
        if "schema" in one
    ]
    while waiting:
        schema = waiting.pop()
        schema = schema() if isinstance(schema, type) else schema
        if not isinstance(schema, ma.Schema):
            continue
        yield schema
        for field in schema.fields.values():
            inner = field.inner if isinstance(field, ma.fields.List) else field
            if isinstance(inner, ma.fields.Nested):
                waiting.append(inner.schema)


CONTENT = {"ContentSchema", "FieldsSchema"}


def test_every_time_that_a_call_takes_has_bounds(app):
    taken = [
        (type(schema).__name__, name, type(field))
        for schema in arguments(app)
        for name, field in schema.fields.items()
        if isinstance(field, ma.fields.Date | ma.fields.DateTime) and not field.dump_only
    ]
    # What a need says of its days is checked as a need's, with the words for its fields: see ``values.day``.
    free = [one for one in taken if one[2] not in (Instant, Day) and one[0] not in CONTENT]
    assert not free
    assert {kind for _, _, kind in taken} >= {Instant, Day}


def test_what_is_no_key_is_not_found(people):  # noqa: F811
    clients, _ = people
    for path in ("demands", "lists", "responses", "organisations", "attachments"):
        for key in ("0", "-1", "1.5", "9" * 30, "9007199254740992", "%00", "x"):
            assert clients["lead"].get(f"/{path}/{key}").status_code == 404, (path, key)
