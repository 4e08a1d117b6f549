"""Whether a text tells who wrote it: names of an organisation and its person, and ways to reach somebody. Pure.

Questions and answers on a call are anonymous both ways. The asker is told before anything is stored, so nobody else
learns from a refusal whose question it was.
"""

import re
import unicodedata
from collections.abc import Iterable

_LEGAL = re.compile(r"(股份)?有限(责任)?公司$|集团$|\([^)]*\)")
_SPACE = re.compile(r"\s+")
_REACH = (
    re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),  # mobile
    re.compile(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)"),  # landline
    # E-mail; bounded as RFC 5321 4.5.3.1 has it: without, a long word is looked through once from each of its letters.
    re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}", re.IGNORECASE),
    re.compile(
        r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])"
    ),  # uscc
)
SHORT = 2  # a shorter name would be found in ordinary words


def folded(text: str) -> str:
    """Widths, case and blanks do not hide a name."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of these names stand in the text; a company's also without its legal form."""
    where = folded(text)
    found = []
    for name in names:
        whole = folded(name)
        stem = _LEGAL.sub("", whole)
        for one in (whole, stem):
            if len(one) > SHORT and one in where:
                found.append(name)
                break
        else:
            if len(whole) == SHORT and whole in where:
                found.append(name)
    return found


def contacts_in(text: str) -> list[str]:
    """Telephone numbers, e-mail addresses and registration codes in the text."""
    plain = unicodedata.normalize("NFKC", text)
    return [hit for pattern in _REACH for hit in pattern.findall(plain)]
