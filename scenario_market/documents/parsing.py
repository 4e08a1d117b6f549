"""What people write into cells, as values: money, days, lists, honours, contacts, metrics.

Every function is pure and raises :class:`BadValue` with the rule that was broken and what would be
right; the words stand in ``texts.columns``. Money is in fen, days are calendar days.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from scenario_market.documents.tables import Value, text


class BadValue(ValueError):
    """A cell breaks a rule. ``params`` say what was found and what would be right."""

    def __init__(self, rule: str, **params: object) -> None:
        self.rule = rule
        self.params = params
        super().__init__(f"{rule} {params}")


@dataclass(frozen=True)
class Budget:
    """An amount or a span in fen; both None when it is to be negotiated (面议)."""

    min_fen: int | None
    max_fen: int | None

    @property
    def is_negotiable(self) -> bool:
        return self.max_fen is None and self.min_fen is None


_UNIT_FEN = {"元": 100, "千元": 100_000, "万": 1_000_000, "万元": 1_000_000}
_UNIT_FEN |= {"百万": 100_000_000, "百万元": 100_000_000, "千万": 10**9, "千万元": 10**9}
_UNIT_FEN |= {"亿": 10**10, "亿元": 10**10}
_UNIT = "|".join(sorted(_UNIT_FEN, key=len, reverse=True))
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?:人民币|[约¥￥])*(?P<low>{_NUMBER})(?P<low_unit>{_UNIT})?"
    rf"(?:(?:-|~|—|–|至|到)+(?P<high>{_NUMBER})(?P<high_unit>{_UNIT})?)?"
    r"(?:人民币|整|左右|以内|以下|以上)*"
)
_NEGOTIABLE = ("面议", "待定", "商议", "待议", "协商")
_AT_MOST = ("不超过", "不高于", "最高", "至多", "上限", "<=", "≤")
_AT_LEAST = ("不低于", "不少于", "至少", ">=", "≥")


def flat(value: Value) -> str:
    """The text of a cell on one line, full-width folded, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text(value)))


def budget(value: Value, *, unit: str | None = None) -> Budget:
    """480万元, 1.2亿, 100-200万元, 不超过300万元, 面议; a bare number takes ``unit`` (万元 in a header).

    :raises BadValue: ``money_format``, ``money_unit`` (no unit said), ``money_range`` (max below min).
    """
    said = flat(value)
    if any(word in said for word in _NEGOTIABLE):
        return Budget(None, None)
    most = any(word in said for word in (*_AT_MOST, "以内", "以下"))
    least = any(word in said for word in (*_AT_LEAST, "以上"))
    for word in (*_AT_MOST, *_AT_LEAST):
        said = said.removeprefix(word)
    match = _AMOUNT.fullmatch(said)
    if match is None:
        raise BadValue("money_format", found=text(value)[:40])
    high_unit = match["high_unit"] or (match["low_unit"] if match["high"] else None) or unit
    low_unit = match["low_unit"] or (high_unit if match["high"] else None) or unit
    if low_unit is None or (match["high"] and high_unit is None):
        raise BadValue("money_unit", found=text(value)[:40])
    low = _fen(match["low"], low_unit)
    if match["high"] is None:
        return Budget(None if most else low, None if least else low)
    high = _fen(match["high"], str(high_unit))
    if high < low:
        raise BadValue("money_range", found=text(value)[:40])
    return Budget(low, high)


def _fen(number: str, unit: str) -> int:
    fen = Decimal(number.replace(",", "")) * _UNIT_FEN[unit]
    if fen != fen.to_integral_value() or fen >= 2**62:
        raise BadValue("money_format", found=number + unit)
    return int(fen)


_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[T ]?00:00(?::00)?)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PART_OF_DAY = re.compile(r"\d{4}(?:(?:-|/|\.|年)(?:\d{1,2}月?)?)?")
_EPOCH = date(1899, 12, 30)  # of spreadsheets, so that serial 61 is 1 March 1900


def day(value: Value) -> date:
    """2026-05-01, 2026/5/1, 2026.5.1, 2026年5月1日, 20260501, a date cell or its serial number.

    :raises BadValue: ``date_format``, ``date_incomplete`` (no day said), ``date_impossible``.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and 20_000 <= value <= 80_000:  # 1954 to 2119
        return _EPOCH + timedelta(days=int(value))
    said = flat(value)
    match = _DAY.fullmatch(said) or _COMPACT_DAY.fullmatch(said)
    if match is None:
        if re.fullmatch(r"[2-7]\d{4}", said):
            return _EPOCH + timedelta(days=int(said))
        rule = "date_incomplete" if _PART_OF_DAY.fullmatch(said) else "date_format"
        raise BadValue(rule, found=text(value)[:40])
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise BadValue("date_impossible", found=text(value)[:40]) from None


_SEPARATOR = re.compile(r"[、，,;；\n\r|]+")


def split(value: Value, known: Callable[[str], object] | None = None) -> tuple[str, ...]:
    """The parts of a cell with several values, each once; separators inside brackets do not count.

    ``/`` separates too, unless ``known`` knows the part as it stands (ISO/IEC 27001).
    """
    parts: list[str] = []
    for part in _outside_brackets(text(value)):
        whole = part.strip(" \t\u3000。.")
        if "/" in whole and not (known and known(whole)):
            parts += [piece.strip() for piece in whole.split("/")]
        else:
            parts.append(whole)
    return tuple(dict.fromkeys(part for part in parts if part))


def _outside_brackets(said: str) -> list[str]:
    depth, parts, piece = 0, [], ""
    for character in said:
        depth += (character in "（(【") - (character in "）)】" and depth > 0)
        if depth == 0 and _SEPARATOR.fullmatch(character):
            parts.append(piece)
            piece = ""
        else:
            piece += character
    return [*parts, piece]


@dataclass(frozen=True)
class Held:
    """An honour or certificate as written: a name, and the days it was issued and expires."""

    name: str
    issued_on: date | None = None
    expires_on: date | None = None


_HELD = re.compile(r"(?P<name>.+?)[（(【](?P<note>[^（）()【】]*\d{4}[^（）()【】]*)[）)】]")
_SPAN = re.compile(
    r"(?P<first>[\d年月日/.-]{8,}?)(?:至|到|~|—|–|-{1,2})(?P<last>\d{4}[\d年月日/.-]*)"
)
_NOTE = re.compile(r"有效期至|有效期到|有效期|到期日|到期|截至|至|止|:|：")


def held(said: str) -> Held:
    """专精特新小巨人（2027-06-30）, 高新技术企业（2024-07-01至2027-06-30）, or a name alone.

    :raises BadValue: a rule of :func:`day`, or ``date_order`` (expires before it was issued).
    """
    match = _HELD.fullmatch(said.strip())
    if match is None:
        return Held(said.strip())
    note = flat(match["note"])
    span = _SPAN.fullmatch(note.removeprefix("有效期").lstrip(":："))
    if span is None:
        return Held(match["name"].strip(), None, day(_NOTE.sub("", note)))
    first, last = day(span["first"]), day(span["last"].removesuffix("止"))
    if last < first:
        raise BadValue("date_order", first=first.isoformat(), last=last.isoformat())
    return Held(match["name"].strip(), first, last)


_PHONE = re.compile(r"(?:\+?86-?)?(1\d{10})|(0\d{2,3})-?(\d{7,8})(?:-\d{1,6})?|(400-?\d{3}-?\d{4})")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


_CONTACT_LENGTH = 300


def phone(value: Value) -> str:
    """A mobile number (+86 dropped), a fixed one with area code, or a 400 number.

    :raises BadValue: ``phone_format``.
    """
    said = flat(value)
    match = _PHONE.fullmatch(said)
    if match is None:
        raise BadValue("phone_format", found=said[:40])
    return match[1] or said


def email(value: Value) -> str:
    """An address, lower case in its host. :raises BadValue: ``email_format``."""
    said = flat(value)
    if not _EMAIL.fullmatch(said) or len(said) > 254:
        raise BadValue("email_format", found=said[:60])
    local, _, host = said.rpartition("@")
    return f"{local}@{host.lower()}"


def contact(value: Value) -> dict[str, str]:
    """A cell with name, number and address in any order: the keys that were found in it.

    :raises BadValue: ``contact_too_long``; searching a long text is slow, and it is no contact.
    """
    said = unicodedata.normalize("NFKC", text(value))
    if len(said) > _CONTACT_LENGTH:
        raise BadValue("contact_too_long", limit=_CONTACT_LENGTH, found=len(said))
    found: dict[str, str] = {}
    if match := _EMAIL.search(said):
        found["contact_email"] = email(match[0])
        said = said.replace(match[0], " ")
    if match := re.search(rf"(?<!\d)(?:{_PHONE.pattern})(?!\d)", said):
        found["contact_mobile"] = phone(match[0])
        said = said.replace(match[0], " ")
    name = re.sub(
        r"联系人|联系电话|联系方式|电话|手机|邮箱|[\s:：,，、;；/()（）]+", " ", said
    ).strip()
    if name:
        found["contact_name"] = name
    return found


_METRIC = re.compile(
    r"(?P<name>.+?)(?P<operator>≥|≤|>=|<=|>|<|=|不低于|不少于|不高于|不超过|大于|小于|等于|达到)"
    r"(?P<target>-?\d+(?:\.\d+)?)(?P<unit>[^\d(),]*)"
    r"(?:\((?:现状|基线|当前)[值为:]*(?P<baseline>-?\d+(?:\.\d+)?)[^()]*\))?"
)
_OPERATOR = {"≥": "ge", ">=": "ge", "不低于": "ge", "不少于": "ge", "达到": "ge", "≤": "le"}
_OPERATOR |= {"<=": "le", "不高于": "le", "不超过": "le", ">": "gt", "大于": "gt"}
_OPERATOR |= {"<": "lt", "小于": "lt", "=": "eq", "等于": "eq"}


def metric(said: str) -> dict[str, object]:
    """缺陷检出率≥99.5%（现状92%） as name, operator (a code), target, unit and baseline (or None).

    Numbers stay text, so that no digit is lost. :raises BadValue: ``metric_format``.
    """
    match = _METRIC.fullmatch(flat(said))
    if match is None:
        raise BadValue("metric_format", found=said[:60])
    return {
        "name": match["name"].strip(":"),
        "operator": _OPERATOR[match["operator"]],
        "baseline": match["baseline"],
        "target": match["target"],
        "unit": match["unit"],
    }
