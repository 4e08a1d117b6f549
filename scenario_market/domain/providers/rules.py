"""What a profile must be: known codes, sane lengths, and what is owed before the office can admit it. Pure.

Every check returns all that is wrong at once, as :class:`FieldError` with the rule and what would be right.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from scenario_market.domain.codes import CodeList
from scenario_market.domain.errors import FieldError

# The profile's lists: field → the city's code list.
LISTS = {
    "categories": "provider_categories",
    "service_types": "service_types",
    "industries": "industries",
    "domains": "scenario_domains",
    "districts": "districts",
}
# Texts with their longest length in characters.
TEXTS = {
    "introduction": 5_000,
    "capabilities": 5_000,
    "website": 300,
    "contact_name": 80,
    "contact_mobile": 40,
    "contact_email": 254,
}
NULLABLE = frozenset({"website", "contact_name", "contact_mobile", "contact_email"})
FLAGS = frozenset({"is_listed"})
FIELDS = frozenset(LISTS) | frozenset(TEXTS) | FLAGS
# What matching reads; a change of one of these makes an index old.
MATCHED = frozenset(LISTS) | {"introduction", "capabilities"}
LIST_MAX = 60
TITLE_MAX, SUMMARY_MAX = 200, 5_000

_PHONE = re.compile(r"^\+?[0-9][0-9\- ]{4,18}[0-9](-[0-9]{1,6})?$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")


def unknown(field: str, said: str, codes: CodeList) -> FieldError:
    """The error for a code that the list does not have, with the names that come near."""
    return FieldError(
        field,
        "unknown_code",
        {"value": said[:80], "list": codes.zh, "nearest": list(codes.nearest(said))},
    )


def read_codes(
    field: str, said: Iterable[Any], codes: CodeList
) -> tuple[list[str], list[FieldError]]:
    """Codes, names or aliases as codes: each once, in the order of the list."""
    found: set[str] = set()
    errors = []
    for index, value in enumerate(said):
        entry = codes.get(value) if isinstance(value, str) else None
        if entry is None:
            errors.append(unknown(f"{field}.{index}", str(value), codes))
        else:
            found.add(entry.code)
    return [entry.code for entry in codes if entry.code in found], errors


def check_profile(
    fields: Mapping[str, Any], codes: Mapping[str, CodeList]
) -> tuple[dict[str, Any], list[FieldError]]:
    """The given fields made clean, and everything that is wrong with them.

    Only fields that are given are looked at, so the same check serves a form and a patch.
    """
    clean: dict[str, Any] = {}
    errors = [
        FieldError(name, "unknown_field", {"known": sorted(FIELDS)})
        for name in sorted(set(fields) - FIELDS)
    ]
    for name in sorted(set(fields) & FIELDS):
        value = fields[name]
        if name in LISTS:
            clean[name], wrong = _check_list(name, value, codes[LISTS[name]])
        elif name in FLAGS:
            clean[name] = value
            wrong = [] if isinstance(value, bool) else [FieldError(name, "not_a_flag")]
        else:
            clean[name], wrong = _check_text(name, value)
        errors += wrong
    return clean, errors


def _check_list(name: str, value: Any, codes: CodeList) -> tuple[list[str], list[FieldError]]:
    if not isinstance(value, (list, tuple)):
        return [], [FieldError(name, "not_a_list")]
    if len(value) > LIST_MAX:
        return [], [FieldError(name, "too_many", {"limit": LIST_MAX, "found": len(value)})]
    return read_codes(name, value, codes)


def _check_text(name: str, value: Any) -> tuple[str | None, list[FieldError]]:
    if value is not None and not isinstance(value, str):
        return None, [FieldError(name, "not_a_text")]
    text = (value or "").strip()
    if not text:
        return (None if name in NULLABLE else ""), []
    if len(text) > TEXTS[name]:
        return text, [FieldError(name, "too_long", {"limit": TEXTS[name], "found": len(text)})]
    if "\0" in text:
        return text, [FieldError(name, "control_character")]
    rule = _FORMS[name](text) if name in _FORMS else None
    return text, [FieldError(name, rule, {"value": text[:80]})] if rule else []


def _website_rule(text: str) -> str | None:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "not_a_url"
    if parts.scheme not in ("http", "https") or not host or "." not in host:
        return "not_a_url"
    return "url_with_password" if parts.username or parts.password else None


_FORMS = {
    "website": _website_rule,
    "contact_mobile": lambda text: None if _PHONE.match(text) else "not_a_phone_number",
    "contact_email": lambda text: None if _EMAIL.match(text) else "not_an_email_address",
}


def check_offering(
    fields: Mapping[str, Any], codes: Mapping[str, CodeList], *, field: str = ""
) -> tuple[dict[str, Any], list[FieldError]]:
    """An offering's given ``title``, ``summary``, ``service_types`` made clean, and what is wrong.

    :param field: prefix of the names in errors, e.g. ``offerings.2.``.
    """
    known = {"title": TITLE_MAX, "summary": SUMMARY_MAX}
    clean: dict[str, Any] = {}
    errors = [
        FieldError(field + name, "unknown_field", {"known": [*known, "service_types"]})
        for name in sorted(set(fields) - set(known) - {"service_types"})
    ]
    for name in sorted(set(fields) & set(known)):
        value = fields[name]
        if not isinstance(value, str):
            errors.append(FieldError(field + name, "not_a_text"))
            continue
        clean[name] = value.strip()
        if len(clean[name]) > known[name]:
            params = {"limit": known[name], "found": len(clean[name])}
            errors.append(FieldError(field + name, "too_long", params))
        if name == "title" and not clean[name]:
            errors.append(FieldError(field + name, "required"))
    if "service_types" in fields:
        clean["service_types"], wrong = _check_list(
            field + "service_types", fields["service_types"], codes["service_types"]
        )
        errors += wrong
    return clean, errors


def missing(profile: Any, *, has_undated_credential: bool = False) -> list[FieldError]:
    """What is owed before the office can look at an application.

    :param profile: anything with the profile's fields.
    """
    owed = [
        FieldError(name, "required")
        for name in (
            "categories",
            "service_types",
            "introduction",
            "capabilities",
            "contact_name",
            "contact_mobile",
        )
        if not getattr(profile, name)
    ]
    if not profile.domains and not profile.industries:
        owed.append(FieldError("domains", "domain_or_industry_required"))
    if has_undated_credential:
        owed.append(FieldError("credentials", "date_required"))
    return owed


def check_categories(
    categories: Iterable[str],
    service_types: Collection[str],
    codes: Mapping[str, CodeList],
    services: Mapping[str, Sequence[str]],
) -> list[FieldError]:
    """A category must be borne out by a service type that it stands for, or one below it.

    :param services: policy ``provider.category_services``: category → service types.
    """
    types = codes["service_types"]
    declared = {ancestor for code in service_types for ancestor in types.family(code)}
    return [
        FieldError(
            "service_types",
            "category_without_service",
            {
                "category": codes["provider_categories"][category].zh,
                "any_of": [types[code].zh for code in services[category]],
            },
        )
        for category in categories
        if category in services and declared.isdisjoint(services[category])
    ]
