"""Writing a list of the field: its rows become drafts, those of a 机会清单 collected opportunities. Never twice.

A row that was taken in before (same list title and 序号, or without one the same title and owner) stays as it is.
An owner that is not registered is noted; an officer names the organisation later.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.demands import events, finding, versions
from scenario_market.domain.demands.drafting import empty
from scenario_market.domain.demands.entries import Entry
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.imports.kinds import Context, Taken, count
from scenario_market.domain.parties.models import Organisation

BATCH = 500
ROWS_MAX = 5_000
# kind of list → intake source
SOURCES = {
    "opportunities": "collected_opportunity",
    "scenarios": "imported",
    "demands": "imported",
}


@dataclass(frozen=True)
class Compared:
    """One entry, and the demand that it became before; None: it is new."""

    entry: Entry
    demand_id: int | None = None

    @property
    def outcome(self) -> str:
        """``wrong``, ``created`` or ``unchanged``."""
        if self.entry.errors:
            return "wrong"
        return "created" if self.demand_id is None else "unchanged"


def compare(session: Session, entries: Iterator[Entry]) -> Iterator[Compared]:
    """Hold entries against the demands that lists became before, batch by batch, in their order."""
    while batch := list(islice(entries, BATCH)):
        query = select(Demand.import_key, Demand.id).where(
            Demand.import_key.in_([entry.key for entry in batch])
        )
        known = {key: demand_id for key, demand_id in session.execute(query)}  # noqa: C416
        for entry in batch:
            yield Compared(entry, known.get(entry.key))


def take_in(context: Context, compared: Sequence[Compared]) -> Taken:
    """Make a draft of each new row, by the officer whose file it is."""
    new = [one.entry for one in compared if one.outcome == "created"]
    session, owners = context.session, _owners(context.session, new)
    demands = [_draft(context, entry, owners) for entry in new]
    session.add_all(demands)
    finding.refresh(session, demands)
    officer = Actor(person_id=context.uploaded_by_id)
    for demand in demands:
        event = events.DemandDrafted(subject_id=demand.id, source=demand.source, is_rough=False)
        outbox.record(session, event, actor=officer, now=context.now)
    ids = sorted(demand.id for demand in demands)
    unchanged = count(compared)["unchanged"]
    return Taken(ids, {"created": len(ids), "unchanged": unchanged, "demand_ids": ids})


def _draft(context: Context, entry: Entry, owners: dict[str, int]) -> Demand:
    demand = Demand(
        **empty(),
        owner_organisation_id=owners.get(entry.uscc or "") or owners.get(entry.owner_name),
        author_id=context.uploaded_by_id,
        programme="demand_list",
        source=SOURCES[entry.list_kind],
        source_note=_note(entry),
        import_key=entry.key,
        created_at=context.now,
        updated_at=context.now,
    )
    versions.apply(demand, entry.fields)
    return demand


def _note(entry: Entry) -> str:
    serial = entry.serial and f"序号 {entry.serial}"
    parts = (entry.list_title, serial, entry.owner_name, entry.uscc)
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
