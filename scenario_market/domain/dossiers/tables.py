"""What belongs to a case (一项一档), by table: what descends from its call or need, what stays out, what is masked.

A new table that refers to a call or a need, or to what refers to one, is in the dossier without anybody thinking of
it; what stays out stands here with a reason.
"""

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Column, Table

from scenario_market.domain.base import Base
from scenario_market.domain.challenges.states import ChallengeState

ROOTS = ("challenge", "demand")
SEALED = "sealed before the opening; what was handed in stands among the bids"
KEYS = "keys of seals are kept apart"
PRIVATE = "who follows is read by nobody else"
APART = "a call on the need is a case of its own"
UNDRAWN = "names of who was not drawn; those of the members stand in the published draw"
DERIVED = "an index made of its own fields"
OUT = {
    "challenge": {
        "workspace": SEALED,
        "sealed_file": SEALED,
        "participation": SEALED,
        "consortium_invitation": SEALED,
        "challenge_key": KEYS,
        "key_share": KEYS,
        "follow": PRIVATE,
        "acceptance_candidate": UNDRAWN,
        "challenge_industry": DERIVED,
    },
    "demand": {
        "challenge": APART,
        "demand_gram": DERIVED,
        "demand_industry": DERIVED,
        "acceptance_candidate": UNDRAWN,
    },
}
# Names of experts stay hidden until the result, and sheets of others until consensus.
EVALUATION = frozenset(
    {
        "panel",
        "panel_candidate",
        "panel_seat",
        "score_sheet",
        "hearing",
        "ranking",
        "panel_opinion",
        "opinion_signature",
        "collusion_hint",
        "reading",
    }
)
RESULT_KNOWN = frozenset(
    {
        ChallengeState.AWARDED,
        ChallengeState.PLEDGED,
        ChallengeState.IN_DELIVERY,
        ChallengeState.COMPLETED,
        ChallengeState.FAILED,
        ChallengeState.CANCELLED,
    }
)
# Who objected and who asked is protected, and what they wrote in their own words could tell.
MASKED = {
    "objection": frozenset({"objector_id", "organisation_id", "contact", "grounds", "request"}),
    "question": frozenset({"organisation_id", "asked_by_id", "asked"}),
    # secret until the conclusion, which writes the whole draw into ``published``
    "acceptance_panel": frozenset({"secret_sealed", "secret", "record"}),
}
# Kinds by ``subject_kind``/``subject_id`` whose actors and files would tell who they are.
PROTECTED = frozenset({"objection", "question"})
# Of the need that a call was made from.
OF_DEMAND = ("demand_version", "clearance", "approval", "amendment")
# Linked by ``subject_kind`` and ``subject_id``.
BY_SUBJECT = {
    "challenge": ("public_notice", "objection", "dossier_export"),
    "demand": ("public_notice", "objection", "reading", "dossier_export"),
}
# Kinds of subjects of files that are no tables → the table whose keys they have.
FILES_OF = {"result": "challenge"}


@cache
def parents(root: str) -> dict[str, list[tuple[str, str]]]:
    """Each table that descends from a call or a need → ``(column, table it refers to)``; parents come first."""
    found: dict[str, list[tuple[str, str]]] = {}
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    for table in tables.values():
        if table.name in OUT[root] or table.name == root:
            continue
        links = [link for link in _links(table) if link[1] == root or link[1] in found]
        if links:
            found[table.name] = links
    return found


def _links(table: Table) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.table.name != table.name:
                yield column.name, key.column.table.name


def people_columns(table: Table, target: str) -> list[Column[int]]:
    """Columns of a table that refer to people (``person``) or organisations, and are not masked."""
    masked = MASKED.get(table.name, frozenset())
    return [
        column
        for column in table.columns
        if column.name not in masked
        and any(key.column.table.name == target for key in column.foreign_keys)
    ]
