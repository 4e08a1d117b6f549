"""The reviewer's acts on an objection: admissible or not, upheld or dismissed; he is independent of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.errors import FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties.authority import check_independent as check_stranger
from scenario_market.domain.permissions import require
from scenario_market.domain.publicity import posting, subjects
from scenario_market.domain.publicity.filing import DUE, TEXT_MAX
from scenario_market.domain.publicity.models import Objection, PublicNotice
from scenario_market.domain.publicity.states import OBJECTION_MOVES

SEAL = "seal"


def admit(
    session: Session,
    objection_id: int,
    *,
    issue: str,
    actor: Actor,
    now: datetime,
    version: int | None,
) -> Objection:
    """Take an objection up.

    :param issue: what is to be looked into, in the reviewer's words, which name no objector: office and panel read it.
    :raises RuleRefused: ``seal_missing``: an organisation's objection without its sealed scan; or the reviewer is not
        independent (``part_in_decision``, ``panel_member``, ``own_organisation``, ``own_objection``).
    """
    row, _ = _open(session, objection_id, actor, now, version)
    _check_said("issue", issue)
    if row.organisation_id is not None and not _is_sealed(session, row):
        raise RuleRefused("seal_missing")
    row.issue, row.admitted_at = issue.strip(), now
    _move(session, row, "admit", actor=actor, now=now)
    return row


def reject(
    session: Session,
    objection_id: int,
    *,
    reason: Reason,
    finding: str,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Objection:
    """Find an objection inadmissible, with a reason of ``reasons_objection``; its text answers the objector.

    :param finding: why, for office and panel; it names no objector.
    """
    row, notice = _open(session, objection_id, actor, now, version)
    _close(session, row, "reject", reason, finding, actor=actor, now=now, city=city)
    posting.resume(session, notice, now=now, city=city)
    return row


def dismiss(
    session: Session,
    objection_id: int,
    *,
    reason: Reason,
    finding: str,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Objection:
    """Dismiss an admissible objection. The days of the notice that are left run again.

    :param finding: what was found, for office and panel; it names no objector.
    """
    row, notice = _open(session, objection_id, actor, now, version)
    _close(session, row, "dismiss", reason, finding, actor=actor, now=now, city=city)
    posting.resume(session, notice, now=now, city=city)
    return row


def uphold(
    session: Session,
    objection_id: int,
    *,
    reason: Reason,
    finding: str,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Objection:
    """Uphold an admissible objection: what stood in notice goes back to who has to decide anew.

    Where an earlier one has sent it back already, it stays where it is; nothing goes on while one is open.
    """
    row, notice = _open(session, objection_id, actor, now, version)
    _close(session, row, "uphold", reason, finding, actor=actor, now=now, city=city)
    # What becomes public of it are the reviewer's words for all, not his answer to the objector.
    said = Reason(reason.code, finding.strip())
    subjects.send_back(
        session, row.subject_kind, row.subject_id, actor=actor, now=now, city=city, reason=said
    )
    posting.resume(session, notice, now=now, city=city)
    return row


def _open(
    session: Session, objection_id: int, actor: Actor, now: datetime, version: int | None
) -> tuple[Objection, PublicNotice]:
    """Lock what it is about, its notice, and the objection, in this order."""
    require(actor, "objection.decide")
    seen = session.get(Objection, objection_id)
    if seen is None:
        raise NotFound(kind="objection")
    subjects.SUBJECTS[seen.subject_kind].lock(session, seen.subject_id)
    notice = lifecycle.lock(session, PublicNotice, seen.notice_id)
    row = lifecycle.lock(session, Objection, objection_id, version=version)
    check_reviewer(session, row, actor=actor, now=now)
    return row, notice


def check_reviewer(session: Session, row: Objection, *, actor: Actor, now: datetime) -> None:
    """:raises RuleRefused: the reviewer is not independent; which rule says so."""
    if actor.person_id == row.objector_id:
        raise RuleRefused("own_objection")
    check_stranger(session, actor, organisation_id=row.organisation_id, now=now)
    subjects.check_independent(session, row.subject_kind, row.subject_id, actor=actor, now=now)


def _check_said(field: str, text: str) -> None:
    if not text.strip():
        raise Invalid(FieldError(field, "required"))
    if len(text) > TEXT_MAX:
        raise Invalid(FieldError(field, "too_long", {"limit": TEXT_MAX, "found": len(text)}))


def _is_sealed(session: Session, row: Objection) -> bool:
    scans = select(func.count(Attachment.id)).where(
        Attachment.subject_kind == "objection",
        Attachment.subject_id == row.id,
        Attachment.removed_at.is_(None),
        Attachment.purpose == SEAL,
    )
    return bool(session.scalar(scans))


def _move(session: Session, row: Objection, verb: str, **more: Any) -> None:
    more |= {"of_kind": row.subject_kind, "of_id": row.subject_id}
    lifecycle.move(session, row, OBJECTION_MOVES, verb, **more)


def _close(
    session: Session,
    row: Objection,
    verb: str,
    reason: Reason,
    finding: str,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    _check_said("finding", finding)
    _check_said("reason.text", reason.text)
    # The answer may let guess who asked: what is kept with the move is the finding.
    kept = Reason(reason.code, finding.strip())
    row.decided_at, row.decided_by_id = now, actor.person_id
    row.reason_code, row.answer, row.finding = reason.code, reason.text.strip(), finding.strip()
    _move(session, row, verb, actor=actor, now=now, reason=kept, codes=city.codes)
    drop_deadline(session, DUE, row.id)
