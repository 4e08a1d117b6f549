"""Taking a list of the field in: its rows become drafts, those of a 机会清单 collected opportunities. Never twice."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import events, finding, rules, versions
from scenario_market.domain.demands.drafting import empty
from scenario_market.domain.demands.finding import fold
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require

MODES = ("dry", "all", "good")
ROWS_MAX = 5_000
# kind of list → intake source
SOURCES = {
    "opportunities": "collected_opportunity",
    "scenarios": "imported",
    "demands": "imported",
}


@dataclass(frozen=True)
class Entry:
    """A row as it was read: ``fields`` of a demand, whose it is, its 序号, and what was wrong with its cells."""

    row: int
    fields: Mapping[str, Any]
    serial: str = ""
    owner_name: str = ""
    uscc: str | None = None
    errors: tuple[FieldError, ...] = ()


@dataclass
class Taken:
    """What became of a row: ``created``, ``known``, ``wrong``, or ``good`` where nothing was written."""

    entry: Entry
    outcome: str
    errors: Sequence[FieldError] = ()
    demand: Demand | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True)
class Report:
    """What became of a list. ``is_written``: rows were created (or there was nothing new to create)."""

    kind: str
    mode: str
    is_written: bool
    rows: list[Taken]


def take(
    session: Session,
    entries: Sequence[Entry],
    *,
    kind: str,
    list_title: str,
    mode: str,
    actor: Actor,
    now: datetime,
    city: City,
) -> Report:
    """Look at the rows of a list, or take them in, in the caller's transaction.

    A row that was taken in before (same list title and 序号, or without one the same title and owner) stays as it is.
    An owner that is not registered is noted; an officer names the organisation later.

    :param mode: ``dry``: write nothing; ``all``: write nothing if any row is wrong; ``good``: leave out the wrong ones.
    :raises Invalid: more than ``ROWS_MAX`` rows, or an unknown mode.
    """
    require(actor, "demand.import")
    if mode not in MODES:
        raise Invalid(FieldError("mode", "unknown_code", {"value": mode, "nearest": list(MODES)}))
    if len(entries) > ROWS_MAX:
        params = {"limit": ROWS_MAX, "found": len(entries)}
        raise Invalid(FieldError("file", "too_many", params))
    rows = _check(entries, list_title, city)
    _find_known(session, rows)
    wrong = any(row.outcome == "wrong" for row in rows)
    if mode == "dry" or (mode == "all" and wrong):
        return Report(kind, mode, is_written=False, rows=rows)
    _write(session, rows, kind=kind, list_title=list_title, actor=actor, now=now)
    return Report(kind, mode, is_written=True, rows=rows)


def key_of(list_title: str, entry: Entry) -> str:
    """What makes a row the same row: its list and 序号, or its title and owner."""
    if entry.serial:
        stated = ("list", fold(list_title), fold(entry.serial))
    else:
        owner = entry.uscc or fold(entry.owner_name)
        stated = ("need", fold(str(entry.fields.get("title", ""))), owner)
    return hashlib.sha256("\x1f".join(stated).encode()).hexdigest()


def _check(entries: Sequence[Entry], list_title: str, city: City) -> list[Taken]:
    rows = []
    seen: dict[str, int] = {}
    for entry in entries:
        row = Taken(entry, "good", key=key_of(list_title, entry))
        errors = list(entry.errors)
        try:
            row.kept = rules.check(entry.fields, city.codes)
        except Invalid as refused:
            errors += refused.errors
        first = seen.setdefault(row.key, entry.row)
        if first != entry.row:
            errors.append(FieldError("serial", "repeated_row", {"row": first}))
        if errors:
            row.outcome, row.errors = "wrong", errors
        rows.append(row)
    return rows


def _find_known(session: Session, rows: Collection[Taken]) -> None:
    """Rows that were taken in before, in one statement."""
    query = select(Demand).where(Demand.import_key.in_([row.key for row in rows]))
    known = {demand.import_key: demand for demand in session.scalars(query)}
    for row in rows:
        if row.outcome == "good" and row.key in known:
            row.outcome, row.demand = "known", known[row.key]


def _write(
    session: Session,
    rows: Collection[Taken],
    *,
    kind: str,
    list_title: str,
    actor: Actor,
    now: datetime,
) -> None:
    new = [row for row in rows if row.outcome == "good"]
    owners = _owners(session, [row.entry for row in new])
    source = SOURCES[kind]
    for row in new:
        entry = row.entry
        row.demand = Demand(
            **empty(),
            owner_organisation_id=owners.get(entry.uscc or "") or owners.get(entry.owner_name),
            author_id=actor.person_id,
            programme="demand_list",
            source=source,
            source_note=_note(list_title, entry),
            import_key=row.key,
            created_at=now,
            updated_at=now,
        )
        versions.apply(row.demand, row.kept)
        row.outcome = "created"
        session.add(row.demand)
    made = [row.demand for row in new if row.demand is not None]
    finding.refresh(session, made)
    for demand in made:
        event = events.DemandDrafted(subject_id=demand.id, source=source, is_rough=False)
        outbox.record(session, event, actor=actor, now=now)


def _note(list_title: str, entry: Entry) -> str:
    parts = (list_title, entry.serial and f"序号 {entry.serial}", entry.owner_name, entry.uscc)
    return " · ".join(part for part in parts if part)[:500]


def _owners(session: Session, entries: Collection[Entry]) -> dict[str, int]:
    """Keys of registered owners by uscc, and by name where exactly one organisation has it."""
    codes = {entry.uscc for entry in entries if entry.uscc}
    names = {entry.owner_name for entry in entries if entry.owner_name}
    query = select(Organisation.id, Organisation.uscc, Organisation.name).where(
        or_(Organisation.uscc.in_(codes), Organisation.name.in_(names))
    )
    found: dict[str, int] = {}
    twice = set()
    for key, uscc, name in session.execute(query):
        found[uscc] = key
        if name in found:
            twice.add(name)
        found[name] = key
    return {said: key for said, key in found.items() if said not in twice}
