"""The moves of objections, and those of challenges and bids from the panel's opinion to the award."""

from scenario_market.domain.landmarks import states as landmarks
from scenario_market.domain.publicity import states as publicity

TABLES = {
    "objection": publicity.OBJECTION_MOVES,
    "landmark": landmarks.LANDMARK_MOVES,
    "landmark_copy": landmarks.COPY_MOVES,
}
D, V = "publicity.deciding", "POST /api/v1/objections/<>"
R, C = "results", "POST /api/v1/challenges/<>"
OBJECTIONS_TEST = "domain/publicity/test_objections.py"
RESULT_TEST = "domain/results/test_result_moves.py"
# noun.verb → command, route, test file
MADE = {
    "objection.admit": (f"{D}.admit", f"{V}/admit", OBJECTIONS_TEST),
    "objection.reject": (f"{D}.reject", f"{V}/reject", OBJECTIONS_TEST),
    "objection.dismiss": (f"{D}.dismiss", f"{V}/dismiss", OBJECTIONS_TEST),
    "objection.uphold": (f"{D}.uphold", f"{V}/uphold", OBJECTIONS_TEST),
    "challenge.recommend": (f"{R}.recommending.recommend", f"{C}/recommend", RESULT_TEST),
    "challenge.confirm": (f"{R}.confirming.confirm", f"{C}/confirm", RESULT_TEST),
    "challenge.decline": (f"{R}.confirming.decline", f"{C}/decline", RESULT_TEST),
    "challenge.decide": (f"{R}.deciding.decide", f"{C}/decide", RESULT_TEST),
    "challenge.refuse": (f"{R}.deciding.refuse", f"{C}/refuse", RESULT_TEST),
    "challenge.announce": (
        f"{R}.announcing.announce",
        f"{C}/announce",
        "domain/results/test_announcing.py",
    ),
    "challenge.remand": (f"{D}.uphold", f"{V}/uphold", OBJECTIONS_TEST),
    "challenge.award": (f"{R}.awarding.award", f"{C}/award", "domain/results/test_awarding.py"),
    "bid.award": (f"{R}.awarding.award", f"{C}/award", "domain/results/test_awarding.py"),
    "bid.recommend": (f"{R}.recommending.recommend", f"{C}/recommend", RESULT_TEST),
    "bid.reserve": (f"{R}.recommending.recommend", f"{C}/recommend", RESULT_TEST),
    "bid.pass_over": (f"{R}.recommending.recommend", f"{C}/recommend", RESULT_TEST),
    "bid.reconsider": (f"{R}.confirming.decline", f"{C}/decline", RESULT_TEST),
}
