"""What a demand may hold when it is saved, and what it must hold to go further. Pure.

Every fault is named at once, with the field's path. Sources: the fields of a 场景需求 and the rule that nothing is
published without metric, budget, place and time frame ("重发布轻落地" and vague needs are the field's first complaint).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from scenario_market.domain.checks import (
    Check,
    Codes,
    certificate,
    check_given,
    code_of,
    day,
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

METRIC = record(
    {"name": text(200), "operator": code_of("metric_operators")},
    {"baseline": optional(number), "target": optional(number), "unit": text(40)},
)
OUTCOME = record({"name": text(200)}, {"baseline": text(200), "target": text(200)})
CONDITIONS = record({}, dict.fromkeys(("data", "site", "equipment", "interface"), PROSE))
REQUIREMENTS = record(
    {},
    {
        "honours": list_of(code_of("honours")),
        "certificates": list_of(certificate),
        "categories": list_of(code_of("provider_categories")),
        "districts": list_of(code_of("districts")),
    },
)

# What is published and versioned.
CONTENT: Mapping[str, Check] = {
    **SUBJECT,
    "problem": PROSE,
    "background": PROSE,
    "pain_points": PROSE,
    "content": PROSE,
    "metrics": list_of(METRIC, unique=False),
    "outcomes": list_of(OUTCOME, unique=False),
    "budget_min_fen": optional(fen),
    "budget_max_fen": optional(fen),
    "budget_display": code_of("budget_disclosures"),
    "funding_source": optional(code_of("funding_sources")),
    "district": optional(code_of("districts")),
    "place": text(300),
    "open_conditions": CONDITIONS,
    "starts_on": optional(day),
    "ends_on": optional(day),
    "answers_until": optional(day),
    "requirements": REQUIREMENTS,
    "accepts_consortium": flag,
    "ip_ownership": optional(code_of("ip_ownerships")),
    "deliverables": list_of(text(300)),
    "is_desensitised": flag,
    "lead_department": optional(text(120)),
}
# Contacts are shown to the other side from docking on.
FIELDS = {**CONTENT, **CONTACT}


def check(
    given: Mapping[str, Any], codes: Codes, *, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The values to keep of the fields that were given.

    :param before: what the demand holds already; rules between fields see both together.
    :raises Invalid: with every wrong field: type, code, shape, budget order, order of dates.
    """
    kept, errors = check_given(FIELDS, given, codes)
    wrong_names = {error.field.split(".")[0] for error in errors}
    together = {k: v for k, v in {**(before or {}), **kept}.items() if k not in wrong_names}
    errors += _order(together)
    if errors:
        raise Invalid(*errors)
    return kept


def _order(values: Mapping[str, Any]) -> list[FieldError]:
    errors = []
    low, high = values.get("budget_min_fen"), values.get("budget_max_fen")
    if low is not None and high is not None and low > high:
        errors.append(FieldError("budget_max_fen", "below_minimum", {"minimum_fen": low}))
    first, last = values.get("starts_on"), values.get("ends_on")
    if first is not None and last is not None and last < first:
        errors.append(FieldError("ends_on", "before_start", {"starts_on": first.isoformat()}))
    return errors


def missing_for_submission(values: Mapping[str, Any]) -> list[FieldError]:
    """What the office must be able to read before it can review: subject, problem, district, contact."""
    needed = ("title", "domain", "pain_points", "content", "district", "contact_name")
    errors = [FieldError(name, "required") for name in needed if not values.get(name)]
    return errors + unreachable(values)


def missing_for_publication(
    values: Mapping[str, Any], *, today: date, policy: Mapping[str, Any]
) -> list[FieldError]:
    """What the public must be able to read: measurable, funded, somewhere, in a time frame that is not over.

    :param policy: the city's ``demand``; ``answer_days_max`` is how many days a demand may take answers.
    """
    errors = missing_for_submission(values)
    errors += _missing_metric(values.get("metrics") or [])
    errors += _missing_budget(values)
    if not values.get("place"):
        errors.append(FieldError("place", "required"))
    for name in ("starts_on", "ends_on"):
        if values.get(name) is None:
            errors.append(FieldError(name, "required"))
    for name in ("ends_on", "answers_until"):
        last = values.get(name)
        if last is not None and last < today:
            errors.append(FieldError(name, "in_the_past", {"today": today.isoformat()}))
    days = policy["answer_days_max"]
    latest, until = today + timedelta(days=days), values.get("answers_until")
    if until is not None and until > latest:
        bounds = {"latest": latest.isoformat(), "days": days}
        errors.append(FieldError("answers_until", "too_far_ahead", bounds))
    return errors


def _missing_metric(metrics: list[Mapping[str, Any]]) -> list[FieldError]:
    if not metrics:
        return [FieldError("metrics", "metric_required")]
    return [] if is_measured(metrics) else unmeasured(metrics, "baseline", "target")


def _missing_budget(values: Mapping[str, Any]) -> list[FieldError]:
    errors = []
    amounts = (values.get("budget_min_fen"), values.get("budget_max_fen"))
    if values.get("budget_display") != "negotiable" and amounts == (None, None):
        errors.append(FieldError("budget_max_fen", "budget_required"))
    if not values.get("funding_source"):
        errors.append(FieldError("funding_source", "required"))
    return errors


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the fields whose values differ, in the order of the form."""
    return differing(FIELDS, before, after)
