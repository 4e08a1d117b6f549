"""The moves of challenges and opened bids."""

from scenario_market.domain.bids import states as bids
from scenario_market.domain.challenges import states as challenges

TABLES = {"challenge": challenges.CHALLENGE_MOVES, "bid": bids.BID_MOVES}
# noun.verb → command, route, test file
MADE: dict[str, tuple[str, str, str]] = {}
