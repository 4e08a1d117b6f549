"""The moves of objections, and those of challenges and bids from the panel's opinion to the award."""

from scenario_market.domain.landmarks import states as landmarks
from scenario_market.domain.publicity import states as publicity
from tests.lifecycles.ways import CLOCK

TABLES = {
    "objection": publicity.OBJECTION_MOVES,
    "landmark": landmarks.LANDMARK_MOVES,
    "landmark_copy": landmarks.COPY_MOVES,
}
D, V = "publicity.deciding", "POST /api/v1/objections/<>"
R, C = "results", "POST /api/v1/challenges/<>"
OBJECTIONS_TEST = "domain/publicity/test_objections.py"
RESULT_TEST = "domain/results/test_result_moves.py"
L, LV, KV = "landmarks", "POST /api/v1/landmarks/<>", "POST /api/v1/landmark-copies/<>"
LANDMARK_TEST = "domain/landmarks/test_landmarks.py"
COPY_TEST = "domain/landmarks/test_copies.py"
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
    "landmark.review": (f"{L}.reviewing.review", f"{LV}/review", LANDMARK_TEST),
    "landmark.decline": (f"{L}.reviewing.decline", f"{LV}/decline", LANDMARK_TEST),
    "landmark.announce": (f"{L}.reviewing.announce", f"{LV}/announce", LANDMARK_TEST),
    "landmark.remand": (f"{D}.uphold", f"{V}/uphold", LANDMARK_TEST),
    "landmark.certify": (f"{L}.certifying.certify", f"{LV}/certify", LANDMARK_TEST),
    "landmark.expire": (f"{L}.certifying.fire", CLOCK, LANDMARK_TEST),
    "landmark.revoke": (f"{L}.certifying.revoke", f"{LV}/revoke", LANDMARK_TEST),
    "landmark_copy.confirm": (f"{L}.copying.confirm", f"{KV}/confirm", COPY_TEST),
    "landmark_copy.decline": (f"{L}.copying.decline", f"{KV}/decline", COPY_TEST),
    "bid.recommend": (f"{R}.recommending.recommend", f"{C}/recommend", RESULT_TEST),
    "bid.reserve": (f"{R}.recommending.recommend", f"{C}/recommend", RESULT_TEST),
    "bid.pass_over": (f"{R}.recommending.recommend", f"{C}/recommend", RESULT_TEST),
    "bid.reconsider": (f"{R}.confirming.decline", f"{C}/decline", RESULT_TEST),
}
