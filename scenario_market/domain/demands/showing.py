"""What of a demand is shown to whom: plain mappings, with what is not for the reader taken out."""

import bisect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scenario_market.domain.actor import Actor
from scenario_market.domain.demands.access import inside, own, taken_down
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.rules import CONTACT, CONTENT
from scenario_market.domain.demands.states import SHOWN_STATES, DemandState, ResponseState
from scenario_market.domain.permissions import OFFICE
from scenario_market.domain.postings.catalogue import OWNER

TRACE = ("id", "number", "state", "listed_at", "version", "updated_at")
FACTS = (
    *TRACE,
    "programme",
    "is_rough",
    "content_number",
    "closes_at",
    "created_at",
)
INNER = (
    "owner_organisation_id",
    "source",
    "source_note",
    "submitted_at",
    "recommended_at",
    "author_id",
)
SUMMARY = (
    "title",
    "domain",
    "industries",
    "service_types",
    "tier",
    "chain",
    "node",
    "district",
    "place",
    "budget_min_fen",
    "budget_max_fen",
    "budget_display",
    "starts_on",
    "ends_on",
    "accepts_consortium",
    "is_desensitised",
)
# What stands for these to readers outside: the last change that they could see.
OUTSIDE = {
    "version": "public_version",
    "updated_at": "public_at",
    "content_number": "public_number",
}
# What a list reads of each demand, in this order.
ROW = (*dict.fromkeys((*FACTS, *SUMMARY, *INNER)), *OUTSIDE.values(), *OWNER)
DOCKED = frozenset({ResponseState.DOCKING, ResponseState.CONFIRMED, ResponseState.CONTRACTED})


def sees_contact(actor: Actor, demand: Demand) -> bool:
    """Contacts are for the owner, the office and the officer who took the need down; others wait for docking."""
    return actor.has_role(*OFFICE) or own(actor, demand) or taken_down(actor, demand)


def demand(
    row: Demand,
    *,
    actor: Actor,
    bands: Sequence[int],
    is_sharpener: bool = False,
    is_docked: bool = False,
) -> dict[str, Any]:
    """A demand for a reader.

    :param bands: edges, in fen, of the bands that stand for a budget that is shown as a band.
    :param is_sharpener: the reader was asked to sharpen it. :param is_docked: the reader is in docking with its owner.
    """
    is_inside = inside(actor, row)
    content = {name: getattr(row, name) for name in CONTENT}
    if not is_inside and not is_sharpener:
        if row.state == DemandState.WITHDRAWN:
            return trace(row)
        content = public_content(content, bands=bands)
    shown = {name: getattr(row, name) for name in FACTS} | content
    if not is_inside and not is_sharpener:
        shown |= outside(row, shown)
    if is_inside:
        shown |= {name: getattr(row, name) for name in INNER}
    if is_inside or is_docked or not row.is_desensitised:
        shown["owner"] = owner(row)
    if is_docked or sees_contact(actor, row):
        shown |= {name: getattr(row, name) for name in CONTACT}
    shown.setdefault("budget_band", None)
    return shown


def summary(row: Any, *, actor: Actor, bands: Sequence[int]) -> dict[str, Any]:
    """A demand in a list: what one needs to choose what to open.

    :param row: the values of ``ROW``.
    """
    is_inside = inside(actor, row)
    if row.state == DemandState.WITHDRAWN and not is_inside:
        return trace(row)
    shown = dict(zip(ROW, row, strict=True))
    key, name, uscc = (shown.pop(one) for one in OWNER)
    for one in OUTSIDE.values():
        del shown[one]
    if not is_inside:
        shown |= outside(row, shown)
        for one in INNER:
            del shown[one]
        shown = public_content(shown, bands=bands)
    shown.setdefault("budget_band", None)
    if is_inside or not row.is_desensitised:
        shown["owner"] = None if name is None else {"id": key, "name": name, "uscc": uscc}
    return shown


def trace(row: Any) -> dict[str, Any]:
    """What stays public of a withdrawn demand: that it was there."""
    return {name: getattr(row, OUTSIDE.get(name, name)) for name in TRACE}


def outside(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Version and time of the last change that a reader outside could see, for those of the names that tell of it."""
    return {name: getattr(row, OUTSIDE[name]) for name in names if name in OUTSIDE}


def owner(row: Demand) -> dict[str, Any] | None:
    """The owner as it is named in public."""
    if row.owner is None:
        return None
    return {"id": row.owner.id, "name": row.owner.name, "uscc": row.owner.uscc}


def public_content(content: Mapping[str, Any], *, bands: Sequence[int]) -> dict[str, Any]:
    """Content for the public: the budget as its owner wants it shown (a figure, a band, or 面议)."""
    shown = dict(content)
    if shown.get("budget_display") != "public":
        low, high = shown.get("budget_min_fen"), shown.get("budget_max_fen")
        shown["budget_min_fen"] = shown["budget_max_fen"] = None
        figure = high if high is not None else low
        if shown.get("budget_display") == "band" and figure is not None:
            shown["budget_band"] = band(figure, bands)
    return shown


def public_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, bands: Sequence[int]
) -> list[str]:
    """Names of the fields that the public reads otherwise: a figure that it is not shown changes in silence."""
    old, new = public_content(before, bands=bands), public_content(after, bands=bands)
    names = [name for name in CONTENT if old.get(name) != new.get(name)]
    if old.get("budget_band") != new.get("budget_band"):
        names += [name for name in ("budget_max_fen",) if name not in names]
    return names


def band(amount_fen: int, bands: Sequence[int]) -> dict[str, int | None]:
    """The band in which an amount lies: from its lower edge, inclusive, to its upper edge; None where it is open."""
    place = bisect.bisect_right(bands, amount_fen)
    return {
        "from_fen": bands[place - 1] if place else None,
        "to_fen": bands[place] if place < len(bands) else None,
    }


def is_public(row: Demand) -> bool:
    """Whether the public sees the demand's content."""
    return row.state in SHOWN_STATES


def response(row: Response, *, actor: Actor) -> dict[str, Any]:
    """An answer for one of its sides or the office; the provider's contact waits for docking, as the owner's does."""
    names = (
        "id",
        "version",
        "demand_id",
        "organisation_id",
        "state",
        "demand_number",
        "proposal",
        "offering_ids",
        "quote_min_fen",
        "quote_max_fen",
        "owner_due_at",
        "created_at",
        "updated_at",
    )
    shown = {name: getattr(row, name) for name in names}
    shown["organisation"] = {
        "id": row.organisation.id,
        "name": row.organisation.name,
        "uscc": row.organisation.uscc,
    }
    mine = actor.acts_for(row.organisation_id, "offers")
    if mine or row.state in DOCKED:
        shown |= {name: getattr(row, name) for name in CONTACT}
    return shown
