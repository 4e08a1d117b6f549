import io
import tracemalloc
from datetime import UTC, datetime

import openpyxl
import pytest

from scenario_market.documents.exports import FaultyRow, Sheet, write_csv, write_errors, write_xlsx
from scenario_market.documents.tables import Row
from scenario_market.documents.workbooks import read_table

HEADERS = {"公司名称": "name", "备注": "note"}
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", '=HYPERLINK("x")']


def written(writer, *args, **kwargs):
    stream = io.BytesIO()
    writer(stream, *args, **kwargs)
    stream.seek(0)
    return stream


def test_no_text_becomes_a_formula_in_a_workbook():
    rows = [["甲", text] for text in DANGEROUS]
    stream = written(write_xlsx, [Sheet("名单", ["公司名称", "备注"], rows)])
    sheet = openpyxl.load_workbook(stream)["名单"]
    cells = [cell for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(DANGEROUS)
    assert [cell.value for cell in cells] == DANGEROUS


def test_no_text_becomes_a_formula_in_a_text_file_and_it_reads_back_as_it_was():
    rows = [["甲", text.strip()] for text in DANGEROUS]
    stream = written(write_csv, ["公司名称", "备注"], rows)
    raw = stream.getvalue().decode("utf-8")
    assert raw.startswith("\ufeff")
    for line in raw.splitlines()[1:]:
        assert line.split(",", 1)[1].lstrip('"')[0] in "'#"
    table = read_table(stream, "a.csv", HEADERS)
    found = list(table.rows)
    assert [row.values["note"] for row in found] == [row[1] for row in rows]
    assert all(row.problems == () for row in found)


def test_numbers_stay_numbers():
    stream = written(write_xlsx, [Sheet("s", ["公司名称", "备注"], [["甲", -5]])])
    assert openpyxl.load_workbook(stream)["s"]["B2"].value == -5
    text = written(write_csv, ["公司名称", "备注"], [["甲", -5]]).getvalue().decode("utf-8-sig")
    assert text.splitlines()[1] == "甲,-5"


def test_control_characters_and_overlong_text_do_not_break_a_workbook():
    rows = [["甲\x00\x0b乙", "长" * 40_000]]
    stream = written(write_xlsx, [Sheet("a/b:*?", ["公司名称", "备注"], rows)])
    sheet = openpyxl.load_workbook(stream)["ab"]
    assert sheet["A2"].value == "甲乙"
    assert sheet["B2"].value.endswith("（超长，已截断）")
    assert len(sheet["B2"].value) == 32_767


def test_an_instant_with_a_zone_is_refused_rather_than_shifted():
    with pytest.raises(ValueError, match="zone"):
        written(write_xlsx, [Sheet("s", ["a"], [[datetime(2026, 1, 1, tzinfo=UTC)]])])


def test_the_error_workbook_shows_every_error_of_a_row_and_marks_its_cells():
    row = Row(7, {}, ("=甲", "x"))
    faulty = FaultyRow(row, ["统一社会信用代码：校验位应为 3", "类别：不在清单内"], frozenset({1}))
    stream = written(write_errors, ["公司名称", "统一社会信用代码", "类别"], [faulty])
    sheet = openpyxl.load_workbook(stream)["错误清单"]
    assert [cell.value for cell in sheet[1]][-2:] == ["原行号", "错误说明"]
    assert [cell.value for cell in sheet[2]] == [
        "=甲",
        "x",
        None,
        7,
        "统一社会信用代码：校验位应为 3；\n类别：不在清单内",
    ]
    assert sheet["B2"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A2"].fill.fgColor.rgb != "FFFFC7CE"
    assert sheet["A2"].data_type == "s"


def test_the_error_workbook_can_be_mended_and_read_again():
    faulty = FaultyRow(Row(7, {}, ("甲", "注")), ["错"], frozenset({0}))
    stream = written(write_errors, ["公司名称", "备注"], [faulty])
    table = read_table(stream, "errors.xlsx", HEADERS)
    assert [row.values for row in table.rows] == [{"name": "甲", "note": "注"}]
    assert table.ignored == ("原行号", "错误说明")


def peak_of_reading(count):
    rows = ([f"公司{n}", "注" * 20] for n in range(count))
    stream = written(write_xlsx, [Sheet("s", ["公司名称", "备注"], rows)])
    tracemalloc.start()
    found = sum(1 for _ in read_table(stream, "a.xlsx", HEADERS).rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == count
    return peak


def test_memory_stays_flat_while_reading():
    assert peak_of_reading(5_000) < peak_of_reading(500) * 2 + 1_000_000
