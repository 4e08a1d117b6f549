"""Who sits: the seats that a draw fills, and whoever leaves replaced by the same draw."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.draws import conflicts, draw, relations
from scenario_market.domain.draws.columns import Drawn, Seated
from scenario_market.domain.draws.subjects import Kind, Subject
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.experts.states import ExpertState


def fill(
    session: Session, kind: Kind, panel: Drawn, subject: Subject, *, actor: Actor, now: datetime
) -> bool:
    """Ask whom the draw puts on the empty seats. Who has a conflict by now, or is away, is passed over on record.

    :returns: whether every seat is held or offered; where not, the kind's ``short`` says so.
    """
    session.flush()
    by_number = experts(session, kind, panel)
    while True:
        try:
            sat = drawn(panel, gone(session, kind, panel))
        except draw.TooFewCandidates as few:
            outbox.record(session, kind.short(panel, few.missing), actor=actor, now=now)
            return False
        held = {seat.number for seat in seats_of(session, kind, panel)}
        asked = [number for number in sat.numbers if number not in held]
        refused = _refused(session, {by_number[n]: n for n in asked}, subject, now=now)
        if not refused:
            break
        panel.passed = [*panel.passed, *refused]
    due_at = now + timedelta(hours=subject.answer_hours)
    for number in asked:
        seat = kind.seat(
            panel_id=panel.id,
            number=number,
            kind="finance" if number in sat.finance else "field",
            due_at=due_at,
            version=1,
            created_at=now,
            updated_at=now,
            **kind.held_by(session, panel, by_number[number]),
        )
        _offer(session, kind, seat, actor=actor, now=now)
    return True


def _offer(session: Session, kind: Kind, seat: Any, *, actor: Actor, now: datetime) -> None:
    session.add(seat)
    session.flush()
    outbox.record(session, kind.offered(seat), actor=actor, now=now)
    set_deadline(session, kind.due, seat.id, due_at=seat.due_at)


def _refused(
    session: Session, asked: dict[int, str], subject: Subject, *, now: datetime
) -> list[dict[str, Any]]:
    """Who of these experts, number by key, cannot sit by now, though he could at the draw: number and reasons."""
    if not asked:
        return []
    listed = Expert.id.in_(asked)
    persons = relations.persons(session, listed, now=now)
    in_force = select(Expert.id).where(listed, Expert.state == ExpertState.ACTIVE)
    active = set(session.scalars(in_force))
    parties, found = subject.parties(), []
    for key, number in sorted(asked.items(), key=lambda pair: pair[1]):
        reasons = [*conflicts.exclusions(persons[key], parties, subject.terms)]
        if key not in active:
            reasons.append("not_in_register")
        if reasons:
            found.append({"number": number, "reasons": reasons})
    return found


def name_chair(panel: Drawn, taken: Sequence[Seated]) -> None:
    """The chair stays who he is; else the first in the drawn order, of the seats that are not the finance experts'."""
    if not taken or any(seat.is_chair for seat in taken):
        return
    order = [one.number for one in draw.order(candidates(panel), seed(panel))]
    first = min(taken, key=lambda seat: (seat.kind == "finance", order.index(seat.number)))
    first.is_chair = True


def seats_of(session: Session, kind: Kind, panel: Drawn) -> list[Any]:
    """Seats that are held or offered, by number."""
    seat = kind.seat
    query = select(seat).where(seat.panel_id == panel.id, seat.state.in_(sorted(kind.live)))
    return list(session.scalars(query.order_by(seat.number)))


def gone(session: Session, kind: Kind, panel: Drawn) -> list[str]:
    """Numbers of those who left or were passed over, sorted."""
    seat = kind.seat
    query = select(seat.number).where(
        seat.panel_id == panel.id, seat.state.not_in(sorted(kind.live))
    )
    return sorted({*session.scalars(query), *(one["number"] for one in panel.passed)})


def experts(session: Session, kind: Kind, panel: Drawn) -> dict[str, int]:
    """Keys of experts by their numbers."""
    one = kind.candidate
    rows = session.execute(select(one.number, one.expert_id).where(one.panel_id == panel.id))
    return {row.number: row.expert_id for row in rows}


def candidates(panel: Drawn) -> list[draw.Candidate]:
    """Whom the panel was drawn from; nobody before the draw."""
    return draw.candidates_of(panel.record or {"candidates": []})


def seed(panel: Drawn) -> bytes:
    """What is drawn with, and what decides by lot. Nothing is, before the draw."""
    return draw.seed(bytes.fromhex(panel.secret or ""), (panel.record or {"beacon": ""})["beacon"])


def size(panel: Drawn) -> int:
    """How many seats there are, as it was fixed at the draw; none before."""
    return int((panel.record or {"seats": 0})["seats"])


def drawn(panel: Drawn, left: Collection[str] = ()) -> draw.Seating:
    """Whom the draw puts on the seats.

    :param left: numbers of those who left or were passed over.
    :raises TooFewCandidates: seats stay empty.
    """
    fixed = panel.record or {"finance_seats": 0}
    return draw.seating(
        candidates(panel),
        seed(panel),
        seats=size(panel),
        finance_seats=fixed["finance_seats"],
        gone=left,
    )
