"""Fields that both kinds of posting have, and what can be said of fields whatever they are. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from scenario_market.domain.checks import Check, code_of, email, list_of, optional, phone, text
from scenario_market.domain.errors import FieldError

PROSE = text(20_000)

# What it is about: how the field sorts it.
SUBJECT: Mapping[str, Check] = {
    "title": text(200),
    "domain": optional(code_of("scenario_domains")),
    "industries": list_of(code_of("industries")),
    "service_types": list_of(code_of("service_types")),
    "tier": optional(code_of("scenario_tiers")),
    "chain": optional(code_of("chains")),
    "node": optional(code_of("nodes")),
}
# Never published, and no part of a version.
CONTACT: Mapping[str, Check] = {
    "contact_name": optional(text(80)),
    "contact_mobile": optional(phone),
    "contact_email": optional(email),
}


def unreachable(values: Mapping[str, Any]) -> list[FieldError]:
    """A fault where neither telephone nor address says how the contact is reached."""
    if values.get("contact_mobile") or values.get("contact_email"):
        return []
    return [FieldError("contact_mobile", "required")]


def unmeasured(metrics: list[Mapping[str, Any]], *parts: str) -> list[FieldError]:
    """Every one of these parts that a metric leaves open, in the order of the metrics."""
    return [
        FieldError(f"metrics.{place}.{part}", "required")
        for place, metric in enumerate(metrics)
        for part in parts
        if metric[part] is None
    ]


def is_measured(metrics: list[Mapping[str, Any]]) -> bool:
    """Whether at least one metric says from where to where."""
    return any(m["baseline"] is not None and m["target"] is not None for m in metrics)


def differing(
    names: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """Those names, in their order, under which ``after`` says something, and says it otherwise."""
    return [name for name in names if name in after and before.get(name) != after[name]]
