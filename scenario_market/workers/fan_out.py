"""Telling those whom matching found: how many, chunks of a large run, and the writing."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from scenario_market.domain.jobs import Job
from scenario_market.domain.matching.engine import Policy
from scenario_market.domain.matching.writing import Pairs, write_matches, write_notices
from scenario_market.domain.notices.sending import write_deliveries
from scenario_market.workers.machine import Work

CHUNK = 5_000
WIDENED = "challenge.interest_low"  # the event that widens
POLICY_KEYS = ("floor_milli", "share_percent", "at_least", "cap", "lowest_milli")


def settings_of(work: Work) -> dict[str, Any]:
    """The city's rules of matching: wider for a call of which halfway too few had heard."""
    matching = dict(work.city.policy["matching"])
    wider = matching.pop("widened")
    return matching | wider if work.event.kind == WIDENED else matching


def policy_of(matching: Mapping[str, Any]) -> Policy:
    """The city's answer to "how many"."""
    return Policy(**{key: matching[key] for key in POLICY_KEYS})


def split(work: Work, provider_ids: Sequence[int], *, floor_milli: int) -> None:
    """Hand a large run on in chunks of about 5,000 providers. Ties at the line are all told."""
    ids = sorted(provider_ids)
    chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
    rows: list[dict[str, Any]] = [
        {
            "event_id": work.event.id,
            "consumer": work.job.consumer,
            "chunk": number,
            "attempts": 0,
            "due_at": work.now,
            "arguments": {"low": chunk[0], "high": chunk[-1], "floor": floor_milli},
        }
        for number, chunk in enumerate(chunks, start=1)
    ]
    work.session.execute(insert(Job), rows)
    work.session.info["has_events"] = True  # the commit wakes the relay


def write_pairs(work: Work, pairs: Pairs, *, version: str) -> None:
    """Keep matches, tell the providers that were not told before, and write the deliveries of what is told."""
    if not pairs.provider_ids:
        return
    write_matches(work.session, pairs, event_id=work.event.id, version=version, now=work.now)
    told = write_notices(
        work.session,
        pairs,
        event_id=work.event.id,
        daily_cap=work.city.policy["matching"]["daily_cap"],
        day=work.city.day(work.now),
        now=work.now,
    )
    if told.count:
        write_deliveries(
            work.session,
            event_id=work.event.id,
            city=work.city,
            now=work.now,
            between=(told.first, told.last),
        )
