"""The one way to change a state: lock, check version, permission, state and guard; then state and event together.

Nothing else in the product assigns ``.state`` of a row that has a table of moves (a test reads the source for it).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.base import Base, key
from scenario_market.domain.codes import CodeList
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, NotFound, StaleVersion
from scenario_market.domain.moves import Move, Reason
from scenario_market.domain.permissions import require

Row = TypeVar("Row", bound=Base)


class StateChange(Base):
    """One move that was made: who did what, when and why. Holds the texts that events may not."""

    __tablename__ = "state_change"
    __table_args__ = (
        Index("ix_state_change_subject", "subject_kind", "subject_id", "id"),
        Index("ix_state_change_verb", "subject_kind", "verb", "at"),
    )

    id: Mapped[key]
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    verb: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(40))
    actor_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason_code: Mapped[str | None] = mapped_column(String(40))
    reason_text: Mapped[str | None]
    remarks: Mapped[dict[str, Any] | None]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)

    event: Mapped[outbox.EventRecord] = relationship(lazy="raise")


def lock(session: Session, model: type[Row], row_id: int, *, version: int | None = None) -> Row:
    """Lock a row for the rest of the transaction and read it afresh.

    :param version: the version that the caller's change was made from; None where nobody could have read one.
    :raises NotFound: there is none.
    :raises StaleVersion: it was changed since.
    """
    row = session.get(model, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(kind=model.__tablename__)
    current = getattr(row, "version", None)
    if version is not None and current != version:
        raise StaleVersion(expected=version, current=current)
    return row


def touch(row: Any, *, now: datetime) -> None:
    """Count a change of a locked row: its version and time."""
    row.version += 1
    row.updated_at = now


def check_reason(
    move: Move, verb: str, reason: Reason | None, codes: Mapping[str, CodeList]
) -> None:
    """A negative move owes a known code of its list, meant for this verb, and a text.

    :raises Invalid: names what is missing.
    """
    if move.reasons is None:
        return
    known = {entry.code for entry in codes[move.reasons].where(verbs=verb)}
    errors = []
    if reason is None or reason.code not in known:
        shown = {"value": reason.code if reason else "", "nearest": sorted(known)}
        errors.append(FieldError("reason.code", "unknown_code", shown))
    if reason is None or not reason.text.strip():
        errors.append(FieldError("reason.text", "required"))
    if errors:
        raise Invalid(*errors)


def move(
    session: Session,
    row: Any,
    moves: Mapping[str, Move],
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    reason: Reason | None = None,
    codes: Mapping[str, CodeList] | None = None,
    **payload: Any,
) -> StateChange:
    """Make one move of a **locked** row: its new state, its record and its event, in the caller's transaction.

    :param codes: the city's code lists; needed where the table says that a reason is owed.
    :param payload: the event's own fields.
    :raises Invalid: the reason is missing or unknown.
    :raises NotPermitted: the actor's roles lack the permission that the table names.
    :raises IllegalMove: the state does not allow the verb.
    """
    entry = moves[verb]
    require(actor, entry.by)
    if row.state not in entry.sources:
        raise IllegalMove(verb=verb, state=str(row.state), kind=row.__tablename__)
    check_reason(entry, verb, reason, codes or {})
    source, row.state = row.state, entry.target
    if hasattr(row, "version"):
        touch(row, now=now)
    event = outbox.record(session, entry.event(subject_id=row.id, **payload), actor=actor, now=now)
    change = StateChange(
        subject_kind=row.__tablename__,
        subject_id=row.id,
        verb=verb,
        source=str(source),
        target=str(entry.target),
        actor_person_id=actor.person_id,
        at=now,
        reason_code=reason.code if reason else None,
        reason_text=reason.text if reason else None,
        remarks=dict(reason.remarks) if reason and reason.remarks else None,
        event=event,
    )
    session.add(change)
    return change
