"""The moves of exports of a case's record."""

from scenario_market.domain.dossiers import states as dossiers
from tests.lifecycles.ways import CLOCK, WORKER

TABLES = {"dossier_export": dossiers.MOVES}
TEST = "domain/dossiers/test_exporting.py"

# noun.verb → command, route, test file
MADE = {
    "dossier_export.make": ("dossiers.exporting.keep", WORKER, TEST),
    "dossier_export.fail": ("dossiers.exporting.fail", WORKER, TEST),
    "dossier_export.erase": ("dossiers.exporting.erase", CLOCK, TEST),
}
