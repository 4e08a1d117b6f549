"""The moves of pledges, and those of bid and challenge that follow from them."""

from scenario_market.domain.pledges import states as pledges
from tests.lifecycles.ways import CLOCK, WORKER

TABLES = {"pledge": pledges.PLEDGE_MOVES}
NEGOTIATING_TEST = "domain/pledges/test_negotiating.py"
SIGNING_TEST = "domain/pledges/test_signing.py"
FORFEITING_TEST = "domain/pledges/test_forfeiting.py"
SIGNATURES = "POST /api/v1/pledges/<>/signatures"
# noun.verb → command, route, test file
MADE: dict[str, tuple[str, str, str]] = {
    "pledge.settle": (
        "pledges.negotiating.agree",
        "POST /api/v1/pledges/<>/agreement",
        NEGOTIATING_TEST,
    ),
    "pledge.reopen": (
        "pledges.negotiating.propose",
        "POST /api/v1/pledges/<>/proposal",
        NEGOTIATING_TEST,
    ),
    "pledge.sign": ("pledges.signing.sign", SIGNATURES, SIGNING_TEST),
    "pledge.forfeit": ("pledges.forfeiting.fire", CLOCK, FORFEITING_TEST),
    "pledge.void": ("pledges.forfeiting.void_all", WORKER, FORFEITING_TEST),
    "bid.forfeit": ("pledges.forfeiting.fire", CLOCK, FORFEITING_TEST),
    "bid.pledge": ("pledges.completing.complete", SIGNATURES, SIGNING_TEST),
    "challenge.pledge": ("pledges.completing.deliver", SIGNATURES, SIGNING_TEST),
    "challenge.deliver": ("pledges.completing.deliver", SIGNATURES, SIGNING_TEST),
}
