"""Reading tables that people upload: .xlsx and .csv, distrusted until looked at."""

import tempfile
from collections.abc import Iterator, Mapping
from typing import IO

from scenario_market.documents.archives import check_archive
from scenario_market.documents.delimited import read_delimited
from scenario_market.documents.headers import Headers
from scenario_market.documents.media import Kind
from scenario_market.documents.sheets import read_sheet
from scenario_market.documents.tables import (
    EncryptedFile,
    FileTooLarge,
    Limits,
    Row,
    Table,
    UnsupportedFormat,
    WrongContent,
)
from scenario_market.domain.errors import FieldError, Invalid

ACCEPTED = (".xlsx", ".csv", ".txt", ".tsv")

WORKBOOK = Kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", lambda s: True
)
TEXT = Kind("text/csv", ".csv", lambda s: True)

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),  # .xls, or a workbook with a password
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"{\\rtf", "rtf"),
)


def detect_table(file: IO[bytes]) -> Kind:
    """What a file that shall be read as a table is, by its first bytes and not by its name; what is inside shows later.

    :raises Invalid: ``file``: ``empty_file``, ``encrypted_file`` (or an old .xls), ``unsupported_media``.
    """
    found = _found(file)
    if found == "empty":
        raise Invalid(FieldError("file", "empty_file"))
    if found == "ole":
        raise Invalid(FieldError("file", EncryptedFile.code))
    if found not in ("zip", "text"):
        known = [WORKBOOK.extension, TEXT.extension]
        params = {"known": known, "known_text": " ".join(known)}
        raise Invalid(FieldError("file", "unsupported_media", params))
    return WORKBOOK if found == "zip" else TEXT


def read_table(
    stream: IO[bytes], filename: str, headers: Mapping[str, str], limits: Limits | None = None
) -> Table:
    """The table in an uploaded file, its header found by its names in the first rows.

    The stream is copied to a temporary file first, so it need not be seekable and may be closed
    when this returns. Nothing is evaluated, and rows are read as they are asked for.

    :param filename: as the uploader named it; only its ending is looked at.
    :param headers: every known header name with its field.
    :raises TableError: one of its subclasses, here or while ``rows`` is read.
    """
    limits = limits or Limits()
    extension = "." + filename.rpartition(".")[2].lower() if "." in filename else ""
    if extension not in ACCEPTED:
        raise UnsupportedFormat(extension=extension, accepted=ACCEPTED)
    spool = _spool(stream, limits)
    try:
        table = _read(spool, extension, Headers(headers), limits)
    except BaseException:
        spool.close()
        raise
    table.source = spool
    table.rows = _until_closed(table.rows, spool)
    return table


def _read(spool: IO[bytes], extension: str, headers: Headers, limits: Limits) -> Table:
    found = _found(spool)
    if extension != ".xlsx":
        if found not in ("text", "empty"):
            raise WrongContent(extension=extension, found=found)
        return read_delimited(spool, headers, limits)
    if found == "ole":
        raise EncryptedFile()
    if found != "zip":
        raise WrongContent(extension=extension, found=found)
    if "xl/workbook.xml" not in check_archive(spool, limits):
        raise WrongContent(extension=extension, found="zip")
    return read_sheet(spool, headers, limits)


def _until_closed(rows: Iterator[Row], spool: IO[bytes]) -> Iterator[Row]:
    try:
        yield from rows
    finally:
        spool.close()


def _spool(stream: IO[bytes], limits: Limits) -> IO[bytes]:
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the table's rows
    size = 0
    while chunk := stream.read(1 << 16):
        size += len(chunk)
        if size > limits.file_bytes:
            spool.close()
            raise FileTooLarge(limit=limits.file_bytes)
        spool.write(chunk)
    spool.seek(0)
    return spool


def _found(spool: IO[bytes]) -> str:
    start = spool.read(8)
    spool.seek(0)
    if not start:
        return "empty"
    return next((name for signature, name in _SIGNATURES if start.startswith(signature)), "text")
