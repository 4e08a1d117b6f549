"""The moves of experts and of the evaluation; those of challenge and bid that the evaluation makes."""

from scenario_market.domain.evaluation import states as evaluation
from scenario_market.domain.experts import states as experts

TABLES = {
    "expert": experts.EXPERT_MOVES,
    "panel": evaluation.PANEL_MOVES,
    "panel_seat": evaluation.SEAT_MOVES,
    "score_sheet": evaluation.SHEET_MOVES,
}
R = "experts.register"
EXPERT_TEST = "domain/experts/test_register.py"
# noun.verb → command, route, test file
MADE: dict[str, tuple[str, str, str]] = {}
# Built; they enter MADE with their routes.
BUILT = {
    "expert.admit": (f"{R}.admit", "POST /api/v1/experts/<>/admit", EXPERT_TEST),
    "expert.suspend": (f"{R}.suspend", "POST /api/v1/experts/<>/suspend", EXPERT_TEST),
    "expert.restore": (f"{R}.restore", "POST /api/v1/experts/<>/restore", EXPERT_TEST),
    "expert.remove": (f"{R}.remove", "POST /api/v1/experts/<>/remove", EXPERT_TEST),
}
