"""Who sits: the seats that a draw fills, whoever leaves replaced by the same draw, and one chair among them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.evaluation import draw, drawing, events, finding, relations
from scenario_market.domain.evaluation.models import Panel, PanelCandidate, PanelSeat
from scenario_market.domain.evaluation.states import LIVE, PANEL_MOVES, PanelState, SeatState

ANSWER_DUE = "panel_answer"  # kind of the deadline of an invitation


def fill(
    session: Session, challenge: Challenge, panel: Panel, *, actor: Actor, now: datetime, city: City
) -> None:
    """Ask whom the draw puts on the empty seats. Who has a conflict by now, or is away, is passed over on record.

    Where nobody is left, ``panel.short`` says so to the office.
    """
    while True:
        try:
            sat = drawn(panel, gone(session, panel))
        except draw.TooFewCandidates as few:
            event = events.PanelShort(subject_id=panel.id, missing=few.missing)
            outbox.record(session, event, actor=actor, now=now)
            return
        held = {seat.number for seat in finding.seats_of(session, panel.id)}
        asked = [number for number in sat.numbers if number not in held]
        refused = _late(session, challenge, panel, asked, now=now, city=city)
        if not refused:
            break
        panel.passed = [*panel.passed, *refused]
    due = now + timedelta(hours=challenge.rules["panel"]["answer_hours"])
    by_number = experts(session, panel)
    for number in asked:
        kind = "finance" if number in sat.finance else "field"
        _offer(session, panel, by_number[number], number, kind, due=due, actor=actor, now=now)
    settle(session, panel, actor=actor, now=now)


def _late(
    session: Session,
    challenge: Challenge,
    panel: Panel,
    numbers: Sequence[str],
    *,
    now: datetime,
    city: City,
) -> list[dict[str, Any]]:
    """Who of these cannot sit by now, though he could at the draw."""
    return drawing.refused(
        session,
        {key: n for n, key in experts(session, panel).items() if n in numbers},
        lambda: relations.parties(session, challenge, now=now),
        relations.terms(challenge, panel.fields, now=now, city=city),
        now=now,
    )


def _offer(
    session: Session,
    panel: Panel,
    expert_id: int,
    number: str,
    kind: str,
    *,
    due: datetime,
    actor: Actor,
    now: datetime,
) -> None:
    seat = PanelSeat(
        panel_id=panel.id,
        expert_id=expert_id,
        number=number,
        kind=kind,
        state=SeatState.INVITED,
        due_at=due,
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(seat)
    session.flush()
    event = events.SeatOffered(subject_id=seat.id, panel_id=panel.id, due_at=due.isoformat())
    outbox.record(session, event, actor=actor, now=now)
    set_deadline(session, ANSWER_DUE, seat.id, due_at=due)


def settle(session: Session, panel: Panel, *, actor: Actor, now: datetime) -> None:
    """Bring a drawn panel's state up to its seats: seated when everybody is clear, with the first drawn as chair."""
    follows = consequence(actor, "office_reviewer")
    session.flush()
    taken = finding.seats_of(session, panel.id)
    whole = len(taken) == size(panel) and all(s.state == SeatState.CLEAR for s in taken)
    if whole and panel.state == PanelState.DRAWN:
        _name_chair(panel, taken)
        lifecycle.move(session, panel, PANEL_MOVES, "seat", actor=follows, now=now)
    elif not whole and panel.state == PanelState.SEATED:
        lifecycle.move(session, panel, PANEL_MOVES, "unseat", actor=follows, now=now)
    else:
        lifecycle.touch(panel, now=now)


def _name_chair(panel: Panel, taken: Sequence[PanelSeat]) -> None:
    """The chair stays who he is; else the first in the drawn order, of the seats that are not the finance experts'."""
    if any(seat.is_chair for seat in taken):
        return
    order = [one.number for one in draw.order(candidates(panel), seed(panel))]
    first = min(taken, key=lambda seat: (seat.kind == "finance", order.index(seat.number)))
    first.is_chair = True


def gone(session: Session, panel: Panel) -> list[str]:
    """Numbers of those who left or were passed over, sorted."""
    query = select(PanelSeat.number).where(
        PanelSeat.panel_id == panel.id, PanelSeat.state.not_in(sorted(LIVE))
    )
    return sorted({*session.scalars(query), *(one["number"] for one in panel.passed)})


def experts(session: Session, panel: Panel) -> dict[str, int]:
    """Keys of experts by their numbers."""
    query = select(PanelCandidate.number, PanelCandidate.expert_id)
    rows = session.execute(query.where(PanelCandidate.panel_id == panel.id))
    return {row.number: row.expert_id for row in rows}


def candidates(panel: Panel) -> list[draw.Candidate]:
    """Whom the panel was drawn from; nobody before the draw."""
    return draw.candidates_of(panel.record or {"candidates": []})


def seed(panel: Panel) -> bytes:
    """What is drawn with, and what decides by lot. Nothing is, before the draw."""
    return draw.seed(bytes.fromhex(panel.secret or ""), (panel.record or {"beacon": ""})["beacon"])


def size(panel: Panel) -> int:
    """How many seats there are, as it was fixed at the draw; none before."""
    return int((panel.record or {"seats": 0})["seats"])


def drawn(panel: Panel, left: Collection[str] = ()) -> draw.Seating:
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
