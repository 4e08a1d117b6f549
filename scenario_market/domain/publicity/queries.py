"""Reading public notices and objections. Who objected is for himself, an independent reviewer and those who watch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound, RuleRefused
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.permissions import WATCH, allowed, require, sees_all
from scenario_market.domain.publicity.deciding import check_reviewer
from scenario_market.domain.publicity.models import Objection, PublicNotice

# What everybody reads of an objection that he may know of.
OPEN_PART = (
    *("id", "number", "state", "version", "notice_id", "subject_kind", "subject_id"),
    *("filed_at", "due_at", "admitted_at", "decided_at", "issue", "finding", "reason_code"),
)
# What tells who he is.
PROTECTED = ("objector_id", "organisation_id", "contact", "grounds", "request", "answer")


def notices(
    session: Session,
    *,
    kind: str | None = None,
    subject_id: int | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[PublicNotice]:
    """Public notices, newest first; also those that are over or were withdrawn. Index: ``ix_public_notice_posted``."""
    query = select(PublicNotice)
    if kind is not None:
        query = query.where(PublicNotice.subject_kind == kind)
    if subject_id is not None:
        query = query.where(PublicNotice.subject_id == subject_id)
    return page(session, query, PublicNotice.posted_at, PublicNotice.id, after=after, limit=limit)


def notice(session: Session, notice_id: int) -> PublicNotice:
    """One public notice. :raises NotFound: there is none."""
    row = session.get(PublicNotice, notice_id)
    if row is None:
        raise NotFound(kind="public_notice")
    return row


def readable(actor: Actor) -> ColumnElement[bool]:
    """Objections that the actor may know of: his own; all for the reviewers, the office and those who watch."""
    if allowed(actor, "objection.decide") or sees_all(actor):
        return true()
    return Objection.objector_id == actor.person_id if actor.person_id is not None else false()


def objections(
    session: Session,
    *,
    actor: Actor,
    state: str | None = None,
    notice_id: int | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Objections that the actor may know of, newest first; a list tells who objected to himself and the watch alone."""
    require(actor, "objection.read")
    query = select(Objection).where(readable(actor))
    if state is not None:
        query = query.where(Objection.state == state)
    if notice_id is not None:
        query = query.where(Objection.notice_id == notice_id)
    found = page(session, query, Objection.id, after=after, limit=limit)
    watched = actor.has_role(*WATCH)
    shown = [_shown(row, watched or row.objector_id == actor.person_id) for row in found.rows]
    return Page(shown, found.after)


def objection(
    session: Session, objection_id: int, *, actor: Actor, now: datetime
) -> dict[str, Any]:
    """One objection; who filed it, and what he wrote, for those whom the module's heading names.

    :raises NotFound: there is none, or not for the actor.
    """
    require(actor, "objection.read")
    query = select(Objection).where(Objection.id == objection_id, readable(actor))
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound(kind="objection")
    if not knows(session, row, actor=actor, now=now):
        return _shown(row, False)
    person = session.get_one(Person, row.objector_id)
    names = {"name": row.objector_name, "mobile": person.mobile, "organisation": None}
    if row.organisation_id is not None:
        names["organisation"] = session.get_one(Organisation, row.organisation_id).name
    return _shown(row, True) | {"objector": names}


def knows(session: Session, row: Objection, *, actor: Actor, now: datetime) -> bool:
    """Whether the actor reads who filed an objection. A reviewer who is too near to decide it does not."""
    if row.objector_id == actor.person_id or actor.has_role(*WATCH):
        return True
    if not allowed(actor, "objection.decide"):
        return False
    try:
        check_reviewer(session, row, actor=actor, now=now)
    except RuleRefused:
        return False
    return True


def _shown(row: Objection, is_known: bool) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in OPEN_PART}
    if is_known:
        shown |= {name: getattr(row, name) for name in PROTECTED}
    return shown
