"""Files of both kinds by REST, from the upload to the rows: one way in."""

import io

import openpyxl
import pytest

from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.attachments import erasing
from scenario_market.domain.parties import uscc
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.workers import imports
from tests import factories
from tests.domain.providers.pool_file import GOOD, workbook

LIST = "应用领域,序号,应用场景名称,场景简介\n智慧交通,1,路口优化,信号协同\n无此领域,2,甲,乙\n"


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


@pytest.fixture
def office(database, client_of):
    """An office lead."""
    with database.unit_of_work() as session:
        person = factories.person(session)
        session.add(RoleGrant(person_id=person.id, role="office_lead", starts_at=factories.NOW))
        key = person.id
    return client_of(key)


def upload(client, text=LIST, **form):
    data = {"file": (io.BytesIO(text.encode("gb18030")), "list.csv"), **form}
    return client.post("/imports", data=data, content_type="multipart/form-data")


def test_a_list_of_demands_is_checked_committed_and_found_among_the_drafts(office, worker):
    answer = upload(office, kind="demands", list_title="场景清单")
    assert answer.status_code == 201, answer.json
    path = f"/imports/{answer.json['id']}"
    assert (answer.json["state"], answer.json["ids"]) == ("checking", [])
    worker(answer.json["id"])
    one = office.get(path).json
    assert (one["kind"], one["list_title"], one["state"]) == ("demands", "场景清单", "checked")
    assert one["counts"] == {"created": 1, "updated": 0, "unchanged": 0, "wrong": 1}
    (error,) = one["errors"]
    assert (error["row"], error["header"]) == (3, "应用领域")
    assert "无此领域" in error["message"]
    sheet = openpyxl.load_workbook(io.BytesIO(office.get(f"{path}/errors.xlsx").data)).active
    assert [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("无此领域", "2", "甲")
    ]
    refused = office.post(f"{path}/commit", {"mode": "all"}, version=one["version"])
    assert (refused.status_code, refused.json["rule"]) == (409, "rows_wrong")
    office.post(f"{path}/commit", {"mode": "good"}, version=one["version"])
    worker(one["id"])
    one = office.get(path).json
    assert one["state"] == "committed"
    (demand_id,) = one["ids"]
    assert office.get(f"/demands/{demand_id}").json["title"] == "路口优化"


def test_a_file_whose_days_are_over_gives_no_error_workbook_and_is_not_taken_in(
    office, worker, database
):
    key = upload(office, kind="demands", list_title="场景清单").json["id"]
    path = f"/imports/{key}"
    worker(key)
    with database.unit_of_work() as session:
        assert erasing.erase_due(session, now=clock.now(session), days=0) == (1, False)
    one = office.get(path).json
    assert (one["state"], one["counts"]["wrong"]) == ("checked", 1)
    answers = (
        office.get(f"{path}/errors.xlsx"),
        office.post(f"{path}/commit", {"mode": "good"}, version=one["version"]),
    )
    for answer in answers:
        assert (answer.status_code, answer.json["rule"]) == (409, "file_erased")


def test_a_list_says_whose_needs_come_in_without_their_owner(office, worker):
    text = "场景类型,序号,场景机会名称,单位名称,合作需求,联系方式\n机器人,1,搬运,未登记单位,搬运,\n"
    path = f"/imports/{upload(office, text, kind='demands', list_title='清单').json['id']}"
    worker(int(path.rpartition("/")[2]))
    one = office.get(path).json
    assert (one["counts"]["created"], one["errors"]) == (1, [])
    (warning,) = one["warnings"]
    assert (warning["header"], warning["rule"]) == ("单位名称", "owner_unknown")
    assert "须由经办人指定" in warning["message"]


def test_a_file_of_an_unknown_kind_or_a_list_without_title_is_refused_by_field(office):
    assert upload(office, kind="people").status_code == 422
    assert upload(office).status_code == 422
    answer = upload(office, kind="demands")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["list_title"]
    assert office.get("/imports").json == []


def test_imports_are_listed_by_kind_and_state(office, worker):
    checked = upload(office, kind="demands", list_title="清单").json["id"]
    upload(office, "公司名称\n甲\n", kind="pool")
    assert [one["kind"] for one in office.get("/imports").json] == ["pool", "demands"]
    assert [one["kind"] for one in office.get("/imports?kind=demands").json] == ["demands"]
    worker(checked)
    assert [one["id"] for one in office.get("/imports?state=checked").json] == [checked]
    assert [one["kind"] for one in office.get("/imports?state=checking").json] == ["pool"]
    assert office.get("/imports?kind=pool&state=checked").json == []
    assert office.get("/imports?state=nothing").status_code == 422


def test_a_file_that_cannot_be_used_says_why_in_the_readers_language(office, worker):
    answer = upload(office, "甲,乙\n1,2\n", kind="demands", list_title="清单")
    worker(answer.json["id"])
    path = f"/imports/{answer.json['id']}"
    assert office.get(path).json["state"] == "failed"
    assert "没有找到表头" in office.get(path).json["failure"]["message"]
    english = office.get(path, headers={"Accept-Language": "en"}).json
    assert "No header" in english["failure"]["message"]


def test_a_code_to_compare_with_the_licence_is_pointed_out_and_stops_no_row(office, worker):
    first = "91110000802100434"  # whole by GB 32100, its places 9 to 17 not by GB 11714
    row = GOOD | {"统一社会信用代码": first + uscc.check_character(first)}
    data = {"file": (io.BytesIO(workbook(row)), "pool.xlsx"), "kind": "pool"}
    key = office.post("/imports", data=data, content_type="multipart/form-data").json["id"]
    path = f"/imports/{key}"
    worker(key)
    one = office.get(path).json
    assert (one["counts"]["wrong"], one["errors"]) == (0, [])
    assert one["warnings_total"] == 1
    (warning,) = one["warnings"]
    assert (warning["row"], warning["header"]) == (3, "统一社会信用代码")
    assert "GB 11714 应为 3，现为 4" in warning["message"]
    english = office.get(path, headers={"Accept-Language": "en"}).json["warnings"]
    assert "should end in 3" in english[0]["message"]
