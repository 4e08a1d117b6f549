"""From a notice to its deliveries: one row per person and channel, in the transaction that wrote the notice."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, bindparam, literal_column, text
from sqlalchemy.orm import Session, aliased

from scenario_market.domain.base import instant
from scenario_market.domain.city import City
from scenario_market.domain.parties.authority import in_force
from scenario_market.domain.parties.email import KIND, takes_mail
from scenario_market.domain.parties.models import Mandate, Person

CONFIRMS: ColumnElement[bool] = literal_column(f"n.kind = '{KIND}'", Boolean)


def bare(condition: ColumnElement[bool]) -> str:
    """A condition as it stands in bare SQL, the same for both databases."""
    return str(condition.compile())


# What holds for a person with a preference of his own for the kind, else the city's default for it. A kind that the
# city does not list is kept in the inbox alone.
WISHES = """
    WITH wish (kind, mail, sms, digest) AS (VALUES {defaults})"""

# The rules themselves, under the names that the people and mandates have in the statement.
HAS_MAIL = bare(takes_mail(aliased(Person, name="pe"), is_confirming=CONFIRMS))
IN_FORCE = bare(and_(*in_force(bindparam("now"), aliased(Mandate, name="md"))))

# Everybody with a live mandate hears what the organisation is told, by the channels that the person (or the city's
# default for the kind) wants. Each half repeats the condition of its partial index, or neither database would use it.
# SQLite joins a CROSS JOIN in the order written: else it may begin with the wishes, and look at all notices.
RECIPIENTS = """
    SELECT n.id AS notice_id, n.kind, n.is_digest, n.day, pe.id AS person_id, pe.mobile,
           {has_mail} AS has_mail,
           coalesce(p.mail, w.mail) AS mail, coalesce(p.sms, w.sms) AS sms, coalesce(p.digest, w.digest) AS digest
    FROM notice n
    CROSS JOIN wish w
    JOIN mandate md ON md.organisation_id = n.organisation_id AND {in_force}
    JOIN person pe ON pe.id = md.person_id AND pe.disabled_at IS NULL
    LEFT JOIN preference p ON p.person_id = pe.id AND p.kind = n.kind
    WHERE w.kind = n.kind AND {chosen} AND n.person_id IS NULL
    UNION ALL
    SELECT n.id, n.kind, n.is_digest, n.day, pe.id, pe.mobile,
           {has_mail},
           coalesce(p.mail, w.mail), coalesce(p.sms, w.sms), coalesce(p.digest, w.digest)
    FROM notice n
    CROSS JOIN wish w
    JOIN person pe ON pe.id = n.person_id AND pe.disabled_at IS NULL
    LEFT JOIN preference p ON p.person_id = pe.id AND p.kind = n.kind
    WHERE w.kind = n.kind AND {chosen} AND n.organisation_id IS NULL""".replace(
    "{has_mail}", HAS_MAIL
).replace("{in_force}", IN_FORCE)

# What waits for the digest gets no delivery of its own; what a person wants at once by SMS comes at once by SMS.
# INSERT stands first because Python's SQLite driver counts the rows of such statements alone.
DELIVERIES = """
    INSERT INTO delivery (notice_id, person_id, channel, template, params, attempts, due_at)
{wishes}, recipient AS ({recipients})
    SELECT o.notice_id, o.person_id, o.channel, o.kind, '{{}}', 0, :now
    FROM (SELECT r.notice_id, r.person_id, 'mail' AS channel, r.kind FROM recipient r
          WHERE r.has_mail AND r.mail AND NOT r.digest AND NOT r.is_digest
          UNION ALL
          SELECT r.notice_id, r.person_id, 'sms', r.kind FROM recipient r WHERE r.sms AND NOT r.is_digest) o
    WHERE true
    ON CONFLICT DO NOTHING"""


def wishes(defaults: Mapping[str, Mapping[str, bool]]) -> str:
    """The CTE ``wish`` of the city's defaults per kind; kinds are checked, so nothing foreign gets into the SQL."""
    return _wishes(json.dumps({kind: dict(row) for kind, row in defaults.items()}, sort_keys=True))


@lru_cache(maxsize=8)
def _wishes(packed: str) -> str:
    rows = []
    for kind, row in json.loads(packed).items():
        if not kind.isidentifier() or not kind.isascii():
            raise ValueError(f"notices.{kind}: a kind is a plain word")
        flags = ", ".join("true" if row[name] else "false" for name in ("mail", "sms", "digest"))
        rows.append(f"('{kind}', {flags})")
    return WISHES.format(defaults=", ".join(rows))


# Those of one event; and of these the ones between two keys, found by their keys alone ("+ 0" hides the other index): a
# fan-out in chunks would else look at all notices of the event with each chunk.
OF_EVENT = "n.event_id = :event_id"
BETWEEN = "n.id BETWEEN :first AND :last AND n.event_id + 0 = :event_id"


def write_deliveries(
    session: Session,
    *,
    event_id: int,
    city: City,
    now: datetime,
    between: tuple[int, int] | None = None,
) -> int:
    """Write the deliveries that the notices of one event owe; returns how many.

    :param between: only for notices with these keys, both included.
    """
    statement = DELIVERIES.format(
        wishes=wishes(city.policy["notices"]),
        recipients=RECIPIENTS.format(chosen=BETWEEN if between else OF_EVENT),
    )
    dialect = session.get_bind().dialect.name
    parameters = {"event_id": event_id, "now": instant(dialect, now)}
    if between:
        parameters |= {"first": between[0], "last": between[1]}
    result: Any = session.execute(text(statement), parameters)
    if result.rowcount:
        session.info["has_events"] = True  # the commit wakes the relay
    return result.rowcount
