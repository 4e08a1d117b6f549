"""The same author, file, network address or device; the same slips of the pen. Found by grouping."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scenario_market.domain.evaluation.collusion.shapes import Hint, Limits, Opened

AROUND = 5
# Slips that nobody makes on purpose: doubled marks and words, a mark of the wrong width.
SLIPS = (
    re.compile(r"[，。；：、！？]{2,}"),
    re.compile(r"的的|了了|在在|和和|是是|将将|与与|为为|对对(?!碰)"),
    re.compile(r"[\u4e00-\u9fff][,;:][\u4e00-\u9fff]"),
    re.compile(r"万元元|%%|％％"),
    re.compile(r"\b([A-Za-z]{2,}) \1\b"),
)
WORD = re.compile(r"[A-Za-z][A-Za-z-]{4,}")


def shared(bids: Iterable[Opened], limits: Limits) -> list[Hint]:
    """What several bids' files and connections have in common."""
    bids = list(bids)
    addresses = ((one, a, {"address": a}) for one in bids for a in sorted(one.addresses))
    devices = ((one, d, {"device": d}) for one in bids for d in sorted(one.devices))
    return [
        *_grouped("address", addresses, limits),
        *_grouped("device", devices, limits),
        *_grouped("file", _of_files(bids, ("sha256",), limits), limits),
        *_grouped("author", _of_files(bids, ("author", "editor", "company"), limits), limits),
    ]


def _of_files(
    bids: Iterable[Opened], names: tuple[str, ...], limits: Limits
) -> Iterator[tuple[Opened, str, Mapping[str, Any]]]:
    for bid in bids:
        for file in bid.files:
            for name in names:
                value = unicodedata.normalize("NFKC", file.get(name, "")).casefold().strip()
                if value and value not in limits.generic:
                    yield (
                        bid,
                        f"{name} {value}",
                        {
                            name: file[name],
                            "file": file.get("name", ""),
                            "tool": file.get("tool", ""),
                        },
                    )


def slips(bids: Iterable[Opened], call: str, limits: Limits) -> list[Hint]:
    """The same slip in the same words around it, and the same oddly written Latin word; not where the call has it."""
    bids = list(bids)
    return _grouped("slip", _slips(bids, call), limits) + _grouped("slip", _odd(bids, call), limits)


def _slips(bids: Iterable[Opened], call: str) -> Iterator[tuple[Opened, str, Mapping[str, Any]]]:
    for bid in bids:
        for section, text in bid.texts.items():
            for pattern in SLIPS:
                for match in pattern.finditer(text):
                    if match.group() not in call:
                        near = _around(text, match)
                        yield bid, "".join(near.split()), {"section": section, "text": near}


def _odd(bids: Iterable[Opened], call: str) -> Iterator[tuple[Opened, str, Mapping[str, Any]]]:
    quoted = call.casefold()
    for bid in bids:
        for section, text in bid.texts.items():
            for match in WORD.finditer(text):
                word = match.group().casefold()
                if word not in quoted and _is_odd(match.group()):
                    yield bid, word, {"section": section, "text": _around(text, match)}


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - AROUND) : match.end() + AROUND]


def _is_odd(word: str) -> bool:
    """Written as nobody writes on purpose: a letter thrice in a row, or capitals inside a word of small ones."""
    thrice = re.search(r"([a-z])\1\1", word.casefold()) is not None
    return thrice or re.search(r"[a-z]{2}[A-Z][a-z]*[A-Z]{2}", word) is not None


def _grouped(
    kind: str, found: Iterable[tuple[Opened, str, Mapping[str, Any]]], limits: Limits
) -> list[Hint]:
    groups: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for bid, value, evidence in found:
        groups[value].setdefault(bid.key, evidence)
    return [
        Hint(kind, tuple(sorted(by)), {**by, "what": {"shared": value}})
        for value, by in sorted(groups.items())
        if 1 < len(by) <= limits.shared_max
    ]
