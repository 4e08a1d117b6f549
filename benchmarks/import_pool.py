"""500 rows of a pool with the field's headers: dry run and commit, by REST and the same worker a user has."""

import io
from collections.abc import Iterator
from datetime import date
from functools import partial

from benchmarks.office import Office
from benchmarks.processes import running
from benchmarks.room import Figure, Given, Goal, seconds
from benchmarks.servers import place
from scenario_market.demo.pool import write_pool
from scenario_market.demo.pool_import import pool
from scenario_market.documents.pool_files import open_pool_file


def read(content: bytes, office: Office, today: date) -> None:
    """Read the workbook and do nothing with it."""
    for _ in open_pool_file(io.BytesIO(content), "pool.xlsx", city=office.city, today=today).rows:
        pass


def run(given: Given) -> Iterator[Figure]:
    """On each database; the ceiling is reading the same workbook."""
    for kind in given.databases:
        with place(kind) as here:
            office, file = Office(here), io.BytesIO()
            today = office.city.day(here.now())
            write_pool(file, office.city.codes, pool(today))
            content = file.getvalue()
            with running(here) as market:
                office.enter(market.address)
                row, spent = office.take_in("pool.xlsx", content)
                bare = seconds(partial(read, content, office, today))
            name = f"{here.kind}, {row['counts']['created']} of {row['rows_total']} rows"
            goal = Goal(5, of="value", at_most=True)
            for step, took in (*spent.items(), ("both", sum(spent.values()))):
                yield Figure(f"{name}: {step}", took, "s", bare, less_is_better=True, goal=goal)
