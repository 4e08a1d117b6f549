"""Pool files with wrong rows, or that are none: every error by its name, and nothing wrong is kept."""

import io
import zipfile

import openpyxl
import pytest
from sqlalchemy import func, select

from scenario_market.documents.files import Directory
from scenario_market.documents.import_files import error_workbook
from scenario_market.documents.import_kinds import KINDS
from scenario_market.documents.pool_files import open_pool_file
from scenario_market.documents.workbooks import TEXT, WORKBOOK
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.errors import (
    Invalid,
    RuleRefused,
    TooLarge,
)
from scenario_market.domain.parties.uscc import check_character
from scenario_market.domain.providers.models import Provider
from tests import factories
from tests.desk import counts, found
from tests.domain.providers.pool_file import GOOD, HEADER, SECOND, text_file, workbook

BAD = [
    ({"统一社会信用代码": "91350100M000100Y44"}, "uscc", "uscc_check_digit"),
    ({"企业资质": "高新技术企业（2020-01-01至2023-01-01）"}, "honours", "expired"),
    ({"服务领域": "智慧园林"}, "domains", "unknown_code"),
    ({"场景能力": "=HYPERLINK(1)"}, "capabilities", "formula_cell"),
    ({"公司名称": None}, "name", "required"),
    ({"联系电话": "请找王工"}, "contact_mobile", "phone_format"),
]


def test_bad_rows_are_named_and_the_good_ones_can_be_taken(office):
    codes = [f"{17 * n:017}" for n in range(1, 1 + len(BAD))]
    rows = [
        SECOND
        | {"公司名称": f"武汉{n}公司", "统一社会信用代码": code + check_character(code)}
        | said
        for n, (code, (said, _, _)) in enumerate(zip(codes, BAD, strict=True))
    ]
    content = workbook(GOOD, *rows)
    row = office.bring(content, mode="check")
    assert counts(row) == (1, 0, 0, len(BAD))
    assert found(row) == {(4 + n, field, rule) for n, (_, field, rule) in enumerate(BAD)}
    with pytest.raises(RuleRefused, match="rows_wrong"):
        office.bring(content, mode="all")
    assert office.read(select(func.count()).select_from(Provider)) == [(0,)]
    row = office.bring(content, mode="good")
    assert (row.state, counts(row)) == ("committed", (1, 0, 0, len(BAD)))
    assert office.read(select(func.count()).select_from(Provider)) == [(1,)]


def test_all_errors_of_a_row_are_named_at_once(office):
    row = office.bring(
        workbook(GOOD | {"统一社会信用代码": "123", "服务领域": "?", "联系电话": "x"}), mode="check"
    )
    assert found(row) == {
        (3, "uscc", "uscc_length"),
        (3, "domains", "unknown_code"),
        (3, "contact_mobile", "phone_format"),
    }


def test_a_gb18030_text_file_with_a_half_written_row_loses_only_that_row(office):
    content = text_file(GOOD, SECOND, encoding="gb18030")
    content = content[: content.rindex("智慧园区".encode("gb18030"))]
    row = office.bring(content, mode="good", name="服务商.csv")
    assert row.report["file"]["encoding"] == "gb18030"
    assert counts(row) == (1, 0, 0, 1)
    assert (3, "row", "short_row") in found(row)


def test_an_organisation_that_stands_twice_is_wrong_the_second_time(office):
    row = office.bring(workbook(GOOD, SECOND, GOOD), mode="check")
    assert counts(row) == (2, 0, 0, 1)
    assert found(row) == {(5, "uscc", "row_repeated")}


def test_a_zip_bomb_ends_the_import_with_a_reason(office):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 100_000_000)
    row = office.bring(stream.getvalue())
    assert row.state == "failed"
    assert row.report["failure"]["rule"] == "archive_bomb"
    assert office.events("import.failed") == [{"rule": "archive_bomb"}]


def test_a_file_that_is_no_pool_fails_with_its_reason(office):
    for content, name, rule in (
        (b"x", "a.doc", "header_not_found"),
        ("甲,乙\n1,2\n".encode(), "a.csv", "header_not_found"),
        ("公司名称,类别\n甲,乙\n".encode(), "a.csv", "missing_columns"),
    ):
        row = office.bring(content, name=name)
        assert (row.state, row.report["failure"]["rule"]) == ("failed", rule)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7", "unsupported_media"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "encrypted_file"),
    ],
)
def test_what_is_no_table_at_all_is_refused_before_it_is_kept(office, content, rule):
    with pytest.raises(Invalid) as refused:
        office.hand_in(content, name="服务商库.xlsx")
    assert [(e.field, e.rule) for e in refused.value.errors] == [("file", rule)]
    assert [p for p in office.files.root.rglob("*") if p.is_file() and p.name != ".lock"] == []


def test_an_import_has_the_type_of_its_content_and_a_name_that_is_safe_to_save(office):
    office.hand_in(workbook(GOOD), name="..\\名册\u202ecsv.exe")
    office.hand_in("公司名称\n甲\n".encode(), name="../../etc/" + "长" * 300 + ".XLSX")
    (first, second) = office.read(select(Attachment.name, Attachment.media_type))
    assert first == ("名册csv.xlsx", WORKBOOK.media_type)
    assert second.media_type == TEXT.media_type
    assert second.name.endswith("长.csv")
    assert len(second.name.encode()) <= 180
    assert "/" not in second.name


def test_the_error_workbook_has_the_wrong_rows_with_all_errors_in_words(office):
    content = workbook(GOOD, SECOND | {"服务领域": "智慧园林", "统一社会信用代码": "123"})
    today = office.city.day(factories.NOW)
    file = open_pool_file(io.BytesIO(content), "a.xlsx", city=office.city, today=today)
    stream = io.BytesIO()
    with office.database.reading() as session:
        error_workbook(stream, session, file, KINDS["pool"])
    sheet = openpyxl.load_workbook(io.BytesIO(stream.getvalue())).active
    header, row = sheet.iter_rows(values_only=True)
    assert header == (*HEADER, "原行号", "错误说明")
    assert row[0] == "武汉丁公司"
    assert row[-2] == 4
    assert "应为 18 位，实际 3 位" in row[-1]
    assert "智慧园林" in row[-1]
    assert "服务领域" in row[-1]
    # What came back can be mended and handed in: its own header is found again.
    stream.seek(0)
    again = open_pool_file(stream, "b.xlsx", city=office.city, today=today)
    assert [entry.name for _, entry in again.rows] == ["武汉丁公司"]


def test_a_file_above_the_limit_is_not_kept(tmp_path):
    with pytest.raises(TooLarge):
        Directory(tmp_path / "files").keep(io.BytesIO(b"x" * 11), limit_bytes=10)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "aa/" + "b" * 31, "/etc/passwd", ""])
def test_the_store_opens_only_names_it_gave(tmp_path, name):
    with pytest.raises(FileNotFoundError):
        Directory(tmp_path).open(name)
