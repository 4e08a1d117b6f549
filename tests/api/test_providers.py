"""Providers by REST: one's profile, admission, appeals, the directory, the import."""

import io
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pytest

from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.workers import imports
from tests import factories
from tests.api.test_bodies import Untouched, announced
from tests.domain.providers.conftest import COMPLETE
from tests.domain.providers.pool_file import GOOD, SECOND, workbook

REASON = {"reason": {"code": "complaint", "text": "投诉已核实。"}}


@pytest.fixture
def cast(database, client_of):
    """A provider's keeper, a rival, a reviewer and two leads, each with a client."""
    with database.unit_of_work() as session:
        now = clock.now(session)
        people = [factories.person(session) for _ in range(5)]
        for person, uscc in zip(people, factories.USCCS[:2], strict=False):
            organisation = factories.organisation(session, uscc, name=f"单位{uscc[:6]}")
            factories.mandate(session, organisation.id, person.id, "profile", "offers", "manage")
            if uscc == factories.USCCS[0]:
                mine = organisation.id
        roles = ("office_reviewer", "office_lead", "office_lead")
        for person, role in zip(people[2:], roles, strict=True):
            session.add(RoleGrant(person_id=person.id, role=role, starts_at=now))
        keys = [person.id for person in people]
    clients = dict(zip(("keeper", "rival", "reviewer", "lead", "other"), keys, strict=True))
    return SimpleNamespace(
        organisation_id=mine,
        keys=clients,
        **{name: client_of(key) for name, key in clients.items()},
    )


@pytest.fixture
def opened(cast):
    """A profile in draft."""
    answer = cast.keeper.post("/providers", {"organisation_id": cast.organisation_id})
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def move(cast):
    """Make a move by its verb."""

    def do(client, one, verb, body=None):
        answer = client.post(f"/providers/{one['id']}/{verb}", body, version=one["version"])
        assert answer.status_code == 200, answer.json
        return answer.json

    return do


@pytest.fixture
def admitted(cast, opened, move):
    """A provider in the pool, listed."""
    answer = cast.keeper.patch(
        f"/providers/{opened['id']}", COMPLETE | {"is_listed": True}, version=opened["version"]
    )
    assert answer.status_code == 200, answer.json
    one = move(cast.keeper, answer.json, "apply")
    one = move(cast.reviewer, one, "review")
    return move(cast.lead, one, "admit")


def rules(answer):
    return {(error["field"], error["rule"]) for error in answer.json["errors"]}


def test_a_profile_goes_from_draft_into_the_pool_and_the_directory(cast, admitted, public):
    assert admitted["state"] == "admitted"
    assert admitted["service_types"] == ["diagnosis"]
    (entry,) = public.get("/directory?domain=industrial_park").json
    assert entry["id"] == admitted["id"]
    assert not {"contact_mobile", "state", "version"} & set(entry)
    assert public.get(f"/directory/{admitted['id']}").status_code == 200
    assert public.get("/directory?state=draft").status_code == 422


def test_everything_wrong_with_a_profile_is_said_at_once_in_chinese(cast, opened):
    body = {"service_types": ["诊断咨讯"], "website": "x", "contact_email": "y"}
    answer = cast.keeper.patch(f"/providers/{opened['id']}", body, version=1)
    assert answer.status_code == 422
    assert rules(answer) == {
        ("service_types.0", "unknown_code"),
        ("website", "not_a_url"),
        ("contact_email", "not_an_email_address"),
    }
    messages = {error["field"]: error["message"] for error in answer.json["errors"]}
    assert "相近的有：诊断咨询" in messages["service_types.0"]


def test_a_change_needs_the_version_it_was_made_from(cast, opened):
    path, body = f"/providers/{opened['id']}", {"introduction": "好"}
    assert cast.keeper.patch(path, body).status_code == 428
    assert cast.keeper.patch(path, body, version=7).status_code == 412
    assert cast.keeper.patch(path, body, version=1).status_code == 200


def test_a_rival_finds_nothing_and_an_officer_may_not_edit(cast, admitted):
    path = f"/providers/{admitted['id']}"
    for method, address, body in (
        ("GET", path, None),
        ("GET", f"{path}/changes", None),
        ("PATCH", path, {"introduction": "x"}),
        ("PUT", f"{path}/credentials", {"credentials": []}),
        ("POST", f"{path}/offerings", {"title": "x"}),
        ("POST", f"{path}/rectify", None),
        ("POST", f"{path}/appeals", {"change_id": 1, "grounds": "x"}),
    ):
        answer = cast.rival.call(method, address, body, version=1)
        assert (address, answer.status_code) == (address, 404)
    assert cast.reviewer.patch(path, {"introduction": "x"}, version=1).status_code == 403
    assert cast.reviewer.post(f"{path}/suspend", REASON, version=1).status_code == 403


def test_credentials_and_offerings_are_kept_with_the_profile(cast, opened):
    path = f"/providers/{opened['id']}"
    expired = {"kind": "honour", "code": "高企", "expires_on": "2020-01-01"}
    answer = cast.keeper.put(f"{path}/credentials", {"credentials": [expired]}, version=1)
    assert rules(answer) == {("credentials.0.expires_on", "expired")}
    body = {"credentials": [{"kind": "certificate", "code": "CMMI5"}]}
    one = cast.keeper.put(f"{path}/credentials", body, version=1).json
    assert [(c["code"], c["level"]) for c in one["credentials"]] == [("cmmi", 5)]
    key = {"headers": {"Idempotency-Key": "offer-1"}}
    first = cast.keeper.post(f"{path}/offerings", {"title": "系统"}, version=one["version"], **key)
    again = cast.keeper.post(f"{path}/offerings", {"title": "系统"}, version=one["version"], **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    (offering,) = first.json["offerings"]
    address = f"{path}/offerings/{offering['id']}"
    one = cast.keeper.patch(address, {"summary": "上门"}, version=first.json["version"]).json
    assert one["offerings"][0]["summary"] == "上门"
    one = cast.keeper.post(f"{address}/retire", version=one["version"]).json
    assert one["offerings"] == []


def test_a_return_shows_its_remarks_to_the_provider(cast, opened, move):
    one = cast.keeper.patch(f"/providers/{opened['id']}", COMPLETE, version=1).json
    one = move(cast.keeper, one, "apply")
    one = move(cast.reviewer, one, "review")
    remarks = {"capabilities": "请补充案例"}
    reason = {"code": "incomplete", "text": "请补充", "remarks": remarks}
    one = move(cast.reviewer, one, "return", {"reason": reason})
    changes = cast.keeper.get(f"/providers/{one['id']}/changes").json
    assert [(c["verb"], c["remarks"]) for c in changes][-1] == ("return", remarks)


def test_an_appeal_is_filed_and_decided_by_somebody_else(cast, admitted, move):
    one = move(cast.lead, admitted, "suspend", REASON)
    change = cast.keeper.get(f"/providers/{one['id']}/changes").json[-1]
    answer = cast.keeper.post(
        f"/providers/{one['id']}/appeals", {"change_id": change["id"], "grounds": "事实有误"}
    )
    assert answer.status_code == 201, answer.json
    appeal = answer.json
    assert [a["id"] for a in cast.lead.get("/appeals?open=true").json] == [appeal["id"]]
    assert cast.rival.get(f"/appeals/{appeal['id']}").status_code == 404
    body = {"outcome": "upheld", "reason": {"code": "new_evidence", "text": "成立"}}
    address = f"/appeals/{appeal['id']}/decide"
    refused = cast.lead.post(address, body, version=1)
    assert (refused.status_code, refused.json["rule"]) == (409, "part_in_decision")
    assert cast.other.post(address, body, version=1).json["outcome"] == "upheld"
    assert cast.keeper.get(f"/providers/{one['id']}").json["state"] == "admitted"


def test_the_office_pages_through_the_list(cast, admitted):
    cast.rival.post("/providers", {"organisation_id": cast.organisation_id + 1})
    first = cast.reviewer.get("/providers?limit=1")
    link = first.headers["Link"].split(">")[0].strip("<").removeprefix("/api/v1")
    second = cast.reviewer.get(link)
    assert {first.json[0]["id"], second.json[0]["id"]} == {admitted["id"], admitted["id"] + 1}
    assert "Link" not in second.headers
    assert [one["id"] for one in cast.keeper.get("/providers").json] == [admitted["id"]]
    assert len(cast.reviewer.get("/providers?state=admitted&category=diagnosis").json) == 1


@pytest.fixture
def worker(settings, database, city):
    """What a worker does with an import."""

    def work(import_id):
        one = imports.Import(database, Directory(settings.data_dir / "files"), city, import_id)
        with database.reading() as session:
            report, entries = one.report(session), one.entries(session)
        with database.unit_of_work() as session:
            one.keep_report(session, report)
            one.take_in(session, entries)

    return work


def upload(client, content, name="服务商库.xlsx", form=None, **options):
    data = {"kind": "pool", **(form or {}), "file": (io.BytesIO(content), name)}
    return client.post("/imports", data=data, content_type="multipart/form-data", **options)


def test_a_file_is_handed_in_checked_and_taken_in(cast, worker):
    answer = upload(cast.lead, workbook(GOOD, SECOND | {"服务领域": "智慧园林"}))
    assert answer.status_code == 201, answer.json
    one = answer.json
    assert (one["state"], one["counts"]) == ("checking", None)
    path = f"/imports/{one['id']}"
    assert cast.lead.post(f"{path}/commit", {"mode": "good"}, version=1).status_code == 409
    worker(one["id"])
    one = cast.lead.get(path).json
    assert one["state"] == "checked"
    # Both codes belong to organisations of other names, and one row has an unknown domain besides.
    assert one["counts"] == {"created": 0, "updated": 0, "unchanged": 0, "wrong": 2}
    assert one["errors_total"] == 3
    assert any("智慧园林" in error["message"] for error in one["errors"])
    sheet = openpyxl.load_workbook(io.BytesIO(cast.lead.get(f"{path}/errors.xlsx").data)).active
    assert sheet.max_row == 1 + one["counts"]["wrong"]
    refused = cast.lead.post(f"{path}/commit", {"mode": "all"}, version=one["version"])
    assert (refused.status_code, refused.json["rule"]) == (409, "rows_wrong")


def test_the_good_rows_are_taken_in_and_found_in_the_directory(client_of, database, worker, public):
    with database.unit_of_work() as session:
        person = factories.person(session)
        session.add(RoleGrant(person_id=person.id, role="office_lead", starts_at=factories.NOW))
        key = person.id
    lead = client_of(key)
    one = upload(lead, workbook(GOOD, SECOND)).json
    worker(one["id"])
    one = lead.get(f"/imports/{one['id']}").json
    assert one["counts"]["created"] == 2
    lead.post(f"/imports/{one['id']}/commit", {"mode": "all"}, version=one["version"])
    worker(one["id"])
    assert lead.get(f"/imports/{one['id']}").json["state"] == "committed"
    assert {row["organisation"]["name"] for row in public.get("/directory").json} == {
        GOOD["公司名称"],
        SECOND["公司名称"],
    }


def test_the_same_key_hands_one_file_in_once_and_refuses_another(cast):
    key = {"headers": {"Idempotency-Key": "pool-1"}}
    content = workbook(GOOD)
    boundary = (
        b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\npool\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    )

    def send(body):
        return cast.lead.post(
            "/imports",
            data=boundary + body + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
            **key,
        )

    first, again, other = send(content), send(content), send(content + b"x")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json["id"] == again.json["id"]
    assert len(cast.lead.get("/imports").json) == 1


def test_a_file_above_the_limit_is_refused(app, cast, monkeypatch):
    small = replace(app.extensions["settings"], upload_limit_bytes=100)
    monkeypatch.setitem(app.extensions, "settings", small)
    assert upload(cast.lead, b"x" * 101, "a.csv").status_code == 413


def test_a_body_above_the_requests_limit_is_refused_before_it_is_read(app, cast, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    assert cast.lead.post("/lists", {"title": "x" * 2000}).status_code == 413


def test_a_body_that_cannot_hold_an_accepted_file_is_refused_before_it_is_read(
    app, cast, monkeypatch
):
    small = replace(app.extensions["settings"], upload_limit_bytes=100)
    monkeypatch.setitem(app.extensions, "settings", small)
    unread = Untouched()
    form = announced(unread, 10**6, "multipart/form-data; boundary=x")
    answer = cast.lead.post("/imports", **form)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert not unread.touched


def test_imports_are_for_the_office(cast, public):
    for path in ("/imports", "/imports/1", "/imports/1/errors.xlsx"):
        assert cast.keeper.get(path).status_code == 403
        assert public.get(path).status_code == 401
    assert upload(cast.keeper, b"x").status_code == 403
    assert cast.lead.get("/imports/4711").status_code == 404
