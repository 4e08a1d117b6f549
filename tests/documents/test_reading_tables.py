import io
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from scenario_market.documents import tables
from scenario_market.documents.tables import Limits
from scenario_market.documents.workbooks import read_table
from scenario_market.texts.tables import WORDS, say

HEADERS = {
    "公司名称": "name",
    "企业名称": "name",
    "统一社会信用代码": "uscc",
    "类别": "category",
    "成立日期": "founded",
}
HEADER = ["公司名称", "统一社会信用代码", "类别"]


def workbook(rows, *, merge=(), title="清单", change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    if change:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def repack(stream, name, content, *, compression=zipfile.ZIP_DEFLATED):
    """The same archive with one entry replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", compression) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    out.seek(0)
    return out


def read(stream, filename="pool.xlsx", **limits):
    table = read_table(stream, filename, HEADERS, Limits(**limits))
    return table, list(table.rows)


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


def test_a_zip_bomb_is_refused_before_anything_parses_it(monkeypatch):
    def parse(*_args, **_kwargs):
        raise AssertionError("the bomb was opened")

    bomb = repack(workbook([HEADER]), "xl/worksheets/sheet1.xml", b" " * 80_000_000)
    assert len(bomb.getvalue()) < 200_000
    monkeypatch.setattr(openpyxl, "load_workbook", parse)
    with pytest.raises(tables.ArchiveBomb) as refused:
        read(bomb)
    assert refused.value.params["rule"] == "unpacked_bytes"


def test_a_small_part_packed_too_tightly_is_refused():
    bomb = repack(workbook([HEADER]), "xl/sharedStrings.xml", b" " * 5_000_000)
    with pytest.raises(tables.ArchiveBomb) as refused:
        read(bomb)
    assert refused.value.params["rule"] == "ratio"


def test_a_part_that_is_parsed_as_a_whole_has_a_limit_of_its_own():
    padding = "".join(f"<!-- {number} -->" for number in range(40_000))
    bomb = repack(workbook([HEADER]), "xl/styles.xml", f"<styleSheet>{padding}</styleSheet>")
    with pytest.raises(tables.ArchiveBomb) as refused:
        read(bomb, part_bytes=500_000)
    assert refused.value.params["rule"] == "part_bytes"


def test_a_directory_that_lies_about_sizes_does_not_help_a_bomb():
    bomb = repack(workbook([HEADER]), "xl/media/a.bin", b"\0" * 70_000_000).getvalue()
    lied = bomb.replace(struct.pack("<L", 70_000_000), struct.pack("<L", 1_000))
    assert lied != bomb
    with pytest.raises(tables.TableError) as refused:
        read(io.BytesIO(lied))
    assert refused.value.code in {"archive_bomb", "damaged_file"}


def test_too_many_entries_are_refused():
    stream = workbook([HEADER])
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(60):
            archive.writestr(f"xl/media/{number}", b"")
    stream.seek(0)
    with pytest.raises(tables.ArchiveBomb) as refused:
        read(stream, entries=50)
    assert refused.value.params["rule"] == "entries"
    assert refused.value.params["found"] > 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_declaration_is_refused(encoding):
    laughs = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a "aaaa">'
        '<!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
    )
    stream = repack(workbook([HEADER]), "xl/sharedStrings.xml", laughs.encode(encoding))
    with pytest.raises(tables.ForbiddenMarkup) as refused:
        read(stream)
    assert refused.value.params == {"entry": "xl/sharedStrings.xml"}


def test_openpyxl_parses_with_the_defused_parser():
    import defusedxml.ElementTree
    from openpyxl.worksheet import _reader

    assert openpyxl.DEFUSEDXML
    assert _reader.iterparse is defusedxml.ElementTree.iterparse


@pytest.mark.parametrize(
    ("content", "filename", "error"),
    [
        (b"a,b\n", "pool.xlsx", tables.WrongContent),
        (b"%PDF-1.7", "pool.xlsx", tables.WrongContent),
        (b"PK\x03\x04 broken", "pool.xlsx", tables.DamagedFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "pool.xlsx", tables.EncryptedFile),
        (b"MZ", "pool.exe", tables.UnsupportedFormat),
        (b"a", "pool", tables.UnsupportedFormat),
        (b"PK\x03\x04 zip", "pool.csv", tables.WrongContent),
        (b"", "pool.csv", tables.HeaderNotFound),
        ("公司名称,类别\n甲\0,x\n".encode(), "pool.csv", tables.NulBytes),
        (b"\xff\xfb\xff\xff" * 9, "pool.csv", tables.UnknownEncoding),
        ("公司,种类\n甲,x\n".encode(), "pool.csv", tables.HeaderNotFound),
        ('公司名称,类别\n甲,诊断\n"乙,诊断\n丙,诊断\n'.encode(), "pool.csv", tables.BrokenQuoting),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(content, filename, error):
    with pytest.raises(error) as refused:
        read(io.BytesIO(content), filename)
    assert say(refused.value.code, refused.value.params)
    assert say(refused.value.code, refused.value.params, "en")


def test_a_workbook_under_the_name_of_a_text_is_refused():
    with pytest.raises(tables.WrongContent) as refused:
        read(workbook([HEADER]), "pool.csv")
    assert refused.value.params == {"extension": ".csv", "found": "zip"}


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    out.seek(0)
    with pytest.raises(tables.WrongContent):
        read(out)


def test_a_workbook_whose_sheet_is_broken_is_refused_by_name():
    stream = repack(workbook([HEADER]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")
    with pytest.raises(tables.DamagedFile):
        read(stream)


def test_size_rows_and_columns_are_limited():
    with pytest.raises(tables.FileTooLarge):
        read(workbook([HEADER]), file_bytes=100)
    with pytest.raises(tables.TooManyRows):
        read(workbook([HEADER] + [["甲", "x", "诊断"]] * 4), rows=3)
    with pytest.raises(tables.TooManyColumns):
        read(workbook([HEADER + ["多"] * 8]), columns=10)
    with pytest.raises(tables.TooManyRows):
        read(io.BytesIO(("公司名称,类别\n" + "甲,x\n" * 4).encode()), "a.csv", rows=3)


def test_a_row_behind_a_large_gap_is_neither_lost_nor_costly():
    def change(book, sheet):
        sheet["A50000"] = "远处"

    _, rows = read(workbook([HEADER, ["甲", "x", "诊断"]], change=change))
    assert [row.number for row in rows] == [2, 50000]


def test_a_row_number_beyond_the_format_is_refused():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>公司名称</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>类别</t></is></c></row>'
        '<row r="2000000000"><c r="A2000000000"><v>1</v></c></row></sheetData></worksheet>'
    )
    stream = repack(workbook([HEADER]), "xl/worksheets/sheet1.xml", sheet.encode())
    with pytest.raises(tables.DamagedFile):
        read(stream)


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
