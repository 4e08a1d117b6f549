"""Parsers of cells: each takes a value, the city's code lists and the column's header, and gives fields of ours.

They are made here for :mod:`scenario_market.documents.columns`, which says which column takes which.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from scenario_market.documents import parsing
from scenario_market.documents.parsing import BadValue
from scenario_market.documents.tables import Value, text
from scenario_market.domain.codes import Code, CodeList, UnknownCode
from scenario_market.domain.parties import uscc as codes_of_organisations

Lists = Mapping[str, CodeList]
Fields = dict[str, Any]
Parse = Callable[[Value, Lists, str], Fields]

_NAME_LENGTH = 200


def plain(field: str) -> Parse:
    """Text as it stands, trimmed."""
    return lambda value, lists, header: {field: text(value)}


def parts(field: str) -> Parse:
    """Several texts in one cell."""
    return lambda value, lists, header: {field: parsing.split(value)}


def name(field: str) -> Parse:
    """A name: one line of at most 200 characters, spaces folded."""

    def parse(value: Value, lists: Lists, header: str) -> Fields:
        said = re.sub(r"\s+", " ", text(value))
        if len(said) > _NAME_LENGTH:
            raise BadValue("name_too_long", limit=_NAME_LENGTH, found=len(said))
        return {field: said}

    return parse


def day(field: str) -> Parse:
    """A calendar day."""
    return lambda value, lists, header: {field: parsing.day(value)}


def one(list_name: str, field: str) -> Parse:
    """One entry of a code list, as its code."""

    def parse(value: Value, lists: Lists, header: str) -> Fields:
        return {field: _find(lists[list_name], text(value)).code}

    return parse


def many(list_name: str, field: str) -> Parse:
    """Several entries of a code list, as codes, each once. All that are unknown are named at once."""

    def parse(value: Value, lists: Lists, header: str) -> Fields:
        known = lists[list_name]
        said = parsing.split(value, known.get)
        unknown = [part for part in said if known.get(part) is None]
        if unknown:
            shown = [part[:40] for part in unknown[:5]]
            nearest = tuple(dict.fromkeys(n for part in shown for n in known.nearest(part)))
            raise BadValue("unknown_code", value=tuple(shown), nearest=nearest[:5])
        return {field: tuple(dict.fromkeys(known.find(part).code for part in said))}

    return parse


def held(list_name: str) -> Parse:
    """Honours or certificates with their days: dicts of code, level, issued_on, expires_on.

    A level that is an entry below its scheme (CMMI 3 级) gives the scheme's code and the level.
    """

    def parse(value: Value, lists: Lists, header: str) -> Fields:
        known = lists[list_name]
        found: dict[str, Fields] = {}
        for part in parsing.split(value, known.get):
            item = parsing.held(part)
            entry = _find(known, item.name)
            found[entry.parent or entry.code] = {
                "code": entry.parent or entry.code,
                "level": entry.extra.get("level"),
                "issued_on": item.issued_on,
                "expires_on": item.expires_on,
            }
        return {list_name: tuple(found.values())}

    return parse


def uscc(value: Value, lists: Lists, header: str) -> Fields:
    """A checked unified social credit code."""
    try:
        return {"uscc": codes_of_organisations.check(text(value))}
    except codes_of_organisations.InvalidUscc as error:
        raise BadValue(f"uscc_{error.rule}", **error.params) from None


def scenarios(value: Value, lists: Lists, header: str) -> Fields:
    """Where something can be used: free text, and the scenario domains named in it."""
    known = lists["scenario_domains"]
    entries = (known.get(part) for part in parsing.split(value, known.get))
    domains = tuple(dict.fromkeys(entry.code for entry in entries if entry))
    return {"scenarios": text(value)} | ({"domains": domains} if domains else {})


def offerings(value: Value, lists: Lists, header: str) -> Fields:
    """Products, separated by ； or new lines, each perhaps with a summary behind a colon."""
    found = []
    for part in re.split(r"[;；\n\r]+", text(value)):
        title, _, summary = re.sub(r"^\s*\d+[.、)）]\s*", "", part).strip().partition("：")
        if title:
            found.append({"title": title.strip()[:_NAME_LENGTH], "summary": summary.strip(" 。")})
    return {"offerings": tuple(found)}


def place(value: Value, lists: Lists, header: str) -> Fields:
    """A place as text, and the district when the text names exactly one."""
    entries = [lists["districts"].get(part) for part in parsing.split(value)]
    known = [entry for entry in entries if entry]
    one_district = {"district": known[0].code} if len(known) == len(entries) == 1 else {}
    return {"place": text(value)} | one_district


def contact(value: Value, lists: Lists, header: str) -> Fields:
    """Name, number and address of a contact in one cell."""
    return dict(parsing.contact(value))


def phone(value: Value, lists: Lists, header: str) -> Fields:
    """A telephone number."""
    return {"contact_mobile": parsing.phone(value)}


def email(value: Value, lists: Lists, header: str) -> Fields:
    """An e-mail address."""
    return {"contact_email": parsing.email(value)}


def budget(value: Value, lists: Lists, header: str) -> Fields:
    """A budget in fen; the header may name the unit (拟投资额（万元）)."""
    unit = next((unit for unit in ("亿元", "万元", "元") if unit in header), None)
    found = parsing.budget(value, unit=unit)
    fields: Fields = {"budget_min_fen": found.min_fen, "budget_max_fen": found.max_fen}
    return fields | ({"budget_display": "negotiable"} if found.is_negotiable else {})


def metrics(value: Value, lists: Lists, header: str) -> Fields:
    """Metrics, one to a line or separated by ；."""
    said = [part for part in re.split(r"[;；\n\r]+", text(value)) if part.strip()]
    return {"metrics": tuple(parsing.metric(part) for part in said)}


def yes_no(field: str) -> Parse:
    """是 or 否, in the usual words."""
    words = {"是": True, "接受": True, "yes": True, "√": True, "否": False, "不接受": False}
    words |= {"no": False, "×": False, "1": True, "0": False}

    def parse(value: Value, lists: Lists, header: str) -> Fields:
        said = parsing.flat(value).lower()
        if said not in words:
            raise BadValue("yes_or_no", found=said[:20])
        return {field: words[said]}

    return parse


def _find(known: CodeList, said: str) -> Code:
    try:
        return known.find(said[:200])
    except UnknownCode as error:
        nearest = error.params["nearest"]
        raise BadValue("unknown_code", value=(said[:40],), nearest=nearest) from None
