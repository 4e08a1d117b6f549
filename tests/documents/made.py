"""Workbooks made for a test, and how they are read."""

import io
import zipfile

import openpyxl

from scenario_market.documents.tables import Limits
from scenario_market.documents.workbooks import read_table

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
