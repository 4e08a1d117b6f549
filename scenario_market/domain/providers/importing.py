"""Writing the rows of a pool file: statements for sets, one event that names all providers concerned.

New organisations are verified and their providers admitted where the city's policy says that the office vouches for
what it imports (``import.verified``); otherwise they wait for the usual verification and review. What a procedure
has in hand, what was removed or refused, and whoever is registered by people whom nobody has verified, a file does not
touch.
"""

from collections.abc import Sequence

from scenario_market.domain.imports.kinds import Context, Taken, count
from scenario_market.domain.providers.comparing import Compared
from scenario_market.domain.providers.imported_parts import write_parts
from scenario_market.domain.providers.imported_rows import (
    moves,
    update_known,
    write_organisations,
    write_providers,
)


def take_in(context: Context, compared: Sequence[Compared]) -> Taken:
    """Write the providers that are new or changed, with what hangs on them."""
    created = [one for one in compared if one.outcome == "created"]
    updated = [one for one in compared if one.outcome == "updated"]
    counts = count(compared)
    organisations = write_organisations(context, created)
    providers = write_providers(context, created, organisations) | update_known(context, updated)
    write_parts(context, [*created, *updated], providers)
    ids = sorted(providers.values())
    facts = {name: counts[name] for name in ("created", "updated", "unchanged")}
    moved = moves(context, created, organisations, providers)
    return Taken(ids, facts | {"provider_ids": ids}, moved)
