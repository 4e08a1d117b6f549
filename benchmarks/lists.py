"""List endpoints next to a bare Flask route that answers the same JSON in the same server, at 1,000 to 100,000 demands.

Calls and projects stand at 10,000; projects are read by an officer, also by their light where few show it.

Besides requests per second the server's own processor time a request is compared: others on the machine hardly touch
it.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import text

from benchmarks.deliveries import fill_calls, fill_projects, reader
from benchmarks.http_load import Connection, burst
from benchmarks.pools import AT, fill_demands, fill_pool, write
from benchmarks.processes import Running, running
from benchmarks.room import Figure, Given, Goal, turns
from benchmarks.servers import Place, place
from scenario_market.domain import city as city_module
from scenario_market.domain.outbox import EventRecord
from scenario_market.settings import ROOT

SIZES = (1_000, 10_000, 100_000)
PATHS = {
    "demands": "/api/v1/demands?limit=20",
    "directory": "/api/v1/directory?limit=20",
    "events": "/api/v1/events?after=100&limit=20",
    "calls": "/api/v1/challenges?limit=20",
    "projects": "/api/v1/projects?limit=20",
    "red projects": "/api/v1/projects?light=red&limit=20",
    "amber projects": "/api/v1/projects?light=amber&limit=20",
    "green projects": "/api/v1/projects?light=green&limit=20",
}
DELIVERED = 10_000
CONNECTIONS, BURST_SECONDS, ROUNDS, SECONDS = 4, 0.8, 7, 20
WEB = ("-P", "-m", "gunicorn", "-c", str(ROOT / "config" / "gunicorn.conf.py"))
# Not -P: the benchmark itself lies in the checkout and not in the environment.
SERVER = (sys.executable, *WEB[1:], "benchmarks.bare:create()")


def fill(here: Place) -> None:
    """A pool of 500 and a feed of 2,000 events."""
    events = (
        {
            "kind": "demand.listed",
            "subject_kind": "demand",
            "subject_id": number,
            "payload": {"list_id": 1, "number": 1},
            "payload_digest": "0" * 64,
            "at": AT + timedelta(seconds=number),
            "is_public": True,
            "position": number,
            "public_position": number,
            "hash": "0" * 64,
        }
        for number in range(1, 2_001)
    )
    with here.database().unit_of_work() as session:
        fill_pool(session, 500)
        write(session, EventRecord, events)


def grow(here: Place, first: int, last: int) -> None:
    database = here.database()
    with database.unit_of_work() as session:
        fill_demands(session, first, last)
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    database.close()


def deliver(here: Place) -> str:
    """Calls and projects; the token of who reads them."""
    token, city = reader(here), city_module.load(here.settings.city_dir)
    rules = city.programmes["scenario_challenge"].kept()
    today = city.day(here.now())
    with here.database().unit_of_work() as session:
        fill_calls(session, DELIVERED, rules)
        fill_projects(session, DELIVERED, today)
    return token


def keep(here: Place, server: Running, names: tuple[str, ...], token: str = "") -> None:
    """What the endpoints answer, for the bare routes to answer the same."""
    folder = here.folder / "bare"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name.replace(' ', '-')}.json").write_bytes(
            Connection(server.port, token).get(PATHS[name])
        )


def compare(
    server: Running, name: str, title: str, goal: Goal, token: str = ""
) -> Iterator[Figure]:
    """Requests a second and processor time a request, against the bare route."""
    spent: dict[str, list[float]] = {}

    def asking(path: str):
        def act() -> float:
            before = server.cpu_seconds("web")
            count, seconds = burst(
                server.port, path, connections=CONNECTIONS, seconds=BURST_SECONDS, token=token
            )
            spent.setdefault(path, []).append(1000 * (server.cpu_seconds("web") - before) / count)
            return count / seconds

        return act

    paths = {"bare": f"/bare/{name.replace(' ', '-')}", "market": PATHS[name]}
    for path in paths.values():
        burst(server.port, path, connections=CONNECTIONS, seconds=0.3, token=token)
    found = turns(
        {key: asking(path) for key, path in paths.items()}, rounds=ROUNDS, at_most_seconds=SECONDS
    )
    yield Figure(f"{title}: requests", found["market"], "1/s", found["bare"], goal=goal)
    market, bare = (
        sorted(spent[path])[len(spent[path]) // 2] for path in (paths["market"], paths["bare"])
    )
    yield Figure(f"{title}: processor a request", market, "ms", bare, less_is_better=True)


def run(given: Given) -> Iterator[Figure]:
    """Feed and providers once, demands at each size."""
    goal = Goal(0.35)
    for kind in given.databases:
        with place(kind) as here:
            fill(here)
            written = 0
            with running(here, "web", web=SERVER) as server:
                for size in given.sizes or SIZES:
                    grow(here, written + 1, size)
                    written = size
                    if size == (given.sizes or SIZES)[0]:
                        keep(here, server, ("demands", "directory", "events"))
                        for name in ("events", "directory"):
                            yield from compare(server, name, f"{here.kind}, {name}", goal)
                    title = f"{here.kind}, demands of {size:,}"
                    yield from compare(server, "demands", title, goal)
                    if size == DELIVERED:
                        token = deliver(here)
                        names = [name for name in PATHS if name.endswith(("calls", "projects"))]
                        keep(here, server, tuple(names), token)
                        for name in names:
                            what = f"{here.kind}, {name} of {DELIVERED:,}"
                            yield from compare(server, name, what, goal, token)
