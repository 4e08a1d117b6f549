"""The moves of answers to demands."""

from scenario_market.domain.demands import states as demands

TABLES = {
    "response": demands.RESPONSE_MOVES,
}
RESPONSE_TEST = "domain/demands/test_responses.py"
DOCKING_TEST = "domain/demands/test_docking.py"

# noun.verb → command, route, test file
MADE = {
    "response.withdraw": (
        "demands.responding.withdraw",
        "POST /api/v1/responses/<>/withdraw",
        RESPONSE_TEST,
    ),
    "response.decline": (
        "demands.responding.decline",
        "POST /api/v1/responses/<>/decline",
        RESPONSE_TEST,
    ),
    "response.accept": (
        "demands.docking.accept",
        "POST /api/v1/responses/<>/accept",
        DOCKING_TEST,
    ),
    "response.confirm": (
        "demands.docking.confirm",
        "POST /api/v1/responses/<>/confirm",
        DOCKING_TEST,
    ),
    "response.end": ("demands.docking.end", "POST /api/v1/responses/<>/end", DOCKING_TEST),
    "response.contract": (
        "demands.docking.confirm_contract",
        "POST /api/v1/responses/<>/contract/confirm",
        DOCKING_TEST,
    ),
}
