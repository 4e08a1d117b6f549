"""Looking into an uploaded archive before a parser may touch it.

A workbook is a zip of XML. The directory of a zip can lie about sizes, so entries are really
unpacked once, counted and thrown away, with the same bounds.
"""

import re
import zipfile
from typing import IO

from scenario_market.documents.tables import (
    ArchiveBomb,
    DamagedFile,
    EncryptedFile,
    ForbiddenMarkup,
    Limits,
)

_CHUNK = 1 << 16
_SMALL = 1_000_000  # below this size a high ratio harms nobody
# Parts that are streamed or not read at all; every other part is parsed as a whole tree.
_STREAMED = (
    "xl/worksheets/",
    "xl/sharedStrings.xml",
    "xl/pivotCache/",
    "xl/drawings/",
    "xl/media/",
)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_archive(stream: IO[bytes], limits: Limits) -> frozenset[str]:
    """Names of the entries of a zip that is safe to unpack.

    :raises ArchiveBomb: too many entries, too large unpacked, or packed too tightly.
    :raises EncryptedFile: an entry needs a password.
    :raises ForbiddenMarkup: an XML entry declares a document type or an entity.
    :raises DamagedFile: no readable zip.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_directory(entries, limits)
            total = 0
            for entry in entries:
                total += _unpacked_size(archive, entry, limits.unpacked_bytes - total, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, (ArchiveBomb, EncryptedFile, ForbiddenMarkup)):
            raise
        raise DamagedFile(detail=type(error).__name__) from error
    except Exception as error:  # zlib.error and what other decompressors raise share no base
        raise DamagedFile(detail=type(error).__name__) from error
    stream.seek(0)
    return frozenset(entry.filename for entry in entries)


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise ArchiveBomb(rule="entries", found=len(entries), limit=limits.entries)
    if len({entry.filename for entry in entries}) != len(entries):
        raise DamagedFile(detail="duplicate entries")
    if any(entry.flag_bits & 1 for entry in entries):
        raise EncryptedFile()
    claimed = sum(entry.file_size for entry in entries)
    if claimed > limits.unpacked_bytes:
        raise ArchiveBomb(rule="unpacked_bytes", found=claimed, limit=limits.unpacked_bytes)
    for entry in entries:
        _check_ratio(entry, entry.file_size, limits)


def _check_ratio(entry: zipfile.ZipInfo, size: int, limits: Limits) -> None:
    ratio = size // max(entry.compress_size, 1)
    if size > _SMALL and ratio > limits.ratio:
        raise ArchiveBomb(rule="ratio", found=ratio, limit=limits.ratio)


def _unpacked_size(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowed: int, limits: Limits
) -> int:
    size = 0
    tail = b""
    rule, limit = "unpacked_bytes", limits.unpacked_bytes
    if not entry.filename.startswith(_STREAMED) and limits.part_bytes < allowed:
        rule, limit, allowed = "part_bytes", limits.part_bytes, limits.part_bytes
    markup = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > allowed:
                raise ArchiveBomb(rule=rule, found=size, limit=limit)
            # UTF-16 hides the declaration from a plain search: drop its zero bytes.
            if markup and _DECLARATION.search((tail + chunk).replace(b"\0", b"")):
                raise ForbiddenMarkup(entry=entry.filename)
            tail = chunk[-32:]
    _check_ratio(entry, size, limits)
    return size
