"""Writing matches and their notices: set by set, whatever its size, on both databases."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

STORED = """
    INSERT INTO match (demand_id, number, provider_id, score_milli, explanation, event_id, engine_version, at)
    {rows}
    ON CONFLICT (demand_id, provider_id) DO UPDATE SET
        number = excluded.number, event_id = excluded.event_id, score_milli = excluded.score_milli,
        explanation = excluded.explanation, engine_version = excluded.engine_version, at = excluded.at"""

# Whole columns travel to PostgreSQL in one statement, the explanations as lines of one text: JSON holds no bare line
# end, and quoting them into an array's text took eight times as long. SQLite, which is no journey away, takes the rows
# one by one five times as fast as it would unpack them from JSON. In the order of their keys, so that two writers of
# the same pairs wait for each other and never in a ring.
MATCHES = {
    "postgresql": STORED.format(
        rows="""SELECT r.*, :event_id, :version, :now
        FROM unnest(CAST(:demands AS bigint[]), CAST(:numbers AS bigint[]), CAST(:providers AS bigint[]),
                    CAST(:scores AS bigint[]), CAST(string_to_array(:explanations, chr(10)) AS jsonb[])) AS r
        WHERE true ORDER BY 1, 3"""
    ),
    "sqlite": STORED.format(rows="VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
}

PAIRS = {
    "postgresql": "unnest(CAST(:demands AS bigint[]), CAST(:providers AS bigint[])) AS r (demand_id, provider_id)",
    "sqlite": """(SELECT json_extract(value, '$[0]') AS demand_id, json_extract(value, '$[1]') AS provider_id
                  FROM json_each(:pairs)) AS r""",
}

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
           + row_number() OVER (PARTITION BY m.provider_id ORDER BY m.score_milli DESC, m.demand_id) > :daily_cap,
           :day, :now
    FROM {pairs}
    JOIN match m ON m.demand_id = r.demand_id AND m.provider_id = r.provider_id
    JOIN provider p ON p.id = r.provider_id
    WHERE NOT EXISTS (SELECT 1 FROM dismissal d
                      WHERE d.demand_id = r.demand_id AND d.provider_id = r.provider_id LIMIT 1 OFFSET 0)
      AND NOT EXISTS (SELECT 1 FROM notice n
                      WHERE n.subject_kind = 'demand' AND n.subject_id = r.demand_id
                        AND n.organisation_id = p.organisation_id AND n.kind = 'demand_matched' LIMIT 1 OFFSET 0)
    ON CONFLICT DO NOTHING"""


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
    if dialect == "sqlite":
        same = (event_id, version, _instant(dialect, now))
        rows = [(*row, *same) for row in zip(*columns, strict=True)]
        session.connection().exec_driver_sql(MATCHES[dialect], rows)
        return
    names = ("demands", "numbers", "providers", "scores")
    parameters: dict[str, Any] = dict(zip(names, map(list, columns[:4]), strict=True))
    parameters["explanations"] = "\n".join(pairs.explanations)
    parameters |= {"event_id": event_id, "version": version, "now": now}
    session.execute(text(MATCHES[dialect]), parameters)


def _instant(dialect: str, now: datetime) -> Any:
    # Bare SQL has no UtcDateTime, and SQLite keeps what SQLAlchemy writes: naive, with microseconds.
    return now if dialect == "postgresql" else now.strftime("%Y-%m-%d %H:%M:%S.%f")


def write_notices(
    session: Session, pairs: Pairs, *, event_id: int, daily_cap: int, day: date, now: datetime
) -> int:
    """Tell the provider of every pair once, whose match is stored; over the day's cap the notice waits for the digest.

    :returns: how many notices were written.
    """
    dialect = session.get_bind().dialect.name
    told: dict[str, Any]
    if dialect == "sqlite":
        told = {"pairs": json.dumps(list(zip(pairs.demand_ids, pairs.provider_ids, strict=True)))}
    else:
        told = {"demands": list(pairs.demand_ids), "providers": list(pairs.provider_ids)}
    result: Any = session.execute(
        text(NOTICES.format(pairs=PAIRS[dialect])),
        {
            "event_id": event_id,
            "daily_cap": daily_cap,
            "day": day.isoformat() if dialect == "sqlite" else day,
            "now": _instant(dialect, now),
            **told,
        },
    )
    return result.rowcount
