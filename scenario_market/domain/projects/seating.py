"""Who sits in the panel of a final acceptance: as the draw says; who leaves is replaced by the same draw."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.evaluation import draw, drawing
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import panel_events as events
from scenario_market.domain.projects import ties
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import AcceptancePanel, Seat
from scenario_market.domain.projects.states import SEAT_MOVES, SEATED, SeatState

DUE = "acceptance_seat"  # kind of the deadline of an invitation


def prepare(session: Session, project: Project, *, attempt: int = 1) -> AcceptancePanel:
    """Make the secrets of the draw for the present presentation; the caller's event publishes their hashes."""
    row = AcceptancePanel(
        project_id=project.id,
        round=project.round,
        attempt=attempt,
        passed=[],
        experts={},
        **drawing.new_secrets(),
    )
    session.add(row)
    session.flush()
    return row


def panel_of(session: Session, project: Project) -> AcceptancePanel | None:
    """The panel of the present presentation, drawn or not: the last attempt."""
    query = select(AcceptancePanel).where(
        AcceptancePanel.project_id == project.id, AcceptancePanel.round == project.round
    )
    return session.scalar(query.order_by(AcceptancePanel.attempt.desc()).limit(1))


def seats_of(session: Session, panel: AcceptancePanel) -> list[Seat]:
    """Who is asked or sits, by number."""
    query = select(Seat).where(Seat.panel_id == panel.id, Seat.state.in_(sorted(SEATED)))
    return list(session.scalars(query.order_by(Seat.number)))


def size(panel: AcceptancePanel) -> int:
    """How many seats there are; none before the draw."""
    return int((panel.record or {"seats": 0})["seats"])


def drawn(panel: AcceptancePanel, left: Collection[str] = ()) -> draw.Seating:
    """Whom the draw puts on the seats. :raises TooFewCandidates: seats stay empty."""
    fixed = panel.record or {"finance_seats": 0, "candidates": []}
    return draw.seating(
        draw.candidates_of(fixed),
        bytes.fromhex(panel.seed),
        seats=size(panel),
        finance_seats=fixed["finance_seats"],
        gone=left,
    )


def gone(session: Session, panel: AcceptancePanel) -> list[str]:
    """Numbers of those who left or were passed over, sorted."""
    query = select(Seat.number).where(Seat.panel_id == panel.id, Seat.state.not_in(sorted(SEATED)))
    return sorted({*session.scalars(query), *(one["number"] for one in panel.passed)})


def fill(
    session: Session,
    project: Project,
    panel: AcceptancePanel,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Ask whom the draw puts on the empty seats; who has a conflict by now is passed over, on record.

    Where nobody is left ``project.panel_short`` says so to the office.
    """
    session.flush()
    while True:
        try:
            sat = drawn(panel, gone(session, panel))
        except draw.TooFewCandidates as few:
            event = events.PanelShort(
                subject_id=project.id, round=project.round, missing=few.missing
            )
            outbox.record(session, event, actor=actor, now=now)
            return
        held = {seat.number for seat in seats_of(session, panel)}
        asked = [number for number in sat.numbers if number not in held]
        refused = drawing.refused(
            session,
            {panel.experts[number]: number for number in asked},
            lambda: ties.stakes(session, project, now=now),
            ties.terms(project, now=now, city=city),
            now=now,
        )
        if not refused:
            break
        panel.passed = [*panel.passed, *refused]
    due_at = now + timedelta(hours=city.policy["project"]["panel_answer_hours"])
    for number in asked:
        kind = "finance" if number in sat.finance else "field"
        _offer(session, panel, number, kind, due_at=due_at, actor=actor, now=now)
    _name_chair(seats_of(session, panel), [*sat.others, *sat.finance])


def _offer(
    session: Session,
    panel: AcceptancePanel,
    number: str,
    kind: str,
    *,
    due_at: datetime,
    actor: Actor,
    now: datetime,
) -> None:
    seat = Seat(
        panel_id=panel.id,
        project_id=panel.project_id,
        round=panel.round,
        person_id=session.get_one(Expert, panel.experts[number]).person_id,
        number=number,
        kind=kind,
        state=SeatState.INVITED,
        due_at=due_at,
        is_chair=False,
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(seat)
    session.flush()
    set_deadline(session, DUE, seat.id, due_at=due_at)
    event = events.SeatOffered(
        subject_id=seat.id, project_id=panel.project_id, due_at=due_at.isoformat()
    )
    outbox.record(session, event, actor=actor, now=now)


def _name_chair(seats: Sequence[Seat], order: Sequence[str]) -> None:
    """The chair stays who he is; else the first in the drawn order who does not sit for finance alone."""
    if seats and not any(seat.is_chair for seat in seats):
        min(seats, key=lambda seat: order.index(seat.number)).is_chair = True


def leave(
    session: Session,
    seat: Seat,
    verb: str,
    *,
    reason: Reason | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Somebody leaves a locked seat: he chairs no more, his opinion does not count, nobody waits for his word."""
    lifecycle.move(
        session,
        seat,
        SEAT_MOVES,
        verb,
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        project_id=seat.project_id,
    )
    seat.is_chair = False
    drop_deadline(session, DUE, seat.id)
