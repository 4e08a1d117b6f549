"""Finding the header of a table: people put titles, units and notes above it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from scenario_market.documents.tables import Column, HeaderNotFound, Value, text

_DECORATION = re.compile(r"[\s*＊:：\"'“”‘’]")
_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")


def fold_header(name: str) -> str:
    """A header without width, case, spaces, asterisks, colons: ``＊ 公司 名称：`` is 公司名称."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", name)).casefold()


class Headers:
    """The header names that a table may have, each with its field."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.names = tuple(known)
        self._fields = {fold_header(name): field for name, field in known.items()}
        self._least = min(2, len(set(known.values())))

    def field(self, header: str) -> str | None:
        """The field of a header, tried with and without what stands in brackets."""
        folded = fold_header(header)
        return self._fields.get(folded) or self._fields.get(_BRACKET.sub("", folded))

    def find(self, rows: Sequence[Sequence[Value]]) -> int | None:
        """Index of the first row with the most known headers, which are at least two."""
        counts = [len({self.field(text(cell)) for cell in row} - {None}) for row in rows]
        best = max(counts, default=0)
        return counts.index(best) if best >= self._least else None

    def columns(self, header: Sequence[str]) -> tuple[tuple[Column, ...], tuple[str, ...]]:
        """Known columns, and the header texts that are ignored: unknown, or said before."""
        found: dict[str, Column] = {}
        ignored = []
        for index, name in enumerate(header):
            field = self.field(name) if name else None
            if field is not None and field not in found:
                found[field] = Column(index, name, field)
            elif name:
                ignored.append(name)
        return tuple(found.values()), tuple(ignored)

    def missing(self, searched: int) -> HeaderNotFound:
        """The error to raise when no row will do."""
        return HeaderNotFound(expected=self.names[:8], searched=searched)
