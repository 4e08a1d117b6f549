"""The name of an uploaded file as others may see it: no path, nothing invisible, the ending of what it is."""

import re
import unicodedata

LIMIT_BYTES = 180  # in UTF-8; file systems end at 255, and some put things in front
FALLBACK = "附件"
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def clean_name(given: str | None, extension: str) -> str:
    """A name that is safe to show and to save: at most 180 bytes, ending with ``extension`` (``.pdf``)."""
    name = unicodedata.normalize("NFC", given or "").replace("\\", "/").rpartition("/")[2]
    # C*: control, format (bidi and zero width), unassigned, private use; Z*: line and paragraph separators.
    visible = "".join(
        " " if unicodedata.category(c) in ("Zl", "Zp", "Zs") else c
        for c in name
        if not unicodedata.category(c).startswith("C")
    )
    stem = _without_ending(_RESERVED.sub("_", visible).strip(" ."), extension)
    if _DEVICE.match(stem):
        stem = f"_{stem}"
    room = LIMIT_BYTES - len(extension)
    stem = stem.encode()[:room].decode(errors="ignore").strip(" .")
    return f"{stem or FALLBACK}{extension}"


def _without_ending(name: str, extension: str) -> str:
    """Take off the ending that the sender gave, and one more where it says the same as the content."""
    stem = _ENDING.sub("", name)
    if stem != name and stem.lower().endswith(extension):
        stem = stem[: -len(extension)]
    return stem.strip(" .")
