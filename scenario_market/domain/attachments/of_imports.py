"""The files of imports: who reads, who changes."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.imports.models import Import
from scenario_market.domain.imports.states import PERMISSIONS
from scenario_market.domain.permissions import allowed


def readable(session: Session, import_id: int, actor: Actor) -> Collection[str]:
    """For the officers who may bring in files of its kind."""
    kind = session.scalar(select(Import.kind).where(Import.id == import_id))
    return (kind,) if kind is not None and allowed(actor, PERMISSIONS[kind]) else ()


def open_import(session: Session, import_id: int, actor: Actor) -> None:
    """What was taken in stays on record."""
    raise RuleRefused("attachment_in_use")
