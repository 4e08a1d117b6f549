"""Near-identical passages: found by an index of short pieces, grown to their whole length, shown as they were written.

Texts are compared by their letters and digits alone, in one width and case, so that other punctuation, blanks or line
breaks hide nothing. What the call itself says is taken out first: bidders quote it.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scenario_market.domain.evaluation.collusion.shapes import Hint, Limits, Opened

PIECE = 16  # letters; shorter ones are common phrases


@dataclass(frozen=True)
class Folded:
    """A text and its letters."""

    bid: str
    section: str
    text: str
    letters: str


@lru_cache(maxsize=65_536)
def letters_of(sign: str) -> str:
    """A character as it is compared: in one width and case, nothing where it is no letter or digit."""
    folded = unicodedata.normalize("NFKC", sign).casefold()
    return "".join(one for one in folded if one.isalnum())


def fold(bid: str, section: str, text: str) -> Folded:
    return Folded(bid, section, text, "".join(map(letters_of, text)))


def passages(bids: Iterable[Opened], call: str, limits: Limits) -> list[Hint]:
    """Passages of at least ``limits.passage_chars`` letters that two bids share.

    Only every ``stride``-th piece of each text is indexed, and every piece of the others looked up: a shared passage
    of that length holds at least one of the indexed pieces, so none is missed.
    """
    texts = [fold(bid.key, name, text) for bid in bids for name, text in bid.texts.items()]
    known = _pieces(fold("", "", call).letters)
    stride = max(1, limits.passage_chars - PIECE + 1)
    index: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(texts):
        for start in range(0, len(one.letters) - PIECE + 1, stride):
            piece = one.letters[start : start + PIECE]
            if piece not in known:
                index[piece].append((number, start))
    found = _shared(texts, index, limits)
    return [
        Hint(
            "passage",
            (left.bid, right.bid),
            {
                left.bid: {"section": left.section, "text": _written(left, a, length)},
                right.bid: {"section": right.section, "text": _written(right, b, length)},
                "what": {"letters": length},
            },
        )
        for left, a, right, b, length in found
    ]


def _pieces(letters: str) -> set[str]:
    return {letters[start : start + PIECE] for start in range(len(letters) - PIECE + 1)}


Shared = tuple[Folded, int, Folded, int, int]


def _shared(
    texts: Sequence[Folded], index: dict[str, list[tuple[int, int]]], limits: Limits
) -> list[Shared]:
    covered: dict[
        tuple[int, int, int], int
    ] = {}  # the pair, its offset → the end of what was found on it
    found: dict[tuple[int, int, int], Shared] = {}
    for number, one in enumerate(texts):
        for start in range(len(one.letters) - PIECE + 1):
            places = index.get(one.letters[start : start + PIECE], ())
            if len({texts[place].bid for place, _ in places}) > limits.shared_max:
                continue
            for other, begin in places:
                if texts[other].bid <= one.bid:
                    continue
                diagonal = (number, other, start - begin)
                if covered.get(diagonal, -1) >= start:
                    continue
                a, b, length = _grown(one.letters, start, texts[other].letters, begin)
                covered[diagonal] = a + length
                if length >= limits.passage_chars:
                    found[number, other, a] = (one, a, texts[other], b, length)
    return sorted(found.values(), key=lambda s: (s[0].bid, s[2].bid, -s[4], s[1]))


def _grown(left: str, a: int, right: str, b: int) -> tuple[int, int, int]:
    """The longest common run around one piece: where it begins in either, and its length."""
    while a and b and left[a - 1] == right[b - 1]:
        a, b = a - 1, b - 1
    length = PIECE
    while (
        a + length < len(left) and b + length < len(right) and left[a + length] == right[b + length]
    ):
        length += 1
    return a, b, length


def _written(one: Folded, start: int, length: int) -> str:
    """The letters as they were written. Where each stands is found again: kept for all, it would fill the memory."""
    at = [place for place, sign in enumerate(one.text) for _ in letters_of(sign)]
    return one.text[at[start] : at[start + length - 1] + 1]
