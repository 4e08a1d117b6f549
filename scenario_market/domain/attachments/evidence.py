"""Evidence: the files that lay before an officer when he decided. What a decision rests on keeps its bytes for good."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, insert, literal, select
from sqlalchemy.orm import Session

from scenario_market.domain.attachments.models import Attachment, Evidence
from scenario_market.domain.lifecycle import StateChange


def hold(session: Session, change: StateChange, seen: ColumnElement[bool]) -> None:
    """Keep with a decision, in one statement, the files that are attached now and lay before it.

    :param seen: which files those are: of one kind of subject, or several joined by ``|``; see :func:`of`.
    """
    session.flush()
    attached = select(Attachment.id, literal(change.id)).where(
        Attachment.removed_at.is_(None), seen
    )
    columns = ["attachment_id", "state_change_id"]
    session.execute(insert(Evidence).from_select(columns, attached))


def of(kind: str, keys: Collection[int] | Select[int]) -> ColumnElement[bool]:
    """The files of some subjects of one kind. Index: ``ix_attachment_subject``."""
    return and_(Attachment.subject_kind == kind, Attachment.subject_id.in_(keys))


def is_held(session: Session, attachment_id: int) -> bool:
    """Whether a decision rests on a file."""
    found = select(Evidence.attachment_id).where(Evidence.attachment_id == attachment_id)
    return session.scalar(found.limit(1)) is not None
