"""Check codes on papers and certificates, by which anybody verifies them; and digests of files as people enter them."""

import re
import secrets
import unicodedata

from scenario_market.domain.errors import FieldError, Invalid

# Without letters and digits that are taken for each other, so that a code can be read from paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, GROUP = 4, 4
_BETWEEN = re.compile(r"[\s\-‐-―−_·]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def new_code() -> str:
    """A check code: 80 random bits in four groups, so that nobody guesses another's."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)))


def normal(text: str) -> str:
    """A code as it is kept, however it was typed: case, full-width forms, blanks and dashes do not matter.

    Empty where it cannot be a code.
    """
    letters = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    letters = letters.upper() if letters.isascii() else ""
    if len(letters) != GROUPS * GROUP or set(letters) - set(ALPHABET):
        return ""
    return _grouped(letters)


def digest(text: str) -> str:
    """A SHA-256 as it is kept, however it was typed: 64 hexadecimal digits.

    :raises Invalid: ``sha256_wrong``: it is none.
    """
    found = "".join(unicodedata.normalize("NFKC", text).lower().split())
    if not _SHA256.fullmatch(found):
        raise Invalid(FieldError("sha256", "sha256_wrong", {"found": len(found)}))
    return found


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
