"""Lifecycle of a file on its way in: one for all kinds, but for who may and for the event that says what it became."""

from collections.abc import Mapping
from enum import StrEnum

from scenario_market.domain.events import Event
from scenario_market.domain.imports import events
from scenario_market.domain.moves import Move, table


class ImportState(StrEnum):
    CHECKING = "checking"
    CHECKED = "checked"
    COMMITTING = "committing"
    COMMITTED = "committed"
    FAILED = "failed"


S = ImportState
AT_REST = (S.CHECKED, S.COMMITTED, S.FAILED)  # nobody reads the file now


def _moves(by: str, finished: type[Event]) -> dict[str, Move]:
    return table(
        {
            "pass": (S.CHECKING, S.CHECKED, "system", events.ImportChecked),
            "commit": (S.CHECKED, S.COMMITTING, by, events.ImportCommitAsked),
            "finish": (S.COMMITTING, S.COMMITTED, "system", finished),
            "fail": ((S.CHECKING, S.COMMITTING), S.FAILED, "system", events.ImportFailed),
        }
    )


# kind of a file → who may bring it in, and its moves
PERMISSIONS: Mapping[str, str] = {
    "pool": "provider.import",
    "demands": "demand.import",
    "projects": "project.import",
}
MOVES: Mapping[str, Mapping[str, Move]] = {
    "pool": _moves(PERMISSIONS["pool"], events.PoolImported),
    "demands": _moves(PERMISSIONS["demands"], events.DemandsImported),
    "projects": _moves(PERMISSIONS["projects"], events.ProjectsImported),
}
