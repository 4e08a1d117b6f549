"""The one way to change a state: lock, check version, permission, state and guard; then state and event together.

Nothing else in the product changes the state of a row, by attribute or by statement, or writes the record of a move (a
test reads the source for it); a row is only written in the state in which it begins.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Index, String, insert, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.base import Base, PublicVersioned, key
from scenario_market.domain.codes import CodeList
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, NotFound, StaleVersion
from scenario_market.domain.moves import Move, Reason
from scenario_market.domain.permissions import require

Row = TypeVar("Row", bound=Base)
BATCH = 500


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


def touch(row: Any, *, now: datetime, public: bool = True) -> None:
    """Count a change of a locked row: its version and time.

    :param public: whether a reader outside could see it, where a row tells the public less (``PublicVersioned``).
    """
    row.version += 1
    row.updated_at = now
    if public and isinstance(row, PublicVersioned):
        row.public_version += 1
        row.public_at = now


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
    :param payload: the event's own fields, and ``subject_id`` where it is a fact about another object than the row.
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
    touch(row, now=now)
    event = entry.event(**{"subject_id": row.id, **payload})
    record = outbox.record(session, event, actor=actor, now=now)
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
        event=record,
    )
    session.add(change)
    return change


@dataclass(frozen=True)
class Moved:
    """One row of a set that one fact moves. ``is_new``: it was written with its target state just now."""

    model: type[Any]
    row_id: int
    source: str
    target: str
    is_new: bool = False


def _touched(model: type[Any], now: datetime) -> dict[str, Any]:
    """What ``touch`` does to a row, for a statement."""
    values = {"version": model.version + 1, "updated_at": now}
    if issubclass(model, PublicVersioned):
        values |= {"public_version": model.public_version + 1, "public_at": now}
    return values


def move_all(
    session: Session,
    moved: Iterable[Moved],
    verb: str,
    *,
    event_id: int,
    actor_person_id: int | None,
    now: datetime,
) -> None:
    """Make the moves of a set of **locked** rows that belong to one event: states in sets, a record for each.

    The caller answers for who may and for what follows; rows that the session holds keep what they had in memory.

    :raises IllegalMove: a row was not in the state from which it is moved.
    """
    moved = list(moved)
    groups: dict[tuple[type[Any], str, str], list[int]] = defaultdict(list)
    for one in moved:
        if not one.is_new:
            groups[one.model, one.source, one.target].append(one.row_id)
    for (model, source, target), keys in groups.items():
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            statement = update(model).where(model.id.in_(batch), model.state == source)
            values = {"state": target, **_touched(model, now)}
            made: Any = session.execute(
                statement.values(values).execution_options(synchronize_session=False)
            )
            if made.rowcount != len(batch):
                raise IllegalMove(verb=verb, state=source, kind=model.__tablename__)
    records = [
        {
            "subject_kind": one.model.__tablename__,
            "subject_id": one.row_id,
            "verb": verb,
            "source": str(one.source),
            "target": str(one.target),
            "actor_person_id": actor_person_id,
            "at": now,
            "event_id": event_id,
        }
        for one in moved
    ]
    if records:
        session.execute(insert(StateChange), records)
