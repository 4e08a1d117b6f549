"""Where a line of Chinese text may end: no closing mark begins a line, no opening one ends it, a word stays whole.

By GB/T 15834-2011 标点符号用法, 5.1: 句号、逗号、顿号、分号、冒号 … 不出现在一行之首; the first half of a pair of marks
does not stand at the end of a line, the second half not at the beginning of one.
"""

from collections.abc import Callable

NO_START = frozenset("、。，．：；！？”’）〕】》〉」』…—～·,.:;!?)]}%％‰℃°")
NO_END = frozenset("“‘（〔【《〈「『([{¥￥≤≥")
# How far back a place to break is looked for; behind it the line is full where it is full.
BACK_MAX = 24


def lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The lines of a text without line ends; none of one without characters.

    :param width: of a line. :param measure: how wide one character is, in the same unit.
    """
    found, start = [], 0
    while start < len(text):
        end = _full(text, start, width, measure)
        if end < len(text):
            end = _back(text, start, end)
        found.append(text[start:end].rstrip(" "))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
    return found


def _full(text: str, start: int, width: float, measure: Callable[[str], float]) -> int:
    """The first place behind ``start`` that no longer fits, at least one character on."""
    used = 0.0
    for place in range(start, len(text)):
        used += measure(text[place])
        if used > width:
            return max(place, start + 1)
    return len(text)


def _back(text: str, start: int, end: int) -> int:
    """The last place at or before ``end`` where a line may break; ``end`` itself where none is near."""
    for place in range(end, max(start, end - BACK_MAX), -1):
        if _may_break(text[place - 1], text[place]):
            return place
    return end


def _may_break(before: str, after: str) -> bool:
    if before in NO_END or after in NO_START or after == " ":
        return False
    return not (_is_word(before) and _is_word(after))


def _is_word(letter: str) -> bool:
    """Of a Latin word or a number, which break nowhere."""
    return letter.isascii() and letter != " " and letter != "-"
