"""Writing matches and their notices: set by set, whatever its size, on both databases."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from scenario_market.domain.base import calendar_day, instant

STORED = """
    INSERT INTO match (demand_id, number, provider_id, score_milli, explanation, event_id, engine_version, at)
    {rows}
    ON CONFLICT (demand_id, provider_id) DO UPDATE SET
        number = excluded.number, event_id = excluded.event_id, score_milli = excluded.score_milli,
        explanation = excluded.explanation, engine_version = excluded.engine_version, at = excluded.at"""

# Whole columns travel to PostgreSQL in one statement, the explanations as lines of one text: JSON holds no bare line
# end, and quoting them into an array's text took eight times as long. OFFSET 0 keeps the planner from taking that text
# to pieces as well, to guess how many rows will come: that took as long as writing them. SQLite, which is no journey
# away, takes the rows one by one five times as fast as it would unpack them from JSON. The rows come in the order of
# their keys, so that two writers of the same pairs wait for each other and never in a ring.
MATCHES = {
    "postgresql": STORED.format(
        rows="""SELECT r.demand, r.number, r.provider, r.score, CAST(r.explanation AS jsonb), :event_id, :version, :now
        FROM (SELECT CAST(:explanations AS text) AS lines OFFSET 0) t
        CROSS JOIN LATERAL unnest(CAST(:demands AS bigint[]), CAST(:numbers AS bigint[]), CAST(:providers AS bigint[]),
                                  CAST(:scores AS bigint[]), string_to_array(t.lines, chr(10)))
                           AS r (demand, number, provider, score, explanation)
        WHERE true"""
    ),
    "sqlite": STORED.format(rows="VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
}

# The matches to tell of: those that this event has just written of one demand, or pairs that are named.
OF_DEMAND = """match m JOIN provider p ON p.id = m.provider_id
    WHERE m.demand_id = :demand_id AND m.provider_id BETWEEN :low AND :high AND m.event_id = :event_id"""
OF_PAIRS = """{pairs}
    JOIN match m ON m.demand_id = r.demand_id AND m.provider_id = r.provider_id
    JOIN provider p ON p.id = r.provider_id
    WHERE true"""
PAIRS = {
    "postgresql": "unnest(CAST(:demands AS bigint[]), CAST(:providers AS bigint[])) AS r (demand_id, provider_id)",
    "sqlite": """(SELECT json_extract(value, '$[0]') AS demand_id, json_extract(value, '$[1]') AS provider_id
                  FROM json_each(:pairs)) AS r""",
}
# A provider's place among the pairs of this statement, best first; where each provider stands in one pair it is 1.
PLACE = "row_number() OVER (PARTITION BY m.provider_id ORDER BY m.score_milli DESC, m.demand_id)"

# A dismissed pair is matched and kept, but not told again. Who was told of the demand before is told of an amendment
# by a notice of its own kind. What goes over the day's cap, best first, waits for the digest. Each step from a pair is
# a look into an index: a plan that hangs on statistics would be a slow one in the minutes after a large fan-out.
NOTICES = """
    INSERT INTO notice (event_id, kind, organisation_id, subject_kind, subject_id, match_id, params, is_digest,
                        day, at)
    SELECT :event_id, 'demand_matched', p.organisation_id, 'demand', m.demand_id, m.id, '{{}}',
           (SELECT count(*) FROM notice c
            WHERE c.day = :day AND c.kind = 'demand_matched' AND c.organisation_id = p.organisation_id
              AND NOT c.is_digest)
           + {place} > :daily_cap,
           :day, :now
    FROM {matches}
      AND NOT EXISTS (SELECT 1 FROM dismissal d
                      WHERE d.demand_id = m.demand_id AND d.provider_id = m.provider_id LIMIT 1 OFFSET 0)
      AND NOT EXISTS (SELECT 1 FROM notice n
                      WHERE n.subject_kind = 'demand' AND n.subject_id = m.demand_id
                        AND n.organisation_id = p.organisation_id AND n.kind = 'demand_matched' LIMIT 1 OFFSET 0)
    ON CONFLICT DO NOTHING"""
TOLD = "WITH told AS ({notices} RETURNING id) SELECT min(id), max(id), count(*) FROM told"
NEWEST = "SELECT coalesce(max(id), 0) FROM notice"

# Two writers at once would both count before either has written, and both give a provider the day's last place. So
# each takes the providers first, in the order of their keys, and counts by a statement of its own: only that sees what
# the one before it committed. SQLite has one writer at a time.
TAKEN = """
    SELECT count(*) FROM (SELECT p.id FROM provider p WHERE p.id = ANY(CAST(:providers AS bigint[]))
                          ORDER BY p.id FOR NO KEY UPDATE) taken"""


@dataclass(frozen=True)
class Pairs:
    """Matched pairs as parallel columns; explanations are JSON texts."""

    demand_ids: Sequence[int]
    numbers: Sequence[int]
    provider_ids: Sequence[int]
    scores_milli: Sequence[int]
    explanations: Sequence[str]


def write_matches(
    session: Session, pairs: Pairs, *, event_id: int, version: str, now: datetime
) -> None:
    """Store matches; a pair that was matched before is replaced."""
    dialect = session.get_bind().dialect.name
    columns = (
        pairs.demand_ids,
        pairs.numbers,
        pairs.provider_ids,
        pairs.scores_milli,
        pairs.explanations,
    )
    ordered = sorted(zip(*columns, strict=True), key=itemgetter(0, 2))
    if not ordered:
        return
    if dialect == "sqlite":
        same = (event_id, version, instant(dialect, now))
        session.connection().exec_driver_sql(MATCHES[dialect], [(*row, *same) for row in ordered])
        return
    *numbers, explanations = map(list, zip(*ordered, strict=True))
    names = ("demands", "numbers", "providers", "scores")
    parameters: dict[str, Any] = dict(zip(names, numbers, strict=True))
    parameters["explanations"] = "\n".join(explanations)
    parameters |= {"event_id": event_id, "version": version, "now": now}
    session.execute(text(MATCHES[dialect]), parameters)


@dataclass(frozen=True)
class Told:
    """The notices that were written: how many, and between which keys; others' may lie in between."""

    first: int
    last: int
    count: int


def write_notices(
    session: Session, pairs: Pairs, *, event_id: int, daily_cap: int, day: date, now: datetime
) -> Told:
    """Tell the provider of every pair once, whose match this event has stored in this transaction.

    Over the day's cap the notice waits for the digest; the cap holds whoever else writes at the same time.
    """
    if not pairs.provider_ids:
        return Told(0, 0, 0)
    dialect = session.get_bind().dialect.name
    statement, parameters = _notices(pairs, dialect)
    parameters |= {"event_id": event_id, "daily_cap": daily_cap, "now": instant(dialect, now)}
    if dialect == "sqlite":
        before = session.scalars(text(NEWEST)).one()
        session.execute(text(statement), {**parameters, "day": calendar_day(dialect, day)})
        last = session.scalars(text(NEWEST)).one()
        return Told(before + 1, last, last - before)
    session.execute(text(TAKEN), {"providers": list(pairs.provider_ids)})
    first, last, count = session.execute(
        text(TOLD.format(notices=statement)), {**parameters, "day": day}
    ).one()
    return Told(first or 0, last or 0, count)


def _notices(pairs: Pairs, dialect: str) -> tuple[str, dict[str, Any]]:
    """The statement for these pairs, and what they bring to its parameters."""
    providers = pairs.provider_ids
    place = "1" if len(set(providers)) == len(providers) else PLACE
    if len(set(pairs.demand_ids)) == 1:
        only = {"demand_id": pairs.demand_ids[0], "low": min(providers), "high": max(providers)}
        return NOTICES.format(place=place, matches=OF_DEMAND), only
    named = OF_PAIRS.format(pairs=PAIRS[dialect])
    statement = NOTICES.format(place=place, matches=named)
    if dialect == "sqlite":
        packed = json.dumps(list(zip(pairs.demand_ids, providers, strict=True)))
        return statement, {"pairs": packed}
    return statement, {"demands": list(pairs.demand_ids), "providers": list(providers)}
