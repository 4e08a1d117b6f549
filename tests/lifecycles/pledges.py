"""The moves of pledges."""

from scenario_market.domain.pledges import states as pledges

TABLES = {"pledge": pledges.PLEDGE_MOVES}
# noun.verb → command, route, test file
MADE: dict[str, tuple[str, str, str]] = {}
