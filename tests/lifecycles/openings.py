"""The moves that the opening makes."""

from tests.lifecycles.ways import WORKER

TABLES: dict[str, dict] = {}
# noun.verb → command, route, test file
MADE = {
    "challenge.unseal": ("bids.opening.finish", WORKER, "domain/bids/test_opening.py"),
}
