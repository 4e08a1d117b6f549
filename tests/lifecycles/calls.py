"""The moves of questions on calls."""

from scenario_market.domain.challenges.question_states import QUESTION_MOVES

ASKING = "challenges.asking"
TEST = "domain/challenges/test_answering.py"
TABLES = {"question": QUESTION_MOVES}
# noun.verb → command, route, test file
MADE: dict[str, tuple[str, str, str]] = {}
