"""Rows to measure with, written set-wise: a pool of any size, demands, lists. Nobody in them exists."""

import itertools
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from benchmarks.matching_scale import Author
from scenario_market.demo import providers as demonstration
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers.models import Offering, Provider

BATCH = 2_000
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


def write(session: Session, model: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows in batches."""
    for batch in batches(rows):
        session.execute(insert(model), batch)


def fill_pool(session: Session, size: int) -> None:
    """Providers 1 to ``size``: the demonstration's where they suffice, else texts by Zipf's law."""
    start = (session.scalar(select(func.max(Organisation.id))) or 0) + 1
    profiles = _demonstration() if size <= demonstration.COUNT else _generated()
    stamps = {"created_at": AT, "updated_at": AT, "version": 1}
    for batch in batches(itertools.islice(profiles, size)):
        organisations, providers, offerings = [], [], []
        for number, (name, columns, sold) in enumerate(batch, start):
            uscc = f"9{number:017}"
            organisations.append(
                {"id": number, "uscc": uscc, "name": name, "state": "verified", **stamps}
            )
            providers.append(
                {"id": number, "organisation_id": number, "state": "admitted", "is_listed": True}
                | {"admitted_at": AT, "profile_revision": 1, **stamps, **columns}
            )
            offerings += [
                {"provider_id": number, "title": title, "summary": text} for title, text in sold
            ]
        start += len(batch)
        write(session, Organisation, organisations)
        write(session, Provider, providers)
        write(session, Offering, [{"service_types": []} | one for one in offerings])


Made = tuple[str, dict[str, Any], list[tuple[str, str]]]


def _demonstration() -> Iterator[Made]:
    for one in demonstration.providers():
        lists = ("categories", "service_types", "industries", "domains", "districts")
        columns = {name: list(getattr(one, name)) for name in lists}
        texts = {"introduction": one.introduction, "capabilities": one.capabilities}
        yield one.name, columns | texts, [(sold.title, sold.summary) for sold in one.offerings]


def _generated() -> Iterator[Made]:
    author = Author(5)
    for number in itertools.count():
        one = author.profile(number)
        columns = {
            "categories": ["solution"],
            "service_types": sorted(one.service_types),
            "industries": sorted(one.industries),
            "domains": [],
            "districts": sorted(one.districts),
            "introduction": one.text,
            "capabilities": one.capabilities,
        }
        sold = [(offering.title, offering.text) for offering in one.offerings]
        yield one.name[:100], columns, sold


def demand(number: int, title: str, body: str, **columns: Any) -> dict[str, Any]:
    """A listed demand's columns; the higher the number, the later it was listed."""
    listed_at = AT + timedelta(seconds=number)
    made = {
        "id": number,
        "number": f"WH-XQ-2026-{number:06}",
        "state": "listed",
        "title": title,
        "pain_points": body,
        "content": body,
        "domain": "industrial_park",
        "industries": ["C"],
        "metrics": [
            {"name": "漏检率", "operator": "le", "baseline": 3.5, "target": 0.5, "unit": "%"}
        ],
        "outcomes": [],
        "budget_min_fen": 80_000_000,
        "budget_max_fen": 150_000_000,
        "funding_source": "own_funds",
        "district": "420106",
        "place": "一号厂房三线",
        "content_number": 1,
        "public_number": 1,
        "listed_at": listed_at,
        "closes_at": listed_at + timedelta(days=3650),
        "created_at": AT,
        "updated_at": AT,
        "version": 1,
    }
    return made | columns


def fill_demands(session: Session, first: int, last: int) -> None:
    """Listed demands with the keys ``first`` to ``last``."""
    author = Author(7)
    owner = session.scalar(select(func.min(Organisation.id)))
    rows = (
        demand(number, author.text(8)[:100], author.text(80), owner_organisation_id=owner)
        for number in range(first, last + 1)
    )
    write(session, Demand, rows)
