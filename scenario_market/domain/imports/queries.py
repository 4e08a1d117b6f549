"""What officers read of files on their way in: only of the kinds that they may bring in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.imports.models import Import
from scenario_market.domain.imports.states import PERMISSIONS
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties.authority import recused_from
from scenario_market.domain.permissions import allowed


def _kinds(actor: Actor) -> list[str]:
    return [kind for kind, permission in PERMISSIONS.items() if allowed(actor, permission)]


def get_import(session: Session, import_id: int, *, actor: Actor) -> Import:
    """A file on its way in.

    :raises NotFound: there is none of a kind that the actor may bring in.
    """
    row = session.get(Import, import_id, populate_existing=True)
    if row is None or row.kind not in _kinds(actor):
        raise NotFound(kind=Import.__tablename__)
    return row


def own_organisations(session: Session, row: Import, *, now: datetime) -> set[int]:
    """Keys of the organisations from which those who handed the file in, or asked to take it in, must stand back."""
    asked = select(StateChange.actor_person_id).where(
        StateChange.subject_kind == Import.__tablename__,
        StateChange.subject_id == row.id,
        StateChange.verb == "commit",
    )
    return recused_from(session, [row.uploaded_by_id, *session.scalars(asked)], now=now)


def list_imports(
    session: Session,
    *,
    actor: Actor,
    kind: str | None = None,
    state: str | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[Import]:
    """Files on their way in, the newest first. Index: the key, or ``ix_import_kind`` where one kind is asked for.

    A state is looked for along that order: files are few, and those that wait are the newest.
    """
    kinds = [one for one in _kinds(actor) if kind in (None, one)]
    query = select(Import)
    if len(kinds) < len(PERMISSIONS):
        query = query.where(Import.kind.in_(kinds))
    if state is not None:
        query = query.where(Import.state == state)
    return page(session, query, Import.id, after=after, limit=limit)
