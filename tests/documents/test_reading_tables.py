"""Tables as people write them: headers below titles, merged cells, formulas, encodings, half-written rows."""

import io
from datetime import date, datetime

import pytest

from scenario_market.documents import tables
from scenario_market.texts.tables import WORDS
from tests.documents.made import HEADER, read, workbook


def test_a_header_is_found_below_titles_and_rows_keep_their_numbers():
    stream = workbook(
        [["服务商名单"], [], ["序号", *HEADER], [1, "甲公司", "x", "诊断"], [], [2, "乙"]]
    )
    table, rows = read(stream)
    assert table.header == ("序号", *HEADER)
    assert table.header_row == 3
    assert table.ignored == ("序号",)
    assert [row.number for row in rows] == [4, 6]
    assert rows[0].values == {"name": "甲公司", "uscc": "x", "category": "诊断"}
    assert rows[1].values == {"name": "乙", "uscc": None, "category": None}
    assert rows[1].problems == ()


@pytest.mark.parametrize("said", ["＊公司名称", " 公司 名称：", "公司名称（全称）", "企业\n名称"])
def test_a_decorated_header_is_known(said):
    _, rows = read(workbook([[said, "类别"], ["甲", "诊断"]]))
    assert rows[0].values == {"name": "甲", "category": "诊断"}


def test_a_header_that_comes_twice_counts_once_and_is_reported():
    table, rows = read(workbook([["公司名称", "类别", "企业名称"], ["甲", "诊断", "乙"]]))
    assert table.ignored == ("企业名称",)
    assert rows[0].values["name"] == "甲"


def test_the_first_visible_sheet_with_a_header_is_read():
    def change(book, sheet):
        sheet.append(["填表说明"])
        hidden = book.create_sheet("隐藏")
        hidden.append(HEADER)
        hidden.sheet_state = "hidden"
        second = book.create_sheet("名单")
        second.append(HEADER)
        second.append(["甲", "x", "诊断"])

    table, rows = read(workbook([], change=change))
    assert table.sheet == "名单"
    assert table.other_sheets == ("清单",)
    assert len(rows) == 1


def test_a_cell_merged_over_rows_counts_for_each_of_them():
    rows = [
        HEADER,
        ["甲", "x", "诊断"],
        [None, None, "转型"],
        [None, None, "培训"],
        ["乙", "y", None],
    ]
    _, found = read(workbook(rows, merge=["A2:A4", "B2:B4"]))
    assert [row.values["name"] for row in found] == ["甲", "甲", "甲", "乙"]
    assert [row.values["category"] for row in found] == ["诊断", "转型", "培训", None]


def test_a_header_of_two_merged_rows_is_read_as_one():
    rows = [
        ["公司名称", "登记信息", None, "类别"],
        [None, "统一社会信用代码", "成立日期", None],
        ["甲", "x", date(2020, 5, 1), "诊断"],
    ]
    table, found = read(workbook(rows, merge=["A1:A2", "B1:C1", "D1:D2"]))
    assert table.header == ("公司名称", "统一社会信用代码", "成立日期", "类别")
    assert found[0].values["uscc"] == "x"
    assert found[0].values["founded"].date() == date(2020, 5, 1)
    assert len(found) == 1


def test_a_formula_is_reported_and_not_computed():
    stream = workbook([HEADER, ['=HYPERLINK("http://evil.example","x")', "=1+1", "诊断"]])
    _, rows = read(stream)
    assert [(p.code, p.field) for p in rows[0].problems] == [
        ("formula_cell", "name"),
        ("formula_cell", "uscc"),
    ]
    assert rows[0].values["uscc"] == "=1+1"


def test_text_that_only_looks_like_a_formula_is_text():
    def change(book, sheet):
        sheet["A2"].value = "=不是公式"
        sheet["A2"].data_type = "s"

    _, rows = read(workbook([HEADER, ["x", "y", "诊断"]], change=change))
    assert rows[0].problems == ()
    assert rows[0].values["name"] == "=不是公式"


def test_an_error_value_is_reported():
    _, rows = read(workbook([HEADER, ["#N/A", "x", "诊断"]]))
    assert [p.code for p in rows[0].problems] == ["error_cell"]


def test_a_code_typed_as_a_number_has_lost_its_end():
    _, rows = read(workbook([HEADER, ["甲", 914403001922038216, "诊断"]]))
    assert [(p.code, p.field) for p in rows[0].problems] == [("precision_lost", "uscc")]


def test_a_row_behind_a_large_gap_is_neither_lost_nor_costly():
    def change(book, sheet):
        sheet["A50000"] = "远处"

    _, rows = read(workbook([HEADER, ["甲", "x", "诊断"]], change=change))
    assert [row.number for row in rows] == [2, 50000]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_table_is_read_in_each_usual_encoding_and_delimiter(encoding, delimiter):
    lines = [
        "名单",
        "",
        *(delimiter.join(row) for row in (HEADER, ["甲㐀公司", "x", '"诊断\n咨询"'])),
    ]
    table, rows = read(io.BytesIO("\r\n".join(lines).encode(encoding)), "pool.csv")
    assert rows[0].values == {"name": "甲㐀公司", "uscc": "x", "category": "诊断\n咨询"}
    assert rows[0].number == 4
    assert table.encoding == {"utf-8": "utf-8-sig"}.get(encoding, encoding)


def test_a_half_written_row_is_reported_and_the_others_stay():
    text = "公司名称,统一社会信用代码,类别\n甲,x,诊断\n乙,y"
    _, rows = read(io.BytesIO(text.encode()), "pool.csv")
    assert [[p.code for p in row.problems] for row in rows] == [[], ["short_row"]]
    assert rows[1].values == {"name": "乙", "uscc": "y", "category": None}


def test_a_row_longer_than_the_header_is_reported_unless_its_end_is_blank():
    text = "公司名称,类别\n甲,诊断,,\n乙,诊断,多出\n"
    _, rows = read(io.BytesIO(text.encode()), "pool.csv")
    assert [[p.code for p in row.problems] for row in rows] == [[], ["long_row"]]


def test_a_formula_in_a_text_table_is_reported():
    _, rows = read(io.BytesIO("公司名称,类别\n=cmd|' /C calc'!A0,诊断\n".encode()), "pool.csv")
    assert [p.code for p in rows[0].problems] == ["formula_cell"]


def test_every_error_and_problem_has_words_in_both_languages():
    codes = {error.code for error in tables.TableError.__subclasses__()}
    assert codes <= set(WORDS)
    for zh, en in WORDS.values():
        assert zh.endswith("。")
        assert en.endswith(".")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (13800000000.0, "13800000000"),
        (1.5, "1.5"),
        (datetime.fromisoformat("2026-05-01"), "2026-05-01"),
        (True, "是"),
        (" a ", "a"),
    ],
)
def test_a_cell_is_said_as_a_person_sees_it(value, said):
    assert tables.text(value) == said
