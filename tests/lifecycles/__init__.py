"""Every state and move that is built: the command that makes it, the route that calls it, its event, its test.

Written by hand, one module per noun, merged here.
"""

from tests.lifecycles import (
    calls,
    challenges,
    demands,
    dossiers,
    evaluation,
    imports,
    openings,
    parties,
    pledges,
    projects,
    providers,
    responses,
    results,
)

PARTS = (
    parties,
    providers,
    imports,
    dossiers,
    demands,
    responses,
    challenges,
    calls,
    openings,
    evaluation,
    pledges,
    projects,
    results,
)
TABLES = {noun: moves for part in PARTS for noun, moves in part.TABLES.items()}
MADE = {name: made for part in PARTS for name, made in part.MADE.items()}
