"""The moves of questions on calls."""

from scenario_market.domain.challenges.question_states import QUESTION_MOVES
from tests.lifecycles.ways import CLOCK

ASKING = "challenges.asking"
TEST = "domain/challenges/test_answering.py"
TABLES = {"question": QUESTION_MOVES}
# noun.verb → command, route, test file
MADE = {
    "question.publish": (f"{ASKING}.publish", "POST /api/v1/questions/<>/publish", TEST),
    "question.decline": (f"{ASKING}.decline", "POST /api/v1/questions/<>/decline", TEST),
    "question.lapse": ("challenges.overdue.lapse", CLOCK, TEST),
    "question.answer": (f"{ASKING}.answer", "POST /api/v1/questions/<>/answer", TEST),
}
