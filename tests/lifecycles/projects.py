"""The moves of projects and milestones."""

from scenario_market.domain.projects import states as projects
from tests.lifecycles.ways import CLOCK, PLEDGE

TABLES = {
    "project": projects.PROJECT_MOVES,
    "milestone": projects.MILESTONE_MOVES,
    "acceptance_seat": projects.SEAT_MOVES,
}
BEGINNING_TEST = "domain/projects/test_beginning.py"
CHANGES_TEST = "domain/projects/test_changes.py"
SUSPENSIONS_TEST = "domain/projects/test_suspensions.py"
ACCEPTANCE_TEST = "domain/projects/test_acceptance.py"
ENDINGS_TEST = "domain/projects/test_endings.py"
MILESTONES_TEST = "domain/projects/test_milestones.py"
PANELS_TEST = "domain/projects/test_panels.py"
SEAT = "POST /api/v1/acceptance-seats/<>"
PROJECT, MILESTONE = "POST /api/v1/projects/<>", "POST /api/v1/milestones/<>"
# noun.verb → command, route, test file
MADE: dict[str, tuple[str, str, str]] = {
    "project.activate": ("projects.beginning.activate", PLEDGE, BEGINNING_TEST),
    "project.drop": ("projects.beginning.drop", PLEDGE, BEGINNING_TEST),
    "project.propose": ("projects.changes.propose", f"{PROJECT}/changes", CHANGES_TEST),
    "project.take_back": (
        "projects.changes.take_back",
        f"{PROJECT}/change/take-back",
        CHANGES_TEST,
    ),
    "project.disagree": ("projects.changes.disagree", f"{PROJECT}/change/disagree", CHANGES_TEST),
    "project.approve": ("projects.changes.approve", f"{PROJECT}/change/approve", CHANGES_TEST),
    "project.refuse": ("projects.changes.refuse", f"{PROJECT}/change/refuse", CHANGES_TEST),
    "project.suspend": ("projects.suspensions.suspend", f"{PROJECT}/suspend", SUSPENSIONS_TEST),
    "project.resume": ("projects.suspensions.resume", f"{PROJECT}/resume", SUSPENSIONS_TEST),
    "project.present": ("projects.acceptance.present", f"{PROJECT}/present", ACCEPTANCE_TEST),
    "project.accept": ("projects.conclusions.accept", f"{PROJECT}/accept", ACCEPTANCE_TEST),
    "project.prolong": (
        "projects.prolonging.prolong",
        f"{PROJECT}/prolong",
        "domain/projects/test_prolonging.py",
    ),
    "project.rectify": ("projects.conclusions.rectify", f"{PROJECT}/rectify", ACCEPTANCE_TEST),
    "project.fail": ("projects.conclusions.fail", f"{PROJECT}/fail", ACCEPTANCE_TEST),
    "project.terminate": ("projects.endings.terminate", f"{PROJECT}/terminate", ENDINGS_TEST),
    "project.excuse": ("projects.endings.excuse", f"{PROJECT}/excuse", ENDINGS_TEST),
    "project.eliminate": (
        "projects.race.decide",
        "POST /api/v1/challenges/<>/race",
        "domain/projects/test_race.py",
    ),
    "acceptance_seat.declare": ("projects.seats.declare", f"{SEAT}/declare", PANELS_TEST),
    "acceptance_seat.recuse": ("projects.seats.recuse", f"{SEAT}/recuse", PANELS_TEST),
    "acceptance_seat.lapse": ("projects.seats.lapse", CLOCK, PANELS_TEST),
    "acceptance_seat.drop": ("projects.seats.drop", f"{SEAT}/drop", PANELS_TEST),
    "milestone.begin": ("projects.milestones.begin", f"{MILESTONE}/begin", MILESTONES_TEST),
    "milestone.submit": ("projects.milestones.submit", f"{MILESTONE}/submit", MILESTONES_TEST),
    "milestone.retry": ("projects.milestones.retry", f"{MILESTONE}/retry", MILESTONES_TEST),
    "milestone.confirm": ("projects.milestones.confirm", f"{MILESTONE}/confirm", MILESTONES_TEST),
    "milestone.decline": ("projects.milestones.decline", f"{MILESTONE}/decline", MILESTONES_TEST),
    "milestone.accept": ("projects.judging.accept", f"{MILESTONE}/accept", MILESTONES_TEST),
    "milestone.accept_partly": (
        "projects.judging.accept_partly",
        f"{MILESTONE}/accept-partly",
        MILESTONES_TEST,
    ),
    "milestone.reject": ("projects.judging.reject", f"{MILESTONE}/reject", MILESTONES_TEST),
    "milestone.miss": ("projects.timing.fire", CLOCK, MILESTONES_TEST),
    "milestone.reinstate": (
        "projects.changes.approve",
        f"{PROJECT}/change/approve",
        CHANGES_TEST,
    ),
    "challenge.complete": ("projects.completing.complete", PLEDGE, ENDINGS_TEST),
}
