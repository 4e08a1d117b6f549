"""Taking a checked pool file in: one transaction, statements for sets, one event that names all providers concerned.

New organisations are verified and their providers admitted where the city's policy says that the office vouches for
what it imports (``import.verified``); otherwise they wait for the usual verification and review. What a procedure
has in hand, and what was removed or refused, a file does not touch.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.city import City
from scenario_market.domain.providers import intake
from scenario_market.domain.providers.comparing import Compared, compare
from scenario_market.domain.providers.entries import Entry
from scenario_market.domain.providers.imported_parts import write_history, write_parts
from scenario_market.domain.providers.imported_rows import (
    Context,
    update_known,
    write_organisations,
    write_providers,
)
from scenario_market.domain.providers.models import PoolImport
from scenario_market.domain.providers.states import IMPORT_MOVES, ImportState


def commit(
    session: Session,
    import_id: int,
    entries: Iterable[Entry],
    *,
    now: datetime,
    city: City,
) -> PoolImport | None:
    """Take the rows in that the officer asked for. Harmless to repeat: a file that is not asked for stays."""
    row = lifecycle.lock(session, PoolImport, import_id)
    if row.state != ImportState.COMMITTING:
        return None
    context = Context(session, city, now, row.is_fictitious)
    compared = list(compare(session, iter(entries), lock=True))
    counts = count(compared)
    if row.mode == "all" and counts["wrong"]:
        # Between the check and the commit something changed: a day went by, or the pool did.
        params = {"wrong": counts["wrong"], "rows": len(compared)}
        intake.note_failed(session, row.id, rule="rows_wrong", params=params, now=now)
        return row
    created = [one for one in compared if one.outcome == "created"]
    updated = [one for one in compared if one.outcome == "updated"]
    organisations = write_organisations(context, created)
    providers = write_providers(context, created, organisations) | update_known(context, updated)
    write_parts(context, [*created, *updated], providers)
    row.report = dict(row.report or {}) | {"counts": dict(counts)}
    row.rows_done, row.rows_wrong, row.committed_at = len(compared), counts["wrong"], now
    change = lifecycle.move(
        session,
        row,
        IMPORT_MOVES,
        "finish",
        actor=SYSTEM,
        now=now,
        created=counts["created"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        provider_ids=sorted(providers.values()),
    )
    session.flush()
    write_history(context, created, organisations, providers, row, change.event_id)
    return row


def count(compared: Iterable[Compared]) -> dict[str, int]:
    """How many rows of each outcome."""
    found = Counter(one.outcome for one in compared)
    return {name: found[name] for name in ("created", "updated", "unchanged", "wrong")}
