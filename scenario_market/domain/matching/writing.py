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

# Notices that count against the day's cap.
CAPPED = "'demand_matched', 'challenge_matched', 'challenge_near'"

STORED = """
    INSERT INTO match (subject_kind, subject_id, number, provider_id, score_milli, explanation, is_near, event_id,
                       engine_version, at)
    {rows}
    ON CONFLICT (subject_kind, subject_id, provider_id) DO UPDATE SET
        number = excluded.number, event_id = excluded.event_id, score_milli = excluded.score_milli,
        is_near = excluded.is_near, explanation = excluded.explanation, engine_version = excluded.engine_version,
        at = excluded.at"""

# Whole columns travel to PostgreSQL in one statement, the explanations as lines of one text: JSON holds no bare line
# end, and quoting them into an array's text took eight times as long. OFFSET 0 keeps the planner from taking that text
# to pieces as well, to guess how many rows will come: that took as long as writing them. SQLite, which is no journey
# away, takes the rows one by one five times as fast as it would unpack them from JSON. The rows come in the order of
# their keys, so that two writers of the same pairs wait for each other and never in a ring.
ROWS = {
    "postgresql": """
        SELECT CAST(:kind AS varchar), r.subject, r.number, r.provider, r.score, CAST(r.explanation AS jsonb), r.near,
               :event_id, :version, :now
        FROM (SELECT CAST(:explanations AS text) AS lines OFFSET 0) t
        CROSS JOIN LATERAL unnest(CAST(:subjects AS bigint[]), CAST(:numbers AS bigint[]), CAST(:providers AS bigint[]),
                                  CAST(:scores AS bigint[]), string_to_array(t.lines, chr(10)),
                                  CAST(:near AS boolean[]))
                           AS r (subject, number, provider, score, explanation, near)
        WHERE true""",
    "sqlite": "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
}

# The matches to tell of: those that this event has just written of one demand or call, or pairs that are named.
OF_ONE = """match m JOIN provider p ON p.id = m.provider_id
    WHERE m.subject_kind = '{kind}' AND m.subject_id = :subject_id
      AND m.provider_id BETWEEN :low AND :high AND m.event_id = :event_id"""
OF_PAIRS = """{pairs}
    JOIN match m ON m.subject_kind = '{kind}' AND m.subject_id = r.subject_id AND m.provider_id = r.provider_id
    JOIN provider p ON p.id = r.provider_id
    WHERE true"""
PAIRS = {
    "postgresql": "unnest(CAST(:subjects AS bigint[]), CAST(:providers AS bigint[])) AS r (subject_id, provider_id)",
    "sqlite": """(SELECT json_extract(value, '$[0]') AS subject_id, json_extract(value, '$[1]') AS provider_id
                  FROM json_each(:pairs)) AS r""",
}
# A provider's place among the pairs of this statement, best first; where each provider stands in one pair it is 1.
PLACE = "row_number() OVER (PARTITION BY m.provider_id ORDER BY m.score_milli DESC, m.subject_id)"

# A dismissed pair is matched and kept, but not told again. Who was told of the demand before is told of an amendment
# by a notice of its own kind; who nearly fitted and now fits is told so. What goes over the day's cap, best first,
# waits for the digest. Each step from a pair is a look into an index: a plan that hangs on statistics would be a slow
# one in the minutes after a large fan-out.
NOTICES = """
    INSERT INTO notice (event_id, kind, organisation_id, subject_kind, subject_id, match_id, params, is_digest,
                        day, at)
    SELECT :event_id, {told}, p.organisation_id, '{kind}', m.subject_id, m.id, '{{}}',
           (SELECT count(*) FROM notice c
            WHERE c.day = :day AND c.kind IN ({capped}) AND c.organisation_id = p.organisation_id
              AND NOT c.is_digest)
           + {place} > :daily_cap,
           :day, :now
    FROM {matches}
      AND NOT EXISTS (SELECT 1 FROM dismissal d
                      WHERE d.subject_kind = '{kind}' AND d.subject_id = m.subject_id
                        AND d.provider_id = m.provider_id LIMIT 1 OFFSET 0)
      AND NOT EXISTS (SELECT 1 FROM notice n
                      WHERE n.subject_kind = '{kind}' AND n.subject_id = m.subject_id
                        AND n.organisation_id = p.organisation_id AND n.kind IN ('{kind}_matched', {told})
                      LIMIT 1 OFFSET 0)
    ON CONFLICT DO NOTHING"""
TOLD_AS = "CASE WHEN m.is_near THEN '{kind}_near' ELSE '{kind}_matched' END"
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
    """Matched pairs as parallel columns; explanations are JSON texts.

    :param kind: of all subjects, demand or challenge; ``subject_ids``: their keys.
    :param near: whether the pair nearly fits.
    """

    kind: str
    subject_ids: Sequence[int]
    numbers: Sequence[int]
    provider_ids: Sequence[int]
    scores_milli: Sequence[int]
    explanations: Sequence[str]
    near: Sequence[bool]


def write_matches(
    session: Session, pairs: Pairs, *, event_id: int, version: str, now: datetime
) -> None:
    """Store matches; a pair that was matched before is replaced."""
    dialect = session.get_bind().dialect.name
    columns: list[Sequence[Any]] = [
        pairs.subject_ids,
        pairs.numbers,
        pairs.provider_ids,
        pairs.scores_milli,
        pairs.explanations,
        pairs.near,
    ]
    ordered = sorted(zip(*columns, strict=True), key=itemgetter(0, 2))
    if not ordered:
        return
    statement = STORED.format(rows=ROWS[dialect])
    if dialect == "sqlite":
        same = (event_id, version, instant(dialect, now))
        rows = [(pairs.kind, *row, *same) for row in ordered]
        session.connection().exec_driver_sql(statement, rows)
        return
    names = ("subjects", "numbers", "providers", "scores", "explanations", "near")
    whole = map(list, zip(*ordered, strict=True))
    parameters: dict[str, Any] = dict(zip(names, whole, strict=True))
    parameters["explanations"] = "\n".join(parameters["explanations"])
    parameters |= {"kind": pairs.kind, "event_id": event_id, "version": version, "now": now}
    session.execute(text(statement), parameters)


@dataclass(frozen=True)
class Told:
    """The notices that were written: how many, and between which keys; others' may lie in between."""

    first: int
    last: int
    count: int


def write_notices(
    session: Session,
    pairs: Pairs,
    *,
    event_id: int,
    daily_cap: int,
    day: date,
    now: datetime,
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
    kind, providers = pairs.kind, pairs.provider_ids

    def statement(matches: str) -> str:
        return NOTICES.format(
            kind=kind,
            told=TOLD_AS.format(kind=kind),
            capped=CAPPED,
            place="1" if len(set(providers)) == len(providers) else PLACE,
            matches=matches,
        )

    if len(set(pairs.subject_ids)) == 1:
        only = {"subject_id": pairs.subject_ids[0], "low": min(providers), "high": max(providers)}
        return statement(OF_ONE.format(kind=kind)), only
    named = statement(OF_PAIRS.format(kind=kind, pairs=PAIRS[dialect]))
    if dialect == "sqlite":
        packed = json.dumps(list(zip(pairs.subject_ids, providers, strict=True)))
        return named, {"pairs": packed}
    return named, {"subjects": list(pairs.subject_ids), "providers": list(providers)}
