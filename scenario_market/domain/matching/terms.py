"""Text to terms: single characters and pairs of neighbours for Chinese, whole words for Latin.

A term is a 64-bit integer key made from its code points alone, so no dictionary and no segmenter
can drift: one character is its code point, a pair is `first << 21 | second`, a word is a 62-bit
polynomial hash. Characters of one and two together beat segmented words on five sets of real
text (docs/matching.md): shared characters act as soft synonyms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

SHIFT = 21  # bits of a code point
SINGLE_BELOW = 1 << SHIFT
WORD_FROM = 1 << 62
BREAK = "\x00"
_HAN = ((0x3007, 0x3008), (0x3040, 0x3100), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7B0))
_WORD = ((48, 58), (97, 123), (0xC0, 0xD7), (0xD8, 0xF7), (0xF8, 0x250), (0x370, 0x530))
_HAN_FROM = 0x20000  # the supplementary ideographic planes
_PRIME = 1_099_511_628_211


def _kinds() -> np.ndarray:
    """For each code point of the first plane: 0 separator, 1 ideograph, 2 part of a word.

    Ranges are written out, because the tables of `unicodedata` differ between Pythons.
    """
    table = np.zeros(0x10000, dtype=np.uint8)
    for kind, ranges in ((1, _HAN), (2, _WORD)):
        for low, high in ranges:
            table[low:high] = kind
    return table


_KINDS = _kinds()


class Terms(NamedTuple):
    """Every occurrence of a term: which text, which key, where it starts, how many characters."""

    doc: np.ndarray
    key: np.ndarray
    start: np.ndarray
    length: np.ndarray


def normalise(text: str) -> str:
    """Full-width and compatibility forms folded (NFKC), lower case, control characters out."""
    return unicodedata.normalize("NFKC", text).lower().replace(BREAK, " ")


def encode(texts: Sequence[str]) -> Terms:
    """All terms of normalised texts. `start` counts from the beginning of each text."""
    codes = np.frombuffer(BREAK.join([*texts, ""]).encode("utf-32-le", "replace"), dtype=np.uint32)
    sizes = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    begins = np.cumsum(sizes) - sizes
    kind = np.where(codes < 0x10000, _KINDS[np.minimum(codes, 0xFFFF)], codes >= _HAN_FROM)
    wide = codes.astype(np.int64)
    single = np.flatnonzero(kind == 1)
    pair = single[:-1][np.diff(single) == 1] if single.size else single
    word, span, hashes = _words(wide, kind == 2)
    at = np.concatenate([single, pair, word])
    key = np.concatenate([wide[single], wide[pair] << SHIFT | wide[pair + 1], hashes])
    length = np.concatenate([np.ones_like(single), np.full_like(pair, 2), span])
    doc = np.repeat(np.arange(sizes.size), sizes)[at]
    return Terms(doc, key, at - begins[doc], length)


def _words(codes: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Start, length and key of each run of word characters."""
    edge = np.diff(np.concatenate([[0], inside.astype(np.int8), [0]]))
    start, end = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
    if not start.size:
        return start, start, start.astype(np.int64)
    span = end - start
    at = np.flatnonzero(inside)
    place = at - np.repeat(start, span)
    powers = np.cumprod(np.full(int(span.max()), _PRIME, dtype=np.uint64), dtype=np.uint64)
    parts = (codes[at].astype(np.uint64) + np.uint64(1)) * powers[place]
    sums = np.add.reduceat(parts, np.cumsum(span) - span)
    return start, span, (sums >> np.uint64(2)).astype(np.int64) | WORD_FROM


def is_single(keys: np.ndarray) -> np.ndarray:
    """Which keys are single characters: they say less than a pair or a word."""
    return keys < SINGLE_BELOW


_PARTS = re.compile(r"([^省市区县旗镇乡村]{2,6}?)(自治州|自治县|街道|省|市|区|县|旗|镇|乡|村)")
_LEGAL = re.compile(r"(股份)?有限(责任)?公司|集团|人民政府|管理委员会|管委会|办事处|[()]")


def name_parts(name: str) -> frozenset[str]:
    """What an owner's or a place's name is recognised by in a text.

    `枝江市安福寺镇人民政府` gives itself, 枝江市, 枝江, 安福寺镇, 安福寺. Single
    characters are left out: they would take ordinary words to pieces.
    """
    name = normalise(name).strip()
    parts = {name, _LEGAL.sub("", name)}
    for stem, suffix in _PARTS.findall(name):
        parts |= {stem + suffix, stem}
    return frozenset(part for part in parts if len(part) > 1)


def without(text: str, names: Iterable[str]) -> str:
    """The text with these names (already normalised) blotted out, longest first; same length."""
    found = sorted(names, key=lambda name: (-len(name), name))
    if not found:
        return text
    pattern = "|".join(re.escape(name) for name in found)
    return re.sub(pattern, lambda hit: BREAK * len(hit.group()), text)


_SENTENCE = re.compile(r"[^。;!?\n]*[。;!?\n]?")


def passages(text: str, longest: int = 150) -> list[str]:
    """A text cut into passages of at most `longest` characters, at ends of sentences if it can.

    Short passages are what limits stuffing: a profile is credited for its best passage, so terms
    pasted in beyond it bring little.
    """
    if len(text) <= longest:
        whole = text.strip()
        return [whole] if whole else []
    found: list[str] = []
    current = ""
    for sentence in _SENTENCE.findall(text):
        for begin in range(0, len(sentence), longest):
            piece = sentence[begin : begin + longest]
            if len(current) + len(piece) > longest:
                found.append(current)
                current = ""
            current += piece
    found.append(current)
    return [passage for passage in (one.strip() for one in found) if passage]
