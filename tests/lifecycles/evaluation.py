"""The moves of experts and of the evaluation; those of challenge and bid that the evaluation makes."""

from scenario_market.domain.evaluation import states as evaluation
from scenario_market.domain.experts import states as experts
from tests.lifecycles.ways import CLOCK

TABLES = {
    "expert": experts.EXPERT_MOVES,
    "panel": evaluation.PANEL_MOVES,
    "panel_seat": evaluation.SEAT_MOVES,
    "score_sheet": evaluation.SHEET_MOVES,
}
R = "experts.register"
EXPERT_TEST = "domain/experts/test_register.py"
PANEL_TEST = "domain/evaluation/test_panels.py"
SEAT_TEST = "domain/evaluation/test_seats.py"
SCORING_TEST = "domain/evaluation/test_scoring.py"
FORMAL_TEST = "domain/evaluation/test_formal.py"
DELIBERATING_TEST = "domain/evaluation/test_deliberating.py"
V = "/api/v1"
E = "evaluation"
# noun.verb → command, route, test file
MADE = {
    "expert.admit": (f"{R}.admit", "POST /api/v1/experts/<>/admit", EXPERT_TEST),
    "expert.suspend": (f"{R}.suspend", "POST /api/v1/experts/<>/suspend", EXPERT_TEST),
    "expert.restore": (f"{R}.restore", "POST /api/v1/experts/<>/restore", EXPERT_TEST),
    "expert.remove": (f"{R}.remove", "POST /api/v1/experts/<>/remove", EXPERT_TEST),
    "panel.draw": (f"{E}.panels.make", f"POST {V}/panels/<>/draw", PANEL_TEST),
    "panel.dissolve": (f"{E}.panels.dissolve", f"POST {V}/panels/<>/dissolve", PANEL_TEST),
    "panel.seat": (f"{E}.seats.declare", f"POST {V}/seats/<>/declare", SEAT_TEST),
    "panel.unseat": (f"{E}.seats.recuse", f"POST {V}/seats/<>/recuse", SEAT_TEST),
    "panel_seat.accept": (f"{E}.seats.accept", f"POST {V}/seats/<>/accept", SEAT_TEST),
    "panel_seat.decline": (f"{E}.seats.decline", f"POST {V}/seats/<>/decline", PANEL_TEST),
    "panel_seat.lapse": (f"{E}.seats.lapse", CLOCK, PANEL_TEST),
    "panel_seat.clear": (f"{E}.seats.declare", f"POST {V}/seats/<>/declare", SEAT_TEST),
    "panel_seat.recuse": (f"{E}.seats.recuse", f"POST {V}/seats/<>/recuse", SEAT_TEST),
    "panel_seat.drop": (f"{E}.removing.drop", f"POST {V}/seats/<>/drop", PANEL_TEST),
    "score_sheet.begin": (f"{E}.sheets.save", f"PUT {V}/sheets/<>", SCORING_TEST),
    "score_sheet.submit": (f"{E}.sheets.submit", f"POST {V}/sheets/<>/submit", SCORING_TEST),
    "score_sheet.reopen": (
        f"{E}.deliberating.reopen",
        f"POST {V}/sheets/<>/reopen",
        DELIBERATING_TEST,
    ),
    "score_sheet.void": (f"{E}.seats.recuse", f"POST {V}/seats/<>/recuse", SCORING_TEST),
    "challenge.prequalify": (
        f"{E}.formal.begin",
        f"POST {V}/challenges/<>/prequalify",
        FORMAL_TEST,
    ),
    "challenge.score": (
        f"{E}.formal.begin_scoring",
        f"POST {V}/challenges/<>/score",
        FORMAL_TEST,
    ),
    "challenge.deliberate": (
        f"{E}.deliberating.deliberate",
        f"POST {V}/panels/<>/deliberate",
        DELIBERATING_TEST,
    ),
    "bid.ask_correction": (
        f"{E}.correcting.ask_correction",
        f"POST {V}/bids/<>/correction",
        FORMAL_TEST,
    ),
    "bid.correct": (f"{E}.correcting.correct", f"PUT {V}/bids/<>/correction", FORMAL_TEST),
    "bid.lapse_correction": (f"{E}.correcting.lapse_correction", CLOCK, FORMAL_TEST),
    "bid.qualify": (f"{E}.formal.qualify", f"POST {V}/bids/<>/qualify", FORMAL_TEST),
    "bid.disqualify": (f"{E}.formal.disqualify", f"POST {V}/bids/<>/disqualify", FORMAL_TEST),
    "bid.score": (
        f"{E}.deliberating.deliberate",
        f"POST {V}/panels/<>/deliberate",
        DELIBERATING_TEST,
    ),
    "bid.rank": (f"{E}.ranking.rank", f"POST {V}/panels/<>/rank", DELIBERATING_TEST),
    "bid.sink": (f"{E}.ranking.rank", f"POST {V}/panels/<>/rank", DELIBERATING_TEST),
}
