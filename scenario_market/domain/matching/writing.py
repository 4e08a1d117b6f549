"""Writing matches and their notices: one statement for a set, whatever its size, on both databases."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

ROWS = {
    "postgresql": """
        SELECT * FROM unnest(CAST(:demands AS bigint[]), CAST(:numbers AS bigint[]), CAST(:providers AS bigint[]),
                             CAST(:scores AS bigint[]), CAST(:explanations AS jsonb[]))
                      AS r (demand_id, number, provider_id, score_milli, explanation)""",
    "sqlite": """
        SELECT d.value AS demand_id, n.value AS number, p.value AS provider_id, s.value AS score_milli,
               e.value AS explanation
        FROM json_each(:demands) d JOIN json_each(:numbers) n ON n.key = d.key
        JOIN json_each(:providers) p ON p.key = d.key JOIN json_each(:scores) s ON s.key = d.key
        JOIN json_each(:explanations) e ON e.key = d.key""",
}

MATCHES = """
    INSERT INTO match (demand_id, provider_id, number, event_id, score_milli, explanation, engine_version, at)
    SELECT r.demand_id, r.provider_id, r.number, :event_id, r.score_milli, r.explanation, :version, :now
    FROM ({rows}) AS r WHERE true
    ON CONFLICT (demand_id, provider_id) DO UPDATE SET
        number = excluded.number, event_id = excluded.event_id, score_milli = excluded.score_milli,
        explanation = excluded.explanation, engine_version = excluded.engine_version, at = excluded.at"""

# A dismissed pair is matched and kept, but not told again. Who was told of the demand before is told of an amendment
# by a notice of its own kind. What goes over the day's cap, best first, waits for the digest.
NOTICES = """
    INSERT INTO notice (event_id, kind, organisation_id, subject_kind, subject_id, match_id, params, is_digest,
                        day, at)
    SELECT :event_id, 'demand_matched', p.organisation_id, 'demand', m.demand_id, m.id, '{{}}',
           coalesce(c.pushed, 0) + row_number() OVER
               (PARTITION BY m.provider_id ORDER BY m.score_milli DESC, m.demand_id) > :daily_cap,
           :day, :now
    FROM match m
    JOIN provider p ON p.id = m.provider_id
    LEFT JOIN (SELECT organisation_id, count(*) AS pushed FROM notice
               WHERE day = :day AND kind = 'demand_matched' AND NOT is_digest
               GROUP BY organisation_id) c ON c.organisation_id = p.organisation_id
    WHERE m.event_id = :event_id {chosen}
      AND NOT EXISTS (SELECT 1 FROM dismissal d
                      WHERE d.demand_id = m.demand_id AND d.provider_id = m.provider_id)
      AND NOT EXISTS (SELECT 1 FROM notice n
                      WHERE n.organisation_id = p.organisation_id AND n.kind = 'demand_matched'
                        AND n.subject_kind = 'demand' AND n.subject_id = m.demand_id)
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
    """Store matches in one statement; a pair that was matched before is replaced."""
    dialect = session.get_bind().dialect.name
    session.execute(
        text(MATCHES.format(rows=ROWS[dialect])),
        {
            "event_id": event_id,
            "version": version,
            "now": _instant(dialect, now),
            **_columns(dialect, pairs),
        },
    )


def _columns(dialect: str, pairs: Pairs) -> dict[str, Any]:
    plain = {
        "demands": list(pairs.demand_ids),
        "numbers": list(pairs.numbers),
        "providers": list(pairs.provider_ids),
        "scores": list(pairs.scores_milli),
    }
    if dialect == "postgresql":
        return plain | {"explanations": list(pairs.explanations)}
    packed = {name: json.dumps(column) for name, column in plain.items()}
    return packed | {"explanations": f"[{','.join(pairs.explanations)}]"}


def _instant(dialect: str, now: datetime) -> Any:
    # Bare SQL has no UtcDateTime, and SQLite keeps what SQLAlchemy writes: naive, with microseconds.
    return now if dialect == "postgresql" else now.strftime("%Y-%m-%d %H:%M:%S.%f")


def write_notices(
    session: Session,
    *,
    event_id: int,
    daily_cap: int,
    day: date,
    now: datetime,
    between: tuple[int, int] | None = None,
) -> int:
    """Tell every matched provider once; over the day's cap the notice waits for the digest.

    :param between: lowest and highest provider key of a chunk.
    :returns: how many notices were written.
    """
    dialect = session.get_bind().dialect.name
    chosen = "AND m.provider_id BETWEEN :low AND :high" if between else ""
    low, high = between or (0, 0)
    result: Any = session.execute(
        text(NOTICES.format(chosen=chosen)),
        {
            "event_id": event_id,
            "daily_cap": daily_cap,
            "day": day.isoformat() if dialect == "sqlite" else day,
            "now": _instant(dialect, now),
            "low": low,
            "high": high,
        },
    )
    return result.rowcount
