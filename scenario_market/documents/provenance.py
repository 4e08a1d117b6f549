"""What a file says of who made it and with which program: for hints of collusion among bids."""

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from typing import Any

from scenario_market.documents.stripping import DOCX, XLSX

TEXT_MAX = 200
_CORE = {
    "author": re.compile(rb"<dc:creator>([^<]*)<"),
    "editor": re.compile(rb"<cp:lastModifiedBy>([^<]*)<"),
}
_APP = {
    "company": re.compile(rb"<Company>([^<]*)<"),
    "tool": re.compile(rb"<Application>([^<]*)<"),
}


def of(content: bytes, media_type: str) -> dict[str, str]:
    """``author``, ``editor``, ``company``, ``tool``, as far as the file says; nothing where it cannot be read."""
    read = READERS.get(media_type)
    try:
        found = read(content) if read else {}
    except Exception:  # what is damaged says nothing
        return {}
    return {name: text.strip()[:TEXT_MAX] for name, text in found.items() if text and text.strip()}


def _pdf(content: bytes) -> dict[str, str]:
    from pypdf import PdfReader

    said: Any = PdfReader(io.BytesIO(content)).metadata or {}
    names = {"author": "/Author", "tool": "/Producer", "editor": "/Creator", "company": "/Company"}
    return {name: str(said.get(key) or "") for name, key in names.items()}


def _picture(content: bytes) -> dict[str, str]:
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as opened:
        said = opened.getexif()
        # TIFF/EXIF tags: Artist, Software.
        found = {"author": str(said.get(315) or ""), "tool": str(said.get(305) or "")}
        found["author"] = found["author"] or str(opened.info.get("Author") or "")
        return found


def _office(content: bytes) -> dict[str, str]:
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        for part, patterns in (("docProps/core.xml", _CORE), ("docProps/app.xml", _APP)):
            if part not in names:
                continue
            text = archive.read(part)
            for name, pattern in patterns.items():
                if match := pattern.search(text):
                    found[name] = unescape(match.group(1).decode("utf-8", "replace"))
    return found


READERS: dict[str, Callable[[bytes], dict[str, str]]] = {
    "application/pdf": _pdf,
    "image/jpeg": _picture,
    "image/png": _picture,
    DOCX: _office,
    XLSX: _office,
}
