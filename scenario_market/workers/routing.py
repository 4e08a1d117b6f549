"""The one table from events to consumers, and of what each consumer is: its queue and its handler."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_market.workers import imports, match, tell
from scenario_market.workers.machine import Work


@dataclass(frozen=True)
class Consumer:
    """Who handles an event.

    :param queue: the queue by urgency.
    :param apply: writes the effect, in the transaction that completes the job.
    :param prepare: computes in a reading transaction, before the write begins; its result goes to ``apply``.
    """

    queue: str
    apply: Callable[[Work, Any], None]
    prepare: Callable[[Work], Any] | None = None


CONSUMERS = {
    "match_demand": Consumer("match", match.write_demand, match.rank_demand),
    "match_provider": Consumer("match", match.write_provider, match.rank_provider),
    "match_imported": Consumer("bulk", match.write_provider, match.rank_imported),
    "tell": Consumer("urgent", tell.tell),
    "check_import": Consumer("bulk", imports.keep_check, imports.check),
    "take_in_import": Consumer("bulk", imports.take_in, imports.read),
}

# event → consumers. An event that stands here nowhere is a record only.
ROUTES: dict[str, tuple[str, ...]] = {
    "demand.listed": ("match_demand",),
    "demand.amended": ("match_demand", "tell"),
    "demand.match_requested": ("match_demand",),
    "provider.admitted": ("match_provider", "tell"),
    "provider.reinstated": ("match_provider", "tell"),
    "provider.profile_changed": ("match_provider",),
    "pool.imported": ("match_imported",),
    "import.uploaded": ("check_import",),
    "import.commit_asked": ("take_in_import",),
}
for _kind in tell.RULES:
    if "tell" not in ROUTES.get(_kind, ()):
        ROUTES[_kind] = (*ROUTES.get(_kind, ()), "tell")


def consumers_in(queue: str) -> Sequence[str]:
    """Names of the consumers whose jobs go into a queue."""
    return [name for name, consumer in CONSUMERS.items() if consumer.queue == queue]


def consumers_of(kind: str) -> Sequence[str]:
    """Names of the consumers of an event kind."""
    return ROUTES.get(kind, ())
