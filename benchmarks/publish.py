"""A list of 300 demands, published at once by the command that the web calls: numbers, versions, events, deadlines.

The ceiling writes as many rows by bare statements: the demands' update, an event and a deadline for each.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import insert, update

from benchmarks.inbox_latency import Publisher
from benchmarks.room import Figure, Given, Goal, seconds
from benchmarks.servers import place
from scenario_market.domain import clock
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import list_drafting, publishing
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.outbox import EventRecord

ITEMS, ROUNDS = 300, 5


def listed(publisher: Publisher, demand_ids: list[int], title: str) -> int:
    """A list in preparation with these demands."""
    with publisher.database.unit_of_work() as session:
        now = clock.now(session)
        row = list_drafting.create(session, actor=publisher.lead, now=now, title=title)
        context = {"actor": publisher.lead, "now": now, "version": None}
        list_drafting.edit(session, row.id, demand_ids=demand_ids, **context)
        return row.id


def release(publisher: Publisher, list_id: int) -> None:
    with publisher.database.unit_of_work() as session:
        now, lead, city = clock.now(session), publisher.lead, publisher.city
        publishing.publish(session, list_id, actor=lead, now=now, city=city, version=None)


def bare(publisher: Publisher, demand_ids: list[int], now: datetime) -> None:
    """The rows alone, taken back at the end."""
    event = {"kind": "bare", "subject_kind": "demand", "payload": {}, "payload_digest": "0" * 64}
    event |= {"salt": "0" * 32, "at": now, "is_public": True}
    deadline = {"kind": "bare", "due_at": now, "attempts": 0}
    with publisher.database.engine.connect() as connection:
        change = update(Demand).where(Demand.id.in_(demand_ids))
        connection.execute(change.values(listed_at=now, closes_at=now, updated_at=now))
        for table, row in ((EventRecord, event), (Deadline, deadline)):
            rows = [row | {"subject_id": key} for key in demand_ids]
            connection.execute(insert(table.__table__), rows)  # type: ignore[arg-type]
        connection.rollback()


def run(given: Given) -> Iterator[Figure]:
    """On each database, so many lists one after the other; medians."""
    items = given.sizes[0] if given.sizes else ITEMS
    for database in given.databases:
        with place(database) as here:
            publisher, spent, ceiling = Publisher(here), [], []
            for turn in range(ROUNDS):
                keys = publisher.approve(items)
                list_id = listed(publisher, keys, f"清单{turn}")
                ceiling.append(seconds(partial(bare, publisher, keys, here.now())))
                spent.append(seconds(partial(release, publisher, list_id)))
            middle = ROUNDS // 2
            yield Figure(
                f"{here.kind}, a list of {items} published",
                sorted(spent)[middle],
                "s",
                sorted(ceiling)[middle],
                less_is_better=True,
                goal=Goal(2, of="value", at_most=True),
            )
            publisher.database.close()
