"""Blind copies: a file without what it says of who made it. What cannot be cleaned is refused, not passed on.

PDF: only the pages are copied, so that the information dictionary, XMP, attached files and programs' private data stay
behind; authors of notes are taken off. Pictures: pixels are written anew, turned as they were shown, without EXIF, XMP,
comments and profiles. Word and Excel: document properties are emptied, names of authors and of reviewers taken out of
comments and changes, and pictures inside cleaned as such. What stands in the text itself stays: that is flagged to the
bidder before he hands in, and a reason to exclude a bid.
"""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
PIXELS_MAX = 80_000_000
_EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
# Who wrote a change or a comment; where a workbook was saved.
_NAMES = (
    re.compile(rb'(\s(?:\w+:)?(?:author|initials|userId|providerId|displayName)=")[^"]*(")'),
    re.compile(rb"(<author>)[^<]*(</author>)"),
    re.compile(rb'(<x15ac:absPath\b[^>]*\burl=")[^"]*(")'),
)


class Unclean(Exception):
    """A file from which nothing could be taken off. :ivar why: in a word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def stripped(content: bytes, media_type: str) -> bytes:
    """The blind copy of a file.

    :raises Unclean: a kind that cannot be cleaned, or a damaged or locked file.
    """
    strip = STRIPPERS.get(media_type)
    if strip is None:
        raise Unclean("kind")
    try:
        return strip(content)
    except Unclean:
        raise
    except Exception as error:  # parsers of foreign formats raise what they like
        raise Unclean(type(error).__name__) from error


def _pdf(content: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter  # heavy, and few processes need it
    from pypdf.generic import NameObject

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Unclean("encrypted")
    writer = PdfWriter()
    for page in reader.pages:
        made = writer.add_page(page)
        for name in ("/Metadata", "/PieceInfo", "/LastModified", "/AA"):
            if name in made:
                del made[NameObject(name)]
        _quiet(made, NameObject)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _quiet(page: Any, name_of: Any) -> None:
    """Take the names off the notes of a page, and the files off its pins."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        for name in ("/T", "/Subj", "/RC", "/NM", "/M", "/CreationDate", "/FS"):
            if name in note:
                del note[name_of(name)]


def _picture(kind: str) -> Callable[[bytes], bytes]:
    def strip(content: bytes) -> bytes:
        from PIL import Image, ImageOps

        from scenario_market.documents.pictures import is_sound

        with Image.open(io.BytesIO(content), formats=[kind]) as opened:
            if not is_sound(opened, PIXELS_MAX):
                raise Unclean("pixels")
            shown = ImageOps.exif_transpose(opened)
            shown.load()
            shown.info.clear()
            out = io.BytesIO()
            more: dict[str, Any] = {"quality": 95} if kind == "JPEG" else {}
            shown.save(out, kind, **more)
        return out.getvalue()

    return strip


def _office(content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            part = source.read(entry)
            # A fixed time, so that the archive does not tell when it was made.
            target.writestr(zipfile.ZipInfo(entry.filename), _part(entry.filename, part))
    return out.getvalue()


def _part(name: str, content: bytes) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    ending = name[name.rfind(".") :].casefold()
    if ending in PICTURES:
        return _picture(PICTURES[ending])(content)
    if ending in (".xml", ".rels"):
        for pattern in _NAMES:
            content = pattern.sub(rb"\1\2", content)
    return content


STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "application/pdf": _pdf,
    "image/jpeg": _picture("JPEG"),
    "image/png": _picture("PNG"),
    DOCX: _office,
    XLSX: _office,
}
