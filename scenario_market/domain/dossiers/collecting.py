"""Collecting the whole record of a case (一项一档): every row that belongs to a call or a need, its events, its files.

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
from scenario_market.domain.city import City
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.rivals import unrivalled
from scenario_market.domain.demands.states import PUBLIC_STATES, DemandState
from scenario_market.domain.dossiers import links, tables
from scenario_market.domain.dossiers.events import EXPORTED
from scenario_market.domain.errors import IllegalMove, NotFound, RuleRefused
from scenario_market.domain.evaluation.finding import check_stranger
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.permissions import require
from scenario_market.domain.results.models import AwardDocument

Rows = list[dict[str, Any]]
PART = "dossier"  # of what a reading is, where the whole case left the house


@dataclass(frozen=True)
class Leaving:
    """A case that leaves the house: how many files, and which parts were held back."""

    kind: str
    subject_id: int
    files: int
    withheld: tuple[str, ...]


@dataclass
class Case:
    """Everything that goes into a dossier.

    :param kind: ``challenge``, or ``demand`` of what was contracted, or ended, without a call; ``subject_id``: its key.
    :param records: name of the part → its rows. :param withheld: part → why it is not here.
    """

    kind: str
    subject_id: int
    number: str
    title: str
    state: str
    made_at: datetime
    retained_until: date
    records: dict[str, Rows] = field(default_factory=dict)
    enclosures: list[links.Enclosure] = field(default_factory=list)
    withheld: dict[str, str] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)

    @property
    def leaving(self) -> Leaving:
        """What is put on record of it."""
        files = len(self.records) + len(self.enclosures)
        return Leaving(self.kind, self.subject_id, files, tuple(sorted(self.withheld)))


Root = Challenge | Demand


def gather(
    session: Session, kind: str, key: int, *, actor: Actor, now: datetime, city: City
) -> Case:
    """Collect the record of a case, in a reading session: it may be large. Whoever hands it out calls :func:`note`.

    :param kind: ``challenge`` or ``demand``.
    :raises NotFound: there is none, or it was never public. :raises IllegalMove: its bids are sealed still.
    :raises RuleRefused: ``dossier_of_call``: the need became a call, whose record holds it; ``own_organisation``.
    """
    require(actor, "dossier.export")
    root = exportable(session, kind, key)
    check_apart(session, root, actor=actor, now=now)
    return collect(session, root, now=now, city=city)


def exportable(session: Session, kind: str, key: int) -> Root:
    """The call or need whose record may leave the house; see :func:`gather` for what refuses."""
    if kind == "demand":
        return _demand(session, key)
    challenge = session.get(Challenge, key)
    if challenge is None or challenge.number is None or challenge.state in HIDDEN:
        raise NotFound(kind="challenge")
    if challenge.state in SEALED:
        raise IllegalMove(verb="export", state=challenge.state, kind="challenge")
    return challenge


def _demand(session: Session, key: int) -> Demand:
    demand = session.get(Demand, key)
    if demand is None or demand.number is None or demand.state not in PUBLIC_STATES:
        raise NotFound(kind="demand")
    if demand.state == DemandState.CONVERTED:
        raise RuleRefused("dossier_of_call")
    return demand


def check_apart(session: Session, root: Root, *, actor: Actor, now: datetime) -> None:
    """Whoever acts or lately acted for the owner or a bidder of a call reads no bid, and so no record either (回避).

    Nor of a need whose answers he may not read: his organisation answered it, or still could.

    :raises RuleRefused: ``own_organisation``.
    """
    if isinstance(root, Challenge):
        check_stranger(session, root, actor=actor, now=now)
        return
    check_independent(session, actor, organisation_id=root.owner_organisation_id, now=now)
    apart = select(Demand.id).where(Demand.id == root.id, unrivalled(session, actor))
    if session.scalar(apart) is None:
        raise RuleRefused("own_organisation")


def note(session: Session, leaving: Leaving, *, actor: Actor, now: datetime) -> None:
    """Put on record that a case leaves the house; before it does."""
    require(actor, "dossier.export")
    readings.record(
        session,
        leaving.kind,
        leaving.subject_id,
        challenge_id=leaving.subject_id if leaving.kind == "challenge" else None,
        part=PART,
        actor=actor,
        now=now,
    )
    event = EXPORTED[leaving.kind](
        subject_id=leaving.subject_id, files=leaving.files, withheld=list(leaving.withheld)
    )
    outbox.record(session, event, actor=actor, now=now)


def by_number(session: Session, number: str) -> tuple[str, int]:
    """Kind and key of a call or a need by its number. :raises NotFound: there is none."""
    for kind, model in (("challenge", Challenge), ("demand", Demand)):
        found = session.scalar(select(model.id).where(model.number == number))
        if found is not None:
            return kind, found
    raise NotFound(kind="challenge")


def collect(session: Session, root: Root, *, now: datetime, city: City) -> Case:
    """The record of a case as it stands."""
    assert root.number is not None
    kind = root.__tablename__
    case = Case(
        kind=kind,
        subject_id=root.id,
        number=root.number,
        title=root.title,
        state=str(root.state),
        made_at=now,
        retained_until=_retained_until(session, root, now, city),
        withheld=dict(tables.OUT[kind]),
    )
    if isinstance(root, Challenge) and root.state not in tables.RESULT_KNOWN:
        case.withheld |= dict.fromkeys(tables.EVALUATION, "held back until the result is known")
    keys = _descend(session, kind, root.id, case)
    if isinstance(root, Challenge):
        _need(session, root, case, keys)
    for name in tables.BY_SUBJECT[kind]:
        table = Base.metadata.tables[name]
        _keep(session, case, keys, table, links.about(table, keys))
    _subject_files(session, case, keys)
    links.add_trail(session, case.records, keys)
    links.add_people(session, case.records)
    case.enclosures += links.files(session, keys)
    case.head = links.head(session)
    return case


def _retained_until(session: Session, root: Root, now: datetime, city: City) -> date:
    """As the award says; without one, counted from the year after this one."""
    if isinstance(root, Demand):
        return date(now.year + city.policy["demand"]["retention_years"], 12, 31)
    query = select(AwardDocument.retained_until).where(AwardDocument.challenge_id == root.id)
    kept = session.scalar(query)
    return kept or date(now.year + root.rules["retention_years"], 12, 31)


def _descend(session: Session, kind: str, key: int, case: Case) -> dict[str, list[int]]:
    """The rows of every table that descends from the root; their keys by table."""
    keys: dict[str, list[int]] = {kind: [key]}
    root = Base.metadata.tables[kind]
    case.records[kind] = rows_of(session, root, root.c.id == key)
    for name, parents in tables.parents(kind).items():
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


def _need(session: Session, challenge: Challenge, case: Case, keys: dict[str, list[int]]) -> None:
    """The need that the call was made from."""
    if challenge.demand_id is None:
        return
    whole = Base.metadata.tables["demand"]
    _keep(session, case, keys, whole, whole.c.id == challenge.demand_id)
    for name in tables.OF_DEMAND:
        table = Base.metadata.tables[name]
        _keep(session, case, keys, table, table.c.demand_id == challenge.demand_id)


def _subject_files(session: Session, case: Case, keys: dict[str, list[int]]) -> None:
    """What files there are."""
    table = Base.metadata.tables["attachment"]
    found = rows_of(session, table, links.about(table, links.with_files(keys)))
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
