"""What each consumer of ``routing`` does with its event. Imported by the worker processes alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenario_market.workers import (
    dossiers,
    imports,
    match_needs,
    match_providers,
    opening,
    pledges,
    results,
    reviewing,
    tell,
    waiting,
)
from scenario_market.workers.machine import Work


@dataclass(frozen=True)
class Handler:
    """Who handles an event.

    :param apply: writes the effect, in the transaction that completes the job.
    :param prepare: computes in a reading transaction, before the write begins; its result goes to ``apply``.
    """

    apply: Callable[[Work, Any], None]
    prepare: Callable[[Work], Any] | None = None


HANDLERS = {
    "match_need": Handler(match_needs.write_need, match_needs.rank_need),
    "match_provider": Handler(match_providers.write_provider, match_providers.rank_provider),
    "match_organisation": Handler(
        match_providers.write_provider, match_providers.rank_organisation
    ),
    "match_imported": Handler(match_providers.write_provider, match_providers.rank_imported),
    "tell": Handler(tell.tell),
    "wait": Handler(waiting.wait),
    "void_pledges": Handler(pledges.void),
    "end_result": Handler(results.end),
    "issue_pledge": Handler(pledges.issue, pledges.make),
    "make_dossier": Handler(dossiers.keep, dossiers.make),
    "check_import": Handler(imports.keep_check, imports.check),
    "take_in_import": Handler(imports.take_in, imports.read),
    "review_bids": Handler(reviewing.keep, reviewing.look),
    "review_again": Handler(reviewing.keep_again, reviewing.look_again),
    "open_bids": Handler(opening.unseal, opening.open_bids),
    "reenter_bids": Handler(opening.reenter, opening.look_again),
    "erase_sealed": Handler(opening.erase),
}
