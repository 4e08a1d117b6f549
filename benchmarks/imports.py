"""500 rows of a pool and of a list of demands: dry run and commit, by REST and the same worker a user has."""

import io
from collections.abc import Iterator
from datetime import date
from functools import partial

from benchmarks.office import Office
from benchmarks.processes import running
from benchmarks.room import Figure, Given, Goal, seconds
from benchmarks.servers import place
from scenario_market.demo import pool_import
from scenario_market.demo.pool import write_pool
from scenario_market.documents.exports import Sheet, write_xlsx
from scenario_market.documents.import_kinds import KINDS

ROWS = 500
HEADER = ("场景类型", "序号", "场景机会名称", "单位名称", "合作需求", "联系方式")


def pool(office: Office, today: date) -> bytes:
    """The fictitious pool of 500, with what it holds today."""
    file = io.BytesIO()
    write_pool(file, office.city.codes, pool_import.pool(today))
    return file.getvalue()


def opportunities(office: Office, today: date) -> bytes:
    """A 机会清单 of as many."""
    file = io.BytesIO()
    said = "工位物料由人工推车搬运，节拍不稳，希望以移动机器人与现有产线系统对接，自动搬运。"
    lines = (
        ["机器人", n, f"第{n}号工位搬运", f"单位{n}", f"第{n}号{said}", "王工 027-87654321"]
        for n in range(1, ROWS + 1)
    )
    write_xlsx(file, [Sheet("机会清单", HEADER, lines)])
    return file.getvalue()


FILES = {"pool": pool, "demands": opportunities}


def read(content: bytes, kind: str, office: Office, today: date) -> None:
    """Read the workbook and do nothing with it."""
    stream = io.BytesIO(content)
    context = {"list_title": "清单", "city": office.city, "today": today}
    for _ in KINDS[kind].open(stream, "a.xlsx", **context).rows:
        pass


def run(given: Given) -> Iterator[Figure]:
    """On each database, each kind; the ceiling is reading the same workbook."""
    goal = Goal(5, of="value", at_most=True)
    for database in given.databases:
        with place(database) as here:
            office = Office(here)
            with running(here) as market:
                office.enter(market.address)
                for kind, write in FILES.items():
                    today = office.city.day(here.now())
                    content = write(office, today)
                    row, spent = office.take_in(f"{kind}.xlsx", content, kind)
                    bare = seconds(partial(read, content, kind, office, today))
                    made = row["counts"]["created"]
                    name = f"{here.kind}, {kind}, {made} of {row['rows_total']} rows"
                    for step, took in (*spent.items(), ("both", sum(spent.values()))):
                        yield Figure(
                            f"{name}: {step}", took, "s", bare, less_is_better=True, goal=goal
                        )
