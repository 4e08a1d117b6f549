"""Writing a list of the field: its rows become drafts, those of a 机会清单 collected opportunities. Never twice.

A row that was taken in before (same list title and 序号, or without one the same title and owner) stays as it is.
An owner that is not found is noted (``import_owners``); an officer names the organisation later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.demands import events, finding, versions
from scenario_market.domain.demands.entries import Entry
from scenario_market.domain.demands.import_owners import Owners
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.imports.kinds import Context, Taken, count

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
    """One entry, the demand that it became before (None: it is new), and whose need a new one is, as far as known."""

    entry: Entry
    demand_id: int | None = None
    owner_id: int | None = None

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
        owners = Owners(session, [entry for entry in batch if entry.key not in known])
        for entry in batch:
            if entry.key in known:
                yield Compared(entry, known[entry.key])
            else:
                yield _new(entry, owners)


def _new(entry: Entry, owners: Owners) -> Compared:
    noted = replace(
        entry,
        errors=(*entry.errors, *owners.errors(entry)),
        warnings=(*entry.warnings, *owners.warnings(entry)),
    )
    return Compared(noted, owner_id=owners.find(entry))


def take_in(context: Context, compared: Sequence[Compared]) -> Taken:
    """Make a draft of each new row, by the officer whose file it is."""
    session = context.session
    demands = [_draft(context, one) for one in compared if one.outcome == "created"]
    session.add_all(demands)
    finding.refresh(session, demands)
    officer = Actor(person_id=context.uploaded_by_id)
    for demand in demands:
        event = events.DemandDrafted(subject_id=demand.id, source=demand.source, is_rough=False)
        outbox.record(session, event, actor=officer, now=context.now)
    ids = sorted(demand.id for demand in demands)
    unchanged = count(compared)["unchanged"]
    return Taken(ids, {"created": len(ids), "unchanged": unchanged, "demand_ids": ids})


def _draft(context: Context, one: Compared) -> Demand:
    entry = one.entry
    demand = Demand(
        **versions.empty(),
        owner_organisation_id=one.owner_id,
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
