"""The moves of demands and their lists."""

from scenario_market.domain.demands import states as demands
from tests.lifecycles.ways import CLOCK

TABLES = {
    "demand": demands.DEMAND_MOVES,
    "list": demands.LIST_MOVES,
}
DEMAND_TEST = "domain/demands/test_demand_moves.py"
DOCKING_TEST = "domain/demands/test_docking.py"
PUBLISHING_TEST = "domain/demands/test_publishing.py"

# noun.verb → command, route, test file
MADE = {
    "demand.submit": ("demands.drafting.submit", "POST /api/v1/demands/<>/submit", DEMAND_TEST),
    "demand.recall": ("demands.drafting.recall", "POST /api/v1/demands/<>/recall", DEMAND_TEST),
    "demand.review": ("demands.review.begin", "POST /api/v1/demands/<>/review", DEMAND_TEST),
    "demand.return": ("demands.review.give_back", "POST /api/v1/demands/<>/return", DEMAND_TEST),
    "demand.reject": ("demands.review.reject", "POST /api/v1/demands/<>/reject", DEMAND_TEST),
    "demand.approve": ("demands.review.approve", "POST /api/v1/demands/<>/approve", DEMAND_TEST),
    "demand.list": ("demands.publishing.publish", "POST /api/v1/lists/<>/publish", DEMAND_TEST),
    "demand.dock": ("demands.docking.accept", "POST /api/v1/responses/<>/accept", DOCKING_TEST),
    "demand.reopen": ("demands.docking.end", "POST /api/v1/responses/<>/end", DOCKING_TEST),
    "demand.contract": (
        "demands.docking.confirm_contract",
        "POST /api/v1/responses/<>/contract/confirm",
        DOCKING_TEST,
    ),
    "demand.convert": (
        "demands.converting.convert",
        "POST /api/v1/challenges/<>/publish",
        "domain/challenges/test_publishing.py",
    ),
    "demand.withdraw": (
        "demands.withdrawing.withdraw",
        "POST /api/v1/demands/<>/withdraw",
        DEMAND_TEST,
    ),
    "demand.expire": ("demands.withdrawing.expire", CLOCK, DEMAND_TEST),
    "list.schedule": (
        "demands.list_drafting.schedule",
        "POST /api/v1/lists/<>/schedule",
        PUBLISHING_TEST,
    ),
    "list.unschedule": (
        "demands.list_drafting.unschedule",
        "POST /api/v1/lists/<>/unschedule",
        PUBLISHING_TEST,
    ),
    "list.publish": (
        "demands.publishing.publish",
        "POST /api/v1/lists/<>/publish",
        PUBLISHING_TEST,
    ),
    "list.withdraw": (
        "demands.withdrawing.withdraw_list",
        "POST /api/v1/lists/<>/withdraw",
        PUBLISHING_TEST,
    ),
}
