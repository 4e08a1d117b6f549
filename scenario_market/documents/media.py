"""What an uploaded file is, by its content and never by its name or by what the sender calls it.

Nine kinds are known, each by its signature at byte 0 and by something of its structure; everything else is refused. A
table of our own rather than a library: what is wanted is a refusal of what is not exactly one of few kinds, and the
libraries of the registry answer with the likeliest of hundreds.
"""

import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import IO

from scenario_market.documents import audio
from scenario_market.documents.archives import check_archive
from scenario_market.documents.tables import Limits, TableError
from scenario_market.domain.errors import FieldError, Invalid

_HEAD, _TAIL = 4096, 2048
_OFFICE = "application/vnd.openxmlformats-officedocument"
# Text documents carry photographs, so a part may be as large as the whole; nothing here is parsed as a tree.
LIMITS = Limits(unpacked_bytes=128_000_000, part_bytes=128_000_000, entries=2_000)
# What makes a browser or a shell take a file for a page or a program.
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?php)", re.IGNORECASE
)
_ARCHIVE_RULES = {
    "archive_bomb": "file_unpacks_too_large",
    "encrypted_file": "file_encrypted",
    "forbidden_markup": "file_declares_entities",
}
_PDF = re.compile(rb"%PDF-[12]\.\d")
_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"


@dataclass(frozen=True)
class Sample:
    """The first and last bytes of a file, and the file for who needs more."""

    head: bytes
    tail: bytes
    size: int
    file: IO[bytes]


@dataclass(frozen=True)
class Kind:
    """One kind of file: its media type, its ending, and how it is recognised."""

    media_type: str
    extension: str
    fits: Callable[[Sample], bool]


def _is_pdf(sample: Sample) -> bool:
    return bool(_PDF.match(sample.head)) and b"%%EOF" in sample.tail


def _is_jpeg(sample: Sample) -> bool:
    return sample.head.startswith(b"\xff\xd8\xff") and 0xC0 <= sample.head[3:4][0] <= 0xFE


def _is_png(sample: Sample) -> bool:
    signed = sample.head.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return signed and sample.tail.endswith(_PNG_END)


KINDS = (
    Kind("application/pdf", ".pdf", _is_pdf),
    Kind("image/jpeg", ".jpg", _is_jpeg),
    Kind("image/png", ".png", _is_png),
    Kind("audio/mpeg", ".mp3", lambda s: audio.is_mp3(s.head, s.file)),
    Kind("audio/mp4", ".m4a", lambda s: audio.is_m4a(s.head, s.file, s.size)),
    Kind("audio/amr", ".amr", lambda s: audio.is_amr(s.head)),
    Kind("audio/wav", ".wav", lambda s: audio.is_wav(s.head, s.size)),
)
_DOCUMENTS = {
    "word/document.xml": Kind(f"{_OFFICE}.wordprocessingml.document", ".docx", lambda s: True),
    "xl/workbook.xml": Kind(f"{_OFFICE}.spreadsheetml.sheet", ".xlsx", lambda s: True),
}
EXTENSIONS = {kind.media_type: kind.extension for kind in (*KINDS, *_DOCUMENTS.values())}


def detect(file: IO[bytes], *, accepted: Collection[str] = tuple(EXTENSIONS)) -> Kind:
    """The kind of a file that is seekable and open for reading.

    :param accepted: media types that will do here.
    :raises Invalid: ``file``, with the rule: ``empty_file``, ``hidden_markup``, ``two_formats``, ``has_macros``,
        ``file_unpacks_too_large``, ``file_encrypted``, ``file_declares_entities``, ``file_damaged`` or
        ``unsupported_media``.
    """
    sample = _sample(file)
    if not sample.size:
        raise _refused("empty_file")
    if sample.head.startswith(b"PK\x03\x04"):
        kind = _office(sample)
    else:
        # Only files that are nothing else: a page with a signature before it is still a page.
        if _MARKUP.search(sample.head):
            raise _refused("hidden_markup")
        kind = next((one for one in KINDS if one.fits(sample)), None)
        if kind is not None and zipfile.is_zipfile(file):
            raise _refused("two_formats")
    file.seek(0)
    if kind is None or kind.media_type not in accepted:
        known = sorted(EXTENSIONS[one] for one in accepted if one in EXTENSIONS)
        raise _refused("unsupported_media", {"known": known, "known_text": " ".join(known)})
    return kind


def _sample(file: IO[bytes]) -> Sample:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    file.seek(0)
    return Sample(file.read(_HEAD), tail, size, file)


def _office(sample: Sample) -> Kind | None:
    sample.file.seek(0)
    try:
        names = check_archive(sample.file, LIMITS)
        types = _content_types(sample.file, names)
    except TableError as error:
        rule = _ARCHIVE_RULES.get(error.code, "file_damaged")
        raise _refused(rule, error.params) from error
    kind = next((kind for name, kind in _DOCUMENTS.items() if name in names), None)
    if kind is None or f"{kind.media_type}.main+xml".encode() not in types:
        # A document with macros has a main part of another type.
        if b"macroEnabled" in types:
            raise _refused("has_macros")
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused("has_macros")
    return kind


def _content_types(file: IO[bytes], names: Collection[str]) -> bytes:
    part = "[Content_Types].xml"
    if part not in names:
        return b""
    with zipfile.ZipFile(file) as archive, archive.open(part) as source:
        return source.read(1_000_000)


def _refused(rule: str, params: Mapping[str, object] | None = None) -> Invalid:
    return Invalid(FieldError("file", rule, dict(params or {})))
