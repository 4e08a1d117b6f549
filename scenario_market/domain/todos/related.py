"""Which other subjects' steps an event may end or begin, besides those of what it is about."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.evaluation.models import Panel, PanelSeat, ScoreSheet
from scenario_market.domain.evaluation.states import LIVE
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.domain.publicity.models import PublicNotice
from scenario_market.domain.todos.models import Todo

Subjects = Iterable[tuple[str, int]]


def _of_notice(session: Session, notice_id: int) -> Subjects:
    """What the notice is about: when its days are over, it is somebody's turn there."""
    row = session.get(PublicNotice, notice_id)
    return [] if row is None else [(row.subject_kind, row.subject_id)]


def _of_challenge(session: Session, challenge_id: int) -> Subjects:
    """Open steps of its questions, bids, pledges and consortia, which end with it; and its panel."""
    under = (
        ("question", select(Question.id).where(Question.challenge_id == challenge_id)),
        ("bid", select(Bid.id).where(Bid.challenge_id == challenge_id)),
        ("pledge", select(Pledge.id).where(Pledge.challenge_id == challenge_id)),
    )
    query = select(Todo.subject_kind, Todo.subject_id).where(
        Todo.closed_at.is_(None),
        or_(*((Todo.subject_kind == kind) & Todo.subject_id.in_(keys) for kind, keys in under)),
    )
    found = {(row.subject_kind, row.subject_id) for row in session.execute(query)}
    found.add(("consortium", challenge_id))
    panels = select(Panel.id).where(Panel.challenge_id == challenge_id)
    for key in session.scalars(panels).all():
        found |= {("panel", key), *_of_panel(session, key)}
    return found


def _of_panel(session: Session, panel_id: int) -> Subjects:
    """Its members: what each has to do follows from what the panel and the call are at; and its call."""
    keys = select(PanelSeat.id).where(
        PanelSeat.panel_id == panel_id, PanelSeat.state.in_(sorted(LIVE))
    )
    found = [("panel_seat", key) for key in session.scalars(keys)]
    panel = session.get(Panel, panel_id)
    return [*found, ("challenge", panel.challenge_id)] if panel else found


def _of_sheet(session: Session, sheet_id: int) -> Subjects:
    """Whose sheet it is; and the whole panel, for with the last sheet it is the chair's turn."""
    row = session.get(ScoreSheet, sheet_id)
    seat = session.get(PanelSeat, row.seat_id) if row else None
    return [] if seat is None else [("panel_seat", seat.id), *_of_panel(session, seat.panel_id)]


def _of_project(session: Session, project_id: int) -> Subjects:
    """Its milestones, and who judges it: they rest and end with it; and who races beside it."""
    milestones = select(Milestone.id).where(Milestone.project_id == project_id)
    seats = select(Seat.id).where(Seat.project_id == project_id)
    found = [("milestone", key) for key in session.scalars(milestones)]
    found += [("acceptance_seat", key) for key in session.scalars(seats)]
    return [*found, *_of_race(session, project_id)]


def _of_race(session: Session, project_id: int) -> Subjects:
    """Its call, whose gate it is; the projects of its race, with what lies behind the gate: it hangs on all of them."""
    row = session.get(Project, project_id)
    if row is None or not row.is_raced or row.challenge_id is None:
        return []
    keys = session.scalars(select(Project.id).where(Project.challenge_id == row.challenge_id)).all()
    behind = select(Milestone.id).where(
        Milestone.project_id.in_(keys), Milestone.number > (row.gate_milestone or 0)
    )
    return [
        ("challenge", row.challenge_id),
        *(("project", key) for key in keys),
        *(("milestone", key) for key in session.scalars(behind)),
    ]


def _of_milestone(session: Session, milestone_id: int) -> Subjects:
    """Its project: at the gate, at its end, or when a tranche falls due with it, it is somebody's turn there."""
    row = session.get(Milestone, milestone_id)
    if row is None:
        return []
    return [("project", row.project_id), *_of_race(session, row.project_id)]


def _of_acceptance_seat(session: Session, seat_id: int) -> Subjects:
    """Whose acceptance it is."""
    row = session.get(Seat, seat_id)
    return [] if row is None else [("project", row.project_id)]


RELATED: Mapping[str, Callable[[Session, int], Subjects]] = {
    "public_notice": _of_notice,
    "challenge": _of_challenge,
    "project": _of_project,
    "milestone": _of_milestone,
    "acceptance_seat": _of_acceptance_seat,
    "panel": _of_panel,
    "score_sheet": _of_sheet,
}
