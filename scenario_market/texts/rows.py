"""Words for a rule that a row breaks: those of its table, and those of what its rows are of."""

import re
from collections.abc import Mapping

from scenario_market.texts import tables

Words = Mapping[str, tuple[str, str]]
# A clause that is said only where its list has something in it: ``[, near: {nearest}]``.
_CLAUSE = re.compile(r"\[([^\[\]]*\{(\w+)\}[^\[\]]*)\]")


def say(own: Words, rule: str, params: Mapping[str, object], language: str = "zh") -> str:
    """The sentence for a rule of a field or row; the rule's own name where there are no words.

    :param own: the words of what the rows are of; behind a header those of the table go before.
    """
    for words in (tables.WORDS, own) if "header" in params else (own, tables.WORDS):
        if rule in words:
            return _fill(words[rule], params, language)
    return rule


def stated(template: str, params: Mapping[str, object]) -> str:
    """A template without its clauses about what is empty or not known."""
    return _CLAUSE.sub(lambda clause: clause[1] if params.get(clause[2]) else "", template)


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _fill(pair: tuple[str, str], params: Mapping[str, object], language: str) -> str:
    english = language.startswith("en")
    join = ", " if english else "、"
    shown = _Gaps()
    for key, value in params.items():
        many = isinstance(value, (list, tuple))
        shown[key] = join.join(map(str, value)) if many else str(value)  # type: ignore[call-overload]
    return stated(pair[1] if english else pair[0], params).format_map(shown)
