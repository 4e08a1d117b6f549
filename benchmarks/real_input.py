"""Real suppliers as the pool and real needs through the public REST API, at the city's policy caps.

Reads the folder ``../shared/data/yichang`` beside the project (``--folder``): published lots of one exchange and who
really bid. Nothing of it is kept. Suppliers come without codes, so fictitious ones that can belong to nobody stand in.
A firm that did not bid may have fitted all the same: how many bidders were told compares engines, it is no truth.
"""

import csv
import io
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.office import Office
from benchmarks.processes import running
from benchmarks.room import Figure, Given, percentile
from benchmarks.servers import Place, place
from scenario_market.demo.fiction import fictitious
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.jobs import Job
from scenario_market.domain.matching.records import Match
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Organisation

FILES = ("suppliers.jsonl", "needs.jsonl", "relevant.jsonl")
LIMIT, SECONDS, LIST_LENGTH, BODY, TITLE = 60, 100, 20, 8_000, 60
HEADER = ("公司名称", "统一社会信用代码", "类别", "企业与产品简介", "场景能力")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def pool_file(suppliers: list[dict[str, Any]]) -> bytes:
    """The suppliers as the file that an office would hand in."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for number, one in enumerate(suppliers):
        able = "，".join(one.get("qualifications", []))
        writer.writerow(
            (one["name"], fictitious(number), "场景技术供给企业", one["past_work"], able)
        )
    return text.getvalue().encode("utf-8-sig")


def fields(need: dict[str, Any], today: Any) -> dict[str, Any]:
    """A lot as a need; what a lot does not say is filled with the same for all."""
    price = round(float(need.get("price_yuan") or 1_000_000) * 100)
    return {
        "title": f"{need['title'][:TITLE]}（{need['id']}）",
        "domain": "water",
        "industries": ["E"],
        "pain_points": need["body"][:BODY] or need["title"],
        "content": need["title"],
        "metrics": [{"name": "验收", "operator": "ge", "baseline": 0, "target": 100, "unit": "%"}],
        "budget_min_fen": price,
        "budget_max_fen": price,
        "funding_source": "own_funds",
        "district": "420106",
        "place": "见项目名称",
        "starts_on": str(today + timedelta(days=30)),
        "ends_on": str(today + timedelta(days=300)),
        "contact_name": "联系人",
        "contact_mobile": "027-00000000",
    }


class Outcome:
    """What the database says afterwards."""

    def __init__(self, here: Place, numbers: dict[int, str]) -> None:
        self.database, self.numbers = here.database(2), numbers

    def undone(self) -> int:
        with self.database.reading() as session:
            waiting = session.scalar(select(func.count()).where(EventRecord.position.is_(None)))
            jobs = session.scalar(
                select(func.count()).where(Job.done_at.is_(None), Job.parked_at.is_(None))
            )
        return (waiting or 0) + (jobs or 0)

    def told(self) -> dict[str, set[str]]:
        """Names of those who were told, by need."""
        query = (
            select(Notice.subject_id, Organisation.name)
            .join(Match, Match.id == Notice.match_id)
            .join(Organisation, Organisation.id == Notice.organisation_id)
            .where(Notice.kind == "demand_matched")
        )
        found: dict[str, set[str]] = defaultdict(set)
        with self.database.reading() as session:
            for key, name in session.execute(query):
                found[self.numbers[key]].add(name)
        return found

    def delays(self) -> list[float]:
        """Milliseconds from each publication to its notices, by the database's clock."""
        query = (
            select(EventRecord.at, Job.done_at)
            .join(Job, Job.event_id == EventRecord.id)
            .where(EventRecord.kind == "demand.listed", Job.consumer == "match_need")
            .where(EventRecord.subject_id.in_(select(Demand.id)))
        )
        with self.database.reading() as session:
            return [1000 * (done - at).total_seconds() for at, done in session.execute(query)]


def run(given: Given) -> Iterator[Figure]:
    """On embedded defaults: SQLite."""
    if missing := [name for name in FILES if not (given.folder / name).is_file()]:
        raise SystemExit(
            f"real_input: {given.folder} lacks {', '.join(missing)}; name the folder with --folder."
            " Nothing was measured."
        )
    suppliers, needs, judged = (rows(given.folder / name) for name in FILES)
    with place("sqlite") as here:
        office = Office(here)
        with running(here) as market:
            office.enter(market.address)
            row, spent = office.take_in("pool.csv", pool_file(suppliers))
            yield Figure(f"suppliers imported of {len(suppliers)}", row["counts"]["created"], "")
            yield Figure("import, dry run and commit", sum(spent.values()), "s")
            yield from publish(office, here, needs[: given.limit or LIMIT], judged)


def publish(
    office: Office, here: Place, needs: list[dict[str, Any]], judged: list[dict[str, Any]]
) -> Iterator[Figure]:
    """Carry the needs to lists, wait for what is owed, and say whom it reached."""
    today, numbers, until = office.city.day(here.now()), {}, time.perf_counter() + SECONDS
    waiting: list[int] = []
    for need in needs:
        key = office.approve(fields(need, today))
        numbers[key] = need["id"]
        waiting.append(key)
        if len(waiting) == LIST_LENGTH:
            office.publish(f"清单{key}", waiting)
            waiting = []
        if time.perf_counter() > until:
            break
    if waiting:
        office.publish("末批清单", waiting)
    outcome = Outcome(here, numbers)
    deadline = time.perf_counter() + 60
    while outcome.undone() and time.perf_counter() < deadline:
        time.sleep(0.1)
    yield from reached(outcome, numbers, judged)


def reached(
    outcome: Outcome, numbers: dict[int, str], judged: list[dict[str, Any]]
) -> Iterator[Figure]:
    told, delays = outcome.told(), outcome.delays()
    counts = [len(told.get(need, ())) for need in numbers.values()]
    yield Figure("needs published", len(numbers), "")
    yield Figure("suppliers told of a need, median", statistics.median(counts), "")
    yield Figure("suppliers told of a need, most", max(counts), "")
    yield Figure("publication to notices, lists of 20, p50", percentile(delays, 0.5), "ms")
    yield Figure("publication to notices, lists of 20, p99", percentile(delays, 0.99), "ms")
    for title, grades in (("bidders", {1, 2}), ("winners", {2})):
        really = [one for one in judged if one["need"] in told and one["grade"] in grades]
        among = sum(one["supplier"] in told[one["need"]] for one in really)
        if really:
            yield Figure(
                f"{title} among those told, of {len(really)}", 100 * among / len(really), "%"
            )
