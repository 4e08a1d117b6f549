"""Reading what waits: for oneself, and for the office over all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import paging
from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require
from scenario_market.domain.todos.models import Todo
from scenario_market.domain.todos.subjects import PRIVATE, SUBJECTS
from scenario_market.domain.todos.waiting import parties, split

COUNT_LIMIT = 1_000


@dataclass(frozen=True)
class Filters:
    """What of it is asked for; None: everything."""

    kind: str | None = None
    subject_kind: str | None = None
    subject_id: int | None = None
    overdue: bool | None = None


@dataclass(frozen=True)
class Step:
    """One step that is waited for, as a reader sees it.

    ``party_kind``: organisation, person or role; ``party_name``: the organisation's name or the role's code; never
    who a person is, for experts stay unknown. ``is_mine``: it is the reader's turn.
    """

    todo: Todo
    title: str
    party_kind: str
    party_name: str | None
    is_overdue: bool
    is_mine: bool


def list_todos(
    session: Session,
    filters: Filters,
    *,
    scope: str,
    actor: Actor,
    now: datetime,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[Step]:
    """One page, what is due first standing first.

    :param scope: ``mine``; or ``all``, for the office and who watches it.
    """
    query = select(Todo).where(Todo.closed_at.is_(None), *_chosen(filters, now))
    if scope == "all":
        require(actor, "todo.watch")
        query = query.where(or_(Todo.subject_kind.not_in(PRIVATE), Todo.party.in_(parties(actor))))
    else:
        require(actor, "todo.read")
        query = query.where(Todo.party.in_(parties(actor)))
    found = paging.page(
        session, query, Todo.due_at, Todo.id, after=after, limit=limit, descending=False
    )
    return paging.Page(_steps(session, found.rows, actor, now), found.after)


def _chosen(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    chosen = []
    for name in ("kind", "subject_kind", "subject_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            chosen.append(getattr(Todo, name) == wanted)
    if filters.overdue is not None:
        chosen.append(Todo.due_at <= now if filters.overdue else Todo.due_at > now)
    return chosen


def _steps(session: Session, rows: Sequence[Todo], actor: Actor, now: datetime) -> list[Step]:
    named = _titles(session, rows)
    organisations = _organisations(session, rows)
    own = set(parties(actor))
    steps = []
    for row in rows:
        kind, name, _ = split(row.party)
        shown = {"organisation": organisations.get(name), "role": name}.get(kind)
        title = named.get((row.subject_kind, row.subject_id), "")
        steps.append(Step(row, title, kind, shown, row.due_at <= now, row.party in own))
    return steps


def of_keys(session: Session, ids: Collection[int]) -> list[Step]:
    """Steps by their keys, open or not, for what tells of them."""
    rows = session.scalars(select(Todo).where(Todo.id.in_(ids))).all()
    return [] if not rows else _steps(session, rows, PUBLIC, rows[0].opened_at)


def _titles(session: Session, rows: Sequence[Todo]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.subject_kind, set()).add(row.subject_id)
    return {
        (kind, key): title
        for kind, keys in wanted.items()
        for key, title in SUBJECTS[kind].titles(session, keys).items()
    }


def _organisations(session: Session, rows: Sequence[Todo]) -> dict[str, str]:
    keys = {name for kind, name, _ in (split(row.party) for row in rows) if kind == "organisation"}
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(map(int, keys)))
    return {str(row.id): row.name for row in session.execute(query)}


def counts(session: Session, *, actor: Actor, now: datetime) -> dict[str, int]:
    """How many steps wait for the actor, and how many of them are overdue; at most 1,000 are counted."""
    require(actor, "todo.read")
    own = (
        select(Todo.due_at)
        .where(Todo.party.in_(parties(actor)), Todo.closed_at.is_(None))
        .order_by(Todo.due_at)
        .limit(COUNT_LIMIT)
        .subquery()
    )
    total, overdue = session.execute(
        select(func.count(), func.count().filter(own.c.due_at <= now)).select_from(own)
    ).one()
    return {"total": total, "overdue": overdue}
