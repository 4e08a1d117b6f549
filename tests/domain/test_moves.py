"""The tables of moves themselves: cases are derived from them."""

import pytest

from scenario_market.domain.demands import states as demands
from scenario_market.domain.imports import states as imports
from scenario_market.domain.parties import states as parties
from scenario_market.domain.permissions import PERMISSIONS
from scenario_market.domain.projects import states as projects
from scenario_market.domain.providers import states as providers

TABLES = {
    "organisation": (parties.VERIFICATION_MOVES, parties.Verification.UNVERIFIED),
    "mandate": (parties.MANDATE_MOVES, parties.MandateState.LIVE),
    "provider": (providers.MOVES, providers.ProviderState.DRAFT),
    "import_pool": (imports.MOVES["pool"], imports.ImportState.CHECKING),
    "import_projects": (imports.MOVES["projects"], imports.ImportState.CHECKING),
    "import_demands": (imports.MOVES["demands"], imports.ImportState.CHECKING),
    "demand": (demands.DEMAND_MOVES, demands.DemandState.DRAFT),
    "demand_list": (demands.LIST_MOVES, demands.ListState.DRAFT),
    "project": (projects.PROJECT_MOVES, projects.ProjectState.PLEDGE_PENDING),
    "milestone": (projects.MILESTONE_MOVES, projects.MilestoneState.SCHEDULED),
    "response": (demands.RESPONSE_MOVES, demands.ResponseState.SUBMITTED),
}


def reachable(moves, start):
    """All states that can be reached from ``start``."""
    seen, frontier = {start}, [start]
    while frontier:
        state = frontier.pop()
        for move in moves.values():
            if state in move.sources and move.target not in seen:
                seen.add(move.target)
                frontier.append(move.target)
    return seen


@pytest.mark.parametrize("noun", TABLES)
def test_every_state_is_reachable(noun):
    moves, start = TABLES[noun]
    assert reachable(moves, start) == set(type(start))


@pytest.mark.parametrize("noun", TABLES)
def test_every_move_names_a_permission_of_the_one_table(noun):
    moves, _ = TABLES[noun]
    assert {move.by for move in moves.values()} <= set(PERMISSIONS)


@pytest.mark.parametrize("noun", TABLES)
def test_every_reason_list_has_a_code_for_its_verb(noun, city):
    moves, _ = TABLES[noun]
    for verb, move in moves.items():
        if move.reasons:
            assert city.codes[move.reasons].where(verbs=verb), (noun, verb)
