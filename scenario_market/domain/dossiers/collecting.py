"""Collecting the whole record of a case (一项一档): every row that belongs to a call, its events, its files.

A fixed number of statements, however large the case: one for each table, and a few more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import LargeBinary, Table, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox, readings
from scenario_market.domain.actor import Actor
from scenario_market.domain.base import Base
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import HIDDEN, SEALED
from scenario_market.domain.dossiers import links, tables
from scenario_market.domain.dossiers.events import DossierExported
from scenario_market.domain.errors import IllegalMove, NotFound
from scenario_market.domain.permissions import require
from scenario_market.domain.results.models import AwardDocument

Rows = list[dict[str, Any]]


@dataclass
class Case:
    """Everything that goes into a dossier.

    :param records: name of the part → its rows. :param withheld: part → why it is not here.
    """

    challenge_id: int
    number: str
    title: str
    state: str
    made_at: datetime
    retained_until: date
    records: dict[str, Rows] = field(default_factory=dict)
    enclosures: list[links.Enclosure] = field(default_factory=list)
    withheld: dict[str, str] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)


def gather(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> Case:
    """Collect the record of a case, in a reading session: it may be large. Whoever hands it out calls :func:`note`.

    :raises NotFound: there is none, or it was never public.
    :raises IllegalMove: its bids are sealed still.
    """
    require(actor, "dossier.export")
    challenge = session.get(Challenge, challenge_id)
    if challenge is None or challenge.number is None or challenge.state in HIDDEN:
        raise NotFound(kind="challenge")
    if challenge.state in SEALED:
        raise IllegalMove(verb="export", state=challenge.state, kind="challenge")
    return collect(session, challenge, now=now)


def note(session: Session, case: Case, *, actor: Actor, now: datetime) -> None:
    """Put on record that a case leaves the house; before it does."""
    require(actor, "dossier.export")
    readings.record(
        session,
        "challenge",
        case.challenge_id,
        challenge_id=case.challenge_id,
        part="dossier",
        actor=actor,
        now=now,
    )
    event = DossierExported(
        subject_id=case.challenge_id,
        files=len(case.records) + len(case.enclosures),
        withheld=sorted(case.withheld),
    )
    outbox.record(session, event, actor=actor, now=now)


def by_number(session: Session, number: str) -> int:
    """The key of a call by its number. :raises NotFound: there is none."""
    found = session.scalar(select(Challenge.id).where(Challenge.number == number))
    if found is None:
        raise NotFound(kind="challenge")
    return found


def collect(session: Session, challenge: Challenge, *, now: datetime) -> Case:
    """The record of a case as it stands."""
    assert challenge.number is not None
    case = Case(
        challenge_id=challenge.id,
        number=challenge.number,
        title=challenge.title,
        state=str(challenge.state),
        made_at=now,
        retained_until=_retained_until(session, challenge, now),
        withheld=dict(tables.OUT),
    )
    if challenge.state not in tables.RESULT_KNOWN:
        case.withheld |= dict.fromkeys(tables.EVALUATION, "held back until the result is known")
    keys = _descend(session, challenge, case)
    _demand(session, challenge, case, keys)
    _subjects(session, case, keys)
    _subject_files(session, case, keys)
    links.add_trail(session, case.records, keys)
    links.add_people(session, case.records)
    case.enclosures += links.files(session, keys)
    case.head = links.head(session)
    return case


def _retained_until(session: Session, challenge: Challenge, now: datetime) -> date:
    """As the award says; without one, counted from the year after this one."""
    query = select(AwardDocument.retained_until).where(AwardDocument.challenge_id == challenge.id)
    kept = session.scalar(query)
    return kept or date(now.year + challenge.rules["retention_years"], 12, 31)


def _descend(session: Session, challenge: Challenge, case: Case) -> dict[str, list[int]]:
    """The rows of every table that descends from the call; their keys by table."""
    keys: dict[str, list[int]] = {tables.ROOT: [challenge.id]}
    root = Base.metadata.tables[tables.ROOT]
    case.records[tables.ROOT] = rows_of(session, root, root.c.id == challenge.id)
    for name, parents in tables.parents().items():
        if name in case.withheld:
            continue
        table = Base.metadata.tables[name]
        related = [
            table.c[column].in_(keys[parent]) for column, parent in parents if keys.get(parent)
        ]
        if related:
            _keep(session, case, keys, table, or_(*related))
    return keys


def _keep(
    session: Session, case: Case, keys: dict[str, list[int]], table: Table, condition: Any
) -> None:
    found = rows_of(session, table, condition)
    if found:
        case.records[table.name] = found
        keys[table.name] = [row["id"] for row in found if "id" in row]


def _demand(session: Session, challenge: Challenge, case: Case, keys: dict[str, list[int]]) -> None:
    """The need that the call was made from."""
    if challenge.demand_id is None:
        return
    whole = Base.metadata.tables["demand"]
    _keep(session, case, keys, whole, whole.c.id == challenge.demand_id)
    for name in tables.OF_DEMAND:
        table = Base.metadata.tables[name]
        _keep(session, case, keys, table, table.c.demand_id == challenge.demand_id)


def _subjects(session: Session, case: Case, keys: dict[str, list[int]]) -> None:
    """Notices, objections: what names its subject by kind and key."""
    for name in tables.BY_SUBJECT:
        table = Base.metadata.tables[name]
        _keep(session, case, keys, table, links.about(table, keys))


def _subject_files(session: Session, case: Case, keys: dict[str, list[int]]) -> None:
    """What files there are; those of protected subjects stay out, since their content could tell."""
    table = Base.metadata.tables["attachment"]
    open_kinds = {kind: ids for kind, ids in keys.items() if kind not in tables.PROTECTED}
    found = rows_of(session, table, links.about(table, open_kinds))
    if found:
        case.records["attachment"] = found


def rows_of(session: Session, table: Table, condition: Any) -> Rows:
    """Rows of a table as JSON, without bytes and without what is masked, in the order of their keys."""
    masked = tables.MASKED.get(table.name, frozenset())
    shown = [
        column
        for column in table.columns
        if not isinstance(column.type, LargeBinary) and column.name not in masked
    ]
    order = list(table.primary_key.columns)
    found = session.execute(select(*shown).where(condition).order_by(*order))
    return [{name: plain(value) for name, value in row._mapping.items()} for row in found]


def plain(value: Any) -> Any:
    """A value as JSON says it."""
    return value.isoformat() if isinstance(value, date | datetime) else value
