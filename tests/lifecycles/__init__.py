"""Every state and move that is built: the command that makes it, the route that calls it, its event, its test.

Written by hand, one module per part of the market, merged here. ``UNBUILT``: moves that a table names and no command
makes yet.
"""

from tests.lifecycles import challenges, evaluation, market, projects, results

TABLES = {
    **market.TABLES,
    **challenges.TABLES,
    **evaluation.TABLES,
    **projects.TABLES,
    **results.TABLES,
}
MADE = {**market.MADE, **challenges.MADE, **evaluation.MADE, **projects.MADE, **results.MADE}
WAITING = {**challenges.TABLES, **evaluation.TABLES, **projects.TABLES, **results.TABLES}
UNBUILT = {f"{noun}.{verb}" for noun, moves in WAITING.items() for verb in moves} - set(MADE)
UNBUILT |= {"demand.convert"}
