"""What a call may hold when it is saved, and what it must hold to go further. Pure.

Every fault is named at once, with the field's path. Sources: the fields of a 揭榜挂帅 call, and the rule that nothing
is published without metric, money, place and time frame.
"""

from collections.abc import Mapping
from typing import Any

from scenario_market.domain.challenges.conditions import CONDITIONS, missing_grounds
from scenario_market.domain.checks import (
    Check,
    Codes,
    Wrong,
    check_given,
    code_of,
    fen,
    flag,
    list_of,
    number,
    optional,
    record,
    text,
)
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.postings.fields import (
    CONTACT,
    PROSE,
    SUBJECT,
    differing,
    is_measured,
    unmeasured,
    unreachable,
)
from scenario_market.domain.programmes.values import Programme


def whole(path: str, value: Any, codes: Codes) -> int:
    """A whole number, 1 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Wrong(FieldError(path, "not_a_number"))
    return value


def usually(default: bool) -> Check:
    """True or false; not given: the default."""
    return lambda path, value, codes: default if value is None else flag(path, value, codes)


METRIC = record(
    {"name": text(200), "operator": code_of("metric_operators")},
    {
        "key": text(20),
        "baseline": optional(number),
        "target": optional(number),
        "unit": text(40),
        "is_mandatory": usually(True),
    },
)

# What is published and versioned.
CONTENT: Mapping[str, Check] = {
    **SUBJECT,
    "district": optional(code_of("districts")),
    "place": text(300),
    "background": PROSE,
    "content": PROSE,
    "metrics": list_of(METRIC, unique=False),
    "deliverables": list_of(text(300)),
    "reward_fen": optional(fen),
    "budget_ceiling_fen": optional(fen),
    "funding_source": optional(code_of("funding_sources")),
    "term_months": optional(whole),
    "ip_ownership": optional(code_of("ip_ownerships")),
    "contract_route": optional(code_of("contract_routes")),
    "owner_type": optional(code_of("owner_types")),
    "eligibility": CONDITIONS,
    "accepts_consortium": flag,
    "is_desensitised": flag,
    "window_days": optional(whole),
}
# Contacts are shown to the winner from the pledge on.
FIELDS = {**CONTENT, **CONTACT}
# Fixed before publication: which law governs the way to a contract must not change under the bidders.
FIXED = frozenset({"contract_route", "owner_type", "window_days", "is_desensitised"})
# A change of these asks every bidder anew.
MATERIAL = frozenset(
    {
        "content",
        "metrics",
        "deliverables",
        "reward_fen",
        "budget_ceiling_fen",
        "term_months",
        "ip_ownership",
        "eligibility",
        "accepts_consortium",
        "district",
        "place",
    }
)
# field → names of the programme's least and greatest value
SPANS = {
    "reward_fen": ("reward_min_fen", "reward_max_fen"),
    "term_months": ("term_months_min", "term_months_max"),
    "window_days": ("window_days_min", "window_days_max"),
}


def check(given: Mapping[str, Any], codes: Codes, programme: Programme) -> dict[str, Any]:
    """The values to keep of the fields that were given; metrics without a key get one.

    :raises Invalid: with every wrong field: type, code, shape, span of the programme, route that it does not name.
    """
    kept, errors = check_given(FIELDS, given, codes)
    if kept.get("metrics"):
        errors += _repeated_keys(kept["metrics"])
        kept["metrics"] = _keyed(kept["metrics"])
    errors += within(kept, programme)
    if errors:
        raise Invalid(*errors)
    return kept


def within(values: Mapping[str, Any], programme: Programme) -> list[FieldError]:
    """What lies outside the spans and routes of the programme; empty fields are no fault here."""
    errors = []
    for name, (low, high) in SPANS.items():
        value = values.get(name)
        least, most = getattr(programme, low), getattr(programme, high)
        if value is not None and not least <= value <= most:
            errors.append(FieldError(name, "out_of_range", {"min": least, "max": most}))
    route, known = values.get("contract_route"), list(programme.contract_routes)
    if route is not None and route not in known:
        shown = {"value": route, "nearest": known}
        errors.append(FieldError("contract_route", "not_of_programme", shown))
    return errors


def _repeated_keys(metrics: list[dict[str, Any]]) -> list[FieldError]:
    seen: set[str] = set()
    errors = []
    for place, metric in enumerate(metrics):
        key = metric["key"]
        if key and key in seen:
            errors.append(FieldError(f"metrics.{place}.key", "repeated", {"value": key}))
        seen.add(key)
    return errors


def _keyed(metrics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each metric with a key by which bids answer it; it stays when metrics are moved or taken out."""
    taken = {metric["key"] for metric in metrics}
    free = (f"m{n}" for n in range(1, 1_000) if f"m{n}" not in taken)
    return [metric | {"key": metric["key"] or next(free)} for metric in metrics]


REQUIRED = (
    "title",
    "domain",
    "content",
    "district",
    "place",
    "deliverables",
    "reward_fen",
    "funding_source",
    "term_months",
    "ip_ownership",
    "contract_route",
    "owner_type",
    "window_days",
    "contact_name",
)


def missing(values: Mapping[str, Any], programme: Programme) -> list[FieldError]:
    """What a call must hold to be handed in and to come out: measurable, funded, somewhere, in a time frame."""
    errors = [FieldError(name, "required") for name in REQUIRED if not values.get(name)]
    errors += unreachable(values)
    errors += missing_grounds(values.get("eligibility") or [])
    return errors + _missing_metric(values.get("metrics") or []) + within(values, programme)


def _missing_metric(metrics: list[Mapping[str, Any]]) -> list[FieldError]:
    if not metrics:
        return [FieldError("metrics", "metric_required")]
    errors = unmeasured(metrics, "target")
    return errors if is_measured(metrics) else errors + unmeasured(metrics, "baseline")


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the fields whose values differ, in the order of the form."""
    return differing(FIELDS, before, after)
