"""The moves of projects and milestones."""

from scenario_market.domain.projects import states as projects
from tests.lifecycles.ways import PLEDGE

TABLES = {"project": projects.PROJECT_MOVES, "milestone": projects.MILESTONE_MOVES}
BEGINNING_TEST = "domain/projects/test_beginning.py"
# noun.verb → command, route, test file
MADE: dict[str, tuple[str, str, str]] = {
    "project.activate": ("projects.beginning.activate", PLEDGE, BEGINNING_TEST),
    "project.drop": ("projects.beginning.drop", PLEDGE, BEGINNING_TEST),
}
