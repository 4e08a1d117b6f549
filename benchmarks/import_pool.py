"""How fast a pool file comes in: the fictitious pool of 500, or a larger one made of it, through the import itself.

    python benchmarks/import_pool.py [--rows N] [--database-url URL]

Printed, not asserted. The ceiling is the same number of bare provider rows in one INSERT of the same database.
"""

import argparse
import io
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, insert, text

from scenario_market.demo.fiction import fictitious
from scenario_market.demo.pool import write_pool
from scenario_market.demo.providers import providers
from scenario_market.documents.files import Directory
from scenario_market.domain import city as city_module
from scenario_market.domain import clock
from scenario_market.domain.actor import Actor
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.providers.models import PoolImport
from scenario_market.persistence import migrate
from scenario_market.persistence.database import Database
from scenario_market.workers import imports

ROOT = Path(__file__).parent.parent
MOBILE = "13900000000"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--database-url", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database_url or f"sqlite:///{folder}/market.sqlite3"
        migrate.upgrade(url)
        measure(Database(url), Path(folder), options.rows)


def measure(database: Database, folder: Path, rows: int) -> None:
    """Import, import the same again, and print seconds and rows a second."""
    city = city_module.load(ROOT / "config" / "wuhan")
    with database.unit_of_work() as session:
        now = clock.now(session)
        officer = Person(mobile=MOBILE, name="经办人", created_at=now, updated_at=now)
        session.add(officer)
        session.flush()
        actor = Actor(person_id=officer.id, roles=frozenset({"office_lead"}))
    stream = io.BytesIO()
    known = providers(city.day(now))
    pool = [
        replace(known[n % len(known)], number=n + 1, uscc=fictitious(70_000 + n), name=f"甲{n}公司")
        for n in range(rows)
    ]
    write_pool(stream, city.codes, pool)
    content = stream.getvalue()
    ceiling = bare_insert(database, rows, now)
    print(f"{database.engine.dialect.name}: {rows} rows, workbook of {len(content) / 1e6:.2f} MB")
    print(f"  bare INSERT of as many organisations   {ceiling:7.2f} s")
    for label in ("first time, good rows", "the same file again"):
        began, worked = time.perf_counter(), time.process_time()
        row = bring(database, Directory(folder / "files"), city, content, actor)
        spent = time.perf_counter() - began
        counts = row.report["counts"] if row.report else {}
        worked = time.process_time() - worked
        print(f"  {label:<38} {spent:7.2f} s (own processor time {worked:.2f} s)  {counts}")


def bring(database: Database, files: Directory, city, content: bytes, actor: Actor) -> PoolImport:
    """Hand a file in, check it, take the good rows in."""
    stream = io.BytesIO(content)
    key = imports.hand_in(database, files, stream, "pool.xlsx", limit_bytes=10**8, actor=actor)
    return imports.run(database, files, city, key, mode="good", actor=actor)


def bare_insert(database: Database, rows: int, now) -> float:
    """Seconds for one INSERT of organisations, taken back again."""
    values = [
        {"uscc": f"X{n:017}", "name": "x", "state": "verified", "is_fictitious": True}
        | {"version": 1, "created_at": now, "updated_at": now}
        for n in range(rows)
    ]
    began = time.perf_counter()
    with database.unit_of_work() as session:
        session.execute(insert(Organisation), values)
    spent = time.perf_counter() - began
    with database.unit_of_work() as session:
        session.execute(delete(Organisation).where(text("uscc LIKE 'X%'")))
    return spent


if __name__ == "__main__":
    main()
