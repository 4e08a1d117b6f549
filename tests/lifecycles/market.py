"""The moves of the first half."""

from scenario_market.domain.demands import states as demands
from scenario_market.domain.imports import states as imports
from scenario_market.domain.parties import states as parties
from scenario_market.domain.providers import states as providers
from tests.lifecycles.ways import CLOCK, WORKER

TABLES = {
    "organisation": parties.VERIFICATION_MOVES,
    "mandate": parties.MANDATE_MOVES,
    "provider": providers.MOVES,
    "import_pool": imports.MOVES["pool"],
    "import_projects": imports.MOVES["projects"],
    "import_demands": imports.MOVES["demands"],
    "demand": demands.DEMAND_MOVES,
    "list": demands.LIST_MOVES,
    "response": demands.RESPONSE_MOVES,
}
P = "parties.organisations"
M = "parties.mandates"
A = "providers.admission"
PARTIES_TEST = "domain/parties/test_verification.py"
MANDATES_TEST = "domain/parties/test_mandates.py"
ADMISSION_TEST = "domain/providers/test_admission.py"
DEMAND_TEST = "domain/demands/test_demand_moves.py"
RESPONSE_TEST = "domain/demands/test_responses.py"
DOCKING_TEST = "domain/demands/test_docking.py"
POOL_TEST = "domain/providers/test_importing.py"
LIST_TEST = "domain/demands/test_importing.py"
PROJECTS_TEST = "domain/projects/test_importing.py"
INTAKE = "imports.intake"
PUBLISHING_TEST = "domain/demands/test_publishing.py"

# noun.verb → command, route, test file
MADE = {
    "organisation.ask": (
        f"{P}.ask_verification",
        "POST /api/v1/organisations/<>/ask",
        PARTIES_TEST,
    ),
    "organisation.verify": (f"{P}.verify", "POST /api/v1/organisations/<>/verify", PARTIES_TEST),
    "organisation.reject": (f"{P}.reject", "POST /api/v1/organisations/<>/reject", PARTIES_TEST),
    "organisation.revoke": (f"{P}.revoke", "POST /api/v1/organisations/<>/revoke", PARTIES_TEST),
    "mandate.revoke": (f"{M}.revoke", "POST /api/v1/mandates/<>/revoke", MANDATES_TEST),
    "mandate.replace": (f"{M}.replace", "POST /api/v1/mandates/<>/replace", MANDATES_TEST),
    "mandate.hand_over": (f"{M}.hand_over", "POST /api/v1/mandates/<>/hand-over", MANDATES_TEST),
    "mandate.restore": (
        "parties.invitations.restore",
        "POST /api/v1/organisations/<>/restore",
        "domain/parties/test_invitations.py",
    ),
    "mandate.expire": ("parties.tenure.fire", CLOCK, "domain/parties/test_tenure.py"),
    "import_pool.pass": (f"{INTAKE}.note_checked", WORKER, POOL_TEST),
    "import_pool.commit": (f"{INTAKE}.ask_commit", "POST /api/v1/imports/<>/commit", POOL_TEST),
    "import_pool.finish": (f"{INTAKE}.take_in", WORKER, POOL_TEST),
    "import_pool.fail": (f"{INTAKE}.note_failed", WORKER, POOL_TEST),
    "import_projects.pass": (f"{INTAKE}.note_checked", WORKER, PROJECTS_TEST),
    "import_projects.commit": (
        f"{INTAKE}.ask_commit",
        "POST /api/v1/imports/<>/commit",
        PROJECTS_TEST,
    ),
    "import_projects.finish": (f"{INTAKE}.take_in", WORKER, PROJECTS_TEST),
    "import_projects.fail": (f"{INTAKE}.note_failed", WORKER, PROJECTS_TEST),
    "import_demands.pass": (f"{INTAKE}.note_checked", WORKER, LIST_TEST),
    "import_demands.commit": (f"{INTAKE}.ask_commit", "POST /api/v1/imports/<>/commit", LIST_TEST),
    "import_demands.finish": (f"{INTAKE}.take_in", WORKER, LIST_TEST),
    "import_demands.fail": (f"{INTAKE}.note_failed", WORKER, LIST_TEST),
    "provider.apply": (f"{A}.apply", "POST /api/v1/providers/<>/apply", ADMISSION_TEST),
    "provider.review": (f"{A}.review", "POST /api/v1/providers/<>/review", ADMISSION_TEST),
    "provider.return": (f"{A}.return_", "POST /api/v1/providers/<>/return", ADMISSION_TEST),
    "provider.reject": (f"{A}.reject", "POST /api/v1/providers/<>/reject", ADMISSION_TEST),
    "provider.admit": (f"{A}.admit", "POST /api/v1/providers/<>/admit", ADMISSION_TEST),
    "provider.warn": (f"{A}.warn", "POST /api/v1/providers/<>/warn", ADMISSION_TEST),
    "provider.rectify": (f"{A}.rectify", "POST /api/v1/providers/<>/rectify", ADMISSION_TEST),
    "provider.clear": (f"{A}.clear", "POST /api/v1/providers/<>/clear", ADMISSION_TEST),
    "provider.suspend": (f"{A}.suspend", "POST /api/v1/providers/<>/suspend", ADMISSION_TEST),
    "provider.remove": (f"{A}.remove", "POST /api/v1/providers/<>/remove", ADMISSION_TEST),
    "provider.reinstate": (f"{A}.reinstate", "POST /api/v1/providers/<>/reinstate", ADMISSION_TEST),
    "provider.reopen": (
        "providers.appeals.decide_appeal",
        "POST /api/v1/appeals/<>/decide",
        ADMISSION_TEST,
    ),
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
        "demands.listing.schedule",
        "POST /api/v1/lists/<>/schedule",
        PUBLISHING_TEST,
    ),
    "list.unschedule": (
        "demands.listing.unschedule",
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
