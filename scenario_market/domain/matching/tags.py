"""Declared codes as small integers, and what a need asks of them as bits.

A provider's codes are one short list of integers with the day until which each is valid. A need
gives every code it mentions a bit; which bits a provider has then comes from one look-up and one
`or` for the whole pool, and providers with the same bits share all that follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .profile import Need, Profile

FOREVER = 2**31 - 1
WORD_BITS = 62
Tag = tuple[str, str, int]


def held(profile: Profile) -> Iterator[tuple[Tag, int]]:
    """Every code of a profile as (kind, code, level) with the ordinal of its last valid day."""
    for kind, codes in (
        ("category", profile.categories),
        ("service_type", profile.service_types),
        ("industry", profile.industries),
        ("domain", profile.domains),
        ("district", profile.districts),
    ):
        for code in sorted(codes):
            yield (kind, code, 0), FOREVER
    for honour in profile.honours:
        last = honour.expires_on.toordinal() if honour.expires_on else FOREVER
        yield ("honour", honour.code, 0), last
    for one in profile.certificates:
        last = one.expires_on.toordinal() if one.expires_on else FOREVER
        yield ("certificate", one.code, one.level), last


class Item(NamedTuple):
    """One thing that a need asks for; `use` is the contribution or the rule that asks."""

    use: str
    kind: str
    code: str
    level: int = 0

    def met_by(self, tag: Tag) -> bool:
        """Whether this code, if valid, is what is asked for (a level at least as high)."""
        kind, code, level = tag
        return kind == self.kind and code == self.code and level >= self.level


def items(need: Need) -> tuple[Item, ...]:
    """All a need asks for in codes, in a fixed order. The industrial chain is an industry code."""
    chain = {need.chain} if need.chain else set()
    found = [
        Item(use, kind, code)
        for use, kind, codes in (
            ("capability", "service_type", need.service_types),
            ("industry", "industry", need.industries | chain),
            ("domain", "domain", need.domains),
            ("district", "district", need.districts),
            ("honour", "honour", need.honours_useful),
            ("required_category", "category", need.required_categories),
            ("allowed_district", "district", need.allowed_districts),
            ("required_honour", "honour", need.required_honours),
        )
        for code in sorted(codes)
    ]
    wanted = sorted({(one.code, one.level) for one in need.required_certificates})
    found += [Item("required_certificate", "certificate", *one) for one in wanted]
    return tuple(found)


class TagTable:
    """The codes seen so far, numbered from 1; 0 is no code at all. Only ever grows."""

    def __init__(self) -> None:
        self.numbers: dict[Tag, int] = {}

    def number(self, tag: Tag) -> int:
        return self.numbers.setdefault(tag, len(self.numbers) + 1)

    def bits(self, asked: tuple[Item, ...]) -> list[np.ndarray]:
        """For every 62 items, the bits that each code number sets."""
        known = list(self.numbers.items())
        words = []
        for begin in range(0, len(asked), WORD_BITS):
            table = np.zeros(len(known) + 1, dtype=np.int64)
            for place, item in enumerate(asked[begin : begin + WORD_BITS]):
                for tag, number in known:
                    if item.met_by(tag):
                        table[number] |= 1 << place
            words.append(table)
        return words
