"""What of a call is shown to whom: plain mappings, with what is not for the reader taken out. Never a word of bids."""

from typing import Any

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.access import inside, own
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.rules import CONTACT, CONTENT
from scenario_market.domain.permissions import OFFICE
from scenario_market.domain.postings.catalogue import OWNER

FACTS = (
    "id",
    "number",
    "state",
    "version",
    "updated_at",
    "published_at",
    "programme",
    "round_number",
    "previous_id",
    "demand_id",
    "content_number",
    "opens_at",
    "questions_close_at",
    "closes_at",
    "created_at",
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
    "reward_fen",
    "budget_ceiling_fen",
    "term_months",
    "contract_route",
    "owner_type",
    "accepts_consortium",
    "is_desensitised",
)
# Of a call only: what a list does without.
WHOLE = (
    *("rules", "reconfirm_number", "extended_at", "closed_at", "unsealed_at"),
    "is_provisional",
)
INNER = (
    "owner_organisation_id",
    "author_id",
    "source",
    "is_joint",
    "adjustments",
    "submitted_at",
    "publish_at",
)
# Of those what a list shows, and needs to tell who reads it.
INNER_ROW = ("owner_organisation_id", "author_id", "source", "is_joint", "submitted_at")
# What stands for these to readers outside: the last change that they could see.
OUTSIDE = {"version": "public_version", "updated_at": "public_at"}
# What a list reads of each call, in this order.
ROW = (*FACTS, *SUMMARY, *INNER_ROW, *OUTSIDE.values(), *OWNER)


def sees_contact(actor: Actor, challenge: Challenge) -> bool:
    """Contacts are for the owner and the office; the winner gets them with the pledge."""
    return actor.has_role(*OFFICE) or own(actor, challenge)


def challenge(row: Challenge, *, actor: Actor) -> dict[str, Any]:
    """A call for a reader."""
    is_inside = inside(actor, row)
    shown = {name: getattr(row, name) for name in (*FACTS, *WHOLE, *CONTENT)}
    if is_inside:
        shown |= {name: getattr(row, name) for name in INNER}
    else:
        shown |= {name: getattr(row, other) for name, other in OUTSIDE.items()}
    if is_inside or not row.is_desensitised:
        owner = row.owner
        shown["owner"] = {"id": owner.id, "name": owner.name, "uscc": owner.uscc}
    if sees_contact(actor, row):
        shown |= {name: getattr(row, name) for name in CONTACT}
    return shown


def summary(row: Any, *, actor: Actor) -> dict[str, Any]:
    """A call in a list.

    :param row: the values of ``ROW``.
    """
    shown = dict(zip(ROW, row, strict=True))
    key, name, uscc = (shown.pop(one) for one in OWNER)
    is_inside = inside(actor, row)
    for inner, outer in OUTSIDE.items():
        seen = shown.pop(outer)
        if not is_inside:
            shown[inner] = seen
    if not is_inside:
        for one in INNER_ROW:
            del shown[one]
    if is_inside or not row.is_desensitised:
        shown["owner"] = {"id": key, "name": name, "uscc": uscc}
    return shown
