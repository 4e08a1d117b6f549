"""What became of a posting: what its versions say otherwise, and its moves with their reasons."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.lifecycle import StateChange


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a version says otherwise than the one shown before it: field, before, after."""
    if before is None:
        return []
    return [
        {"field": name, "before": before.get(name), "after": value}
        for name, value in after.items()
        if before.get(name) != value
    ]


def moves(
    session: Session,
    row: Any,
    *,
    public: Collection[str] = (),
    explained: Collection[str] = (),
    is_inside: bool,
    officer: bool,
) -> list[dict[str, Any]]:
    """The moves of a posting, or of an answer to one, for a reader, oldest first.

    :param public: verbs that readers outside are shown; ``explained``: those of them whose reason they are told.
    :param is_inside: the reader is shown all with their reasons; ``officer``: also who did it.
    """
    query = select(StateChange).where(
        StateChange.subject_kind == row.__tablename__, StateChange.subject_id == row.id
    )
    if not is_inside:
        query = query.where(StateChange.verb.in_(sorted(public)))
    return [
        _move(change, told=is_inside or change.verb in explained, officer=officer)
        for change in session.scalars(query.order_by(StateChange.id))
    ]


def _move(change: StateChange, *, told: bool, officer: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "verb": change.verb,
        "source": change.source,
        "target": change.target,
        "at": change.at,
    }
    if told:
        shown |= {
            "reason_code": change.reason_code,
            "reason_text": change.reason_text,
            "remarks": change.remarks,
        }
    if officer:
        shown["actor_person_id"] = change.actor_person_id
    return shown
