"""The moves of imports."""

from scenario_market.domain.imports import states as imports
from tests.lifecycles.ways import WORKER

TABLES = {
    "import_pool": imports.MOVES["pool"],
    "import_projects": imports.MOVES["projects"],
    "import_demands": imports.MOVES["demands"],
}
POOL_TEST = "domain/providers/test_importing.py"
LIST_TEST = "domain/demands/test_importing.py"
PROJECTS_TEST = "domain/projects/test_importing.py"
INTAKE = "imports.intake"

# noun.verb → command, route, test file
MADE = {
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
}
