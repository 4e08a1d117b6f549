"""Every state and move that is built: the command that makes it, the route that calls it, its event, its test.

Written by hand, one module per part of the market, merged here. ``UNBUILT``: moves that a table names and no command
makes yet.
"""

from tests.lifecycles import (
    calls,
    challenges,
    evaluation,
    market,
    openings,
    pledges,
    projects,
    results,
)

SECOND = (challenges, calls, openings, evaluation, pledges, projects, results)
TABLES = {noun: moves for part in (market, *SECOND) for noun, moves in part.TABLES.items()}
MADE = {name: made for part in (market, *SECOND) for name, made in part.MADE.items()}
WAITING = {noun: moves for part in SECOND for noun, moves in part.TABLES.items()}
UNBUILT = {f"{noun}.{verb}" for noun, moves in WAITING.items() for verb in moves} - set(MADE)
