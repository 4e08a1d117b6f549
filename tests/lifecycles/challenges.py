"""The moves of challenges and opened bids."""

from scenario_market.domain.bids import states as bids
from scenario_market.domain.challenges import states as challenges
from tests.lifecycles.ways import CLOCK

TABLES = {"challenge": challenges.CHALLENGE_MOVES, "bid": bids.BID_MOVES}
AT = "POST /api/v1/challenges/<>"
MOVES_TEST = "domain/challenges/test_challenge_moves.py"
PUBLISHING_TEST = "domain/challenges/test_publishing.py"
ENDING_TEST = "domain/bids/test_ending.py"
# noun.verb → command, route, test file
MADE: dict[str, tuple[str, str, str]] = {
    "challenge.submit": ("challenges.editing.submit", f"{AT}/submit", MOVES_TEST),
    "challenge.return": ("challenges.review.give_back", f"{AT}/return", MOVES_TEST),
    "challenge.approve": ("challenges.review.approve", f"{AT}/approve", MOVES_TEST),
    "challenge.publish": ("challenges.publishing.publish", f"{AT}/publish", PUBLISHING_TEST),
    "challenge.close": ("challenges.closing.close", CLOCK, PUBLISHING_TEST),
    "challenge.drop": ("challenges.ending.drop", f"{AT}/drop", MOVES_TEST),
    "challenge.cancel": ("bids.ending.cancel", f"{AT}/cancel", ENDING_TEST),
    "challenge.fail": ("bids.ending.fail", f"{AT}/fail", ENDING_TEST),
    "bid.end": ("bids.ending.end_bids", f"{AT}/fail", ENDING_TEST),
}
