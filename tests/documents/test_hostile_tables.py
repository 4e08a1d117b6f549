"""Files that would cost too much, lie about themselves or are no tables: refused by name, before they are parsed."""

import io
import struct
import zipfile

import openpyxl
import pytest

from scenario_market.documents import tables
from scenario_market.texts.tables import say
from tests.documents.made import HEADER, read, repack, workbook


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
