"""What who was drawn for a final acceptance does: declare himself or stand back, read, give his opinion."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.draws import relations, removing
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require
from scenario_market.domain.projects import acceptance, access, panels, seating, ties
from scenario_market.domain.projects import panel_events as events
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import AcceptancePanel, Seat
from scenario_market.domain.projects.states import SEAT_MOVES, ProjectState, SeatState

TEXT_MAX = 5_000


def show(session: Session, seat_id: int, *, actor: Actor) -> dict[str, Any]:
    """One's own seat with the names of the parties, whom one may judge or may not; nothing of the work.

    :raises NotFound: there is none, or it is another's.
    """
    seat = _own(session, Seat.id == seat_id, actor)
    project = session.get_one(Project, seat.project_id)
    keys = access.parties(session, project)
    return {
        "id": seat.id,
        "version": seat.version,
        "project_id": project.id,
        "title": project.title,
        "parties": access.names(session, keys),
        "state": seat.state,
        "is_chair": seat.is_chair,
        "due_at": seat.due_at,
        "declared_at": seat.declared_at,
        "opinion": seat.opinion,
        "given_at": seat.given_at,
    }


def declare(
    session: Session,
    seat_id: int,
    *,
    text: str,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Seat:
    """Take the seat, and declare before any content is shown that one has no conflict of interest with a party.

    :raises RuleRefused: ``conflict_known``: the books show one, with the reasons; he has to recuse himself.
    """
    project, _, seat = _open_own(session, Seat.id == seat_id, version=version, actor=actor)
    _check_text("text", text)
    if seat.state == SeatState.INVITED:
        _check_conflicts(session, project, actor, now=now, city=city)
    seat.declaration, seat.declared_at = text.strip(), now
    lifecycle.move(
        session, seat, SEAT_MOVES, "declare", actor=actor, now=now, project_id=project.id
    )
    drop_deadline(session, seating.DUE, seat.id)
    return seat


def recuse(
    session: Session,
    seat_id: int,
    *,
    reason: Reason,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Seat:
    """Stand back (回避) or say that one cannot come, with reason, until the conclusion; his opinion counts no more."""
    project, panel, seat = _open_own(session, Seat.id == seat_id, version=version, actor=actor)
    how: dict[str, Any] = {"actor": actor, "now": now, "city": city}
    _leave(session, project, panel, seat, "recuse", reason=reason, **how)
    return seat


def ask_removal(
    session: Session,
    seat_id: int,
    *,
    reason: Reason,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Seat:
    """An officer asks that somebody be taken off the panel, with a reason of ``reasons_panel``; the lead decides.

    :raises AlreadyDone: ``removal_asked``. :raises RuleRefused: ``self_acceptance``.
    """
    _, _, seat = _open(session, seat_id, "ask_removal", "project.convene", actor, version, now)
    removing.ask(session, seating.KIND, seat, reason=reason, actor=actor, now=now, city=city)
    return seat


def drop(
    session: Session,
    seat_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Seat:
    """The lead takes somebody off, for the reason that another officer gave, until the conclusion.

    :raises RuleRefused: ``removal_not_asked``, ``removal_by_two``; ``self_acceptance``.
    """
    by = SEAT_MOVES["drop"].by
    project, panel, seat = _open(session, seat_id, "drop", by, actor, version, now)
    how: dict[str, Any] = {"actor": actor, "now": now, "city": city}
    removing.drop(session, seating.KIND, seat, project_id=project.id, **how)
    seat.is_chair = False
    lifecycle.touch(project, now=now)
    seating.fill(session, project, panel, **how)
    return seat


def lapse(session: Session, seat_id: int, *, now: datetime, city: City) -> None:
    """By the clock (deadline ``acceptance_seat``): he did not declare himself in time; the next one is asked."""
    found = session.get(Seat, seat_id)
    if found is None:
        return
    project = lifecycle.lock(session, Project, found.project_id)
    seat = lifecycle.lock(session, Seat, seat_id)
    if seat.state != SeatState.INVITED or seat.due_at > now:
        return
    if project.state == ProjectState.FINAL_ACCEPTANCE and seat.round == project.round:
        panel = _present_panel(session, project, seat)
        _leave(session, project, panel, seat, "lapse", actor=SYSTEM, now=now, city=city)


def give_opinion(
    session: Session,
    project_id: int,
    *,
    opinion: str,
    reason: str,
    actor: Actor,
    now: datetime,
    city: City,
) -> Seat:
    """One of the panel gives his opinion, once, with reason: ``accept``, ``rectify`` or ``fail``.

    :raises NotFound: he does not sit in the present panel. :raises AlreadyDone: ``opinion_given``.
    :raises RuleRefused: ``declaration_missing``; ``self_acceptance``, ``conflict_known``: a tie came up since;
        ``targets_missed``: he would accept what misses its targets.
    """
    project, _, seat = _open_own(session, Seat.project_id == project_id, version=None, actor=actor)
    if seat.state == SeatState.INVITED:
        raise RuleRefused("declaration_missing")
    if seat.state != SeatState.CLEAR:
        raise NotFound(kind="project")
    access.check_apart(session, actor, project, now=now)
    _check_conflicts(session, project, actor, now=now, city=city)
    if seat.opinion is not None:
        raise AlreadyDone("opinion_given")
    if opinion not in panels.OPINIONS:
        known = {"value": opinion[:80], "nearest": list(panels.OPINIONS)}
        raise Invalid(FieldError("opinion", "unknown_code", known))
    _check_text("reason", reason)
    if opinion == "accept":
        acceptance.check_targets(session, project)
    seat.opinion, seat.reason, seat.given_at = opinion, reason.strip(), now
    lifecycle.touch(seat, now=now)
    lifecycle.touch(project, now=now)
    event = events.OpinionGiven(subject_id=project.id, round=project.round, seat_id=seat.id)
    outbox.record(session, event, actor=actor, now=now)
    return seat


def _leave(
    session: Session,
    project: Project,
    panel: AcceptancePanel,
    seat: Seat,
    verb: str,
    *,
    reason: Reason | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    seating.leave(session, seat, verb, reason=reason, actor=actor, now=now, city=city)
    lifecycle.touch(project, now=now)
    seating.fill(session, project, panel, actor=actor, now=now, city=city)


def _own(session: Session, which: ColumnElement[bool], actor: Actor) -> Seat:
    """The actor's own seat, the last that he was drawn for. :raises NotFound: he has none."""
    require(actor, "project.judge")
    query = select(Seat).where(which, Seat.person_id == actor.person_id)
    row = session.scalar(query.order_by(Seat.id.desc()).limit(1))
    if row is None:
        raise NotFound(kind="acceptance_seat")
    return row


def _open_own(
    session: Session, which: ColumnElement[bool], *, version: int | None, actor: Actor
) -> tuple[Project, AcceptancePanel, Seat]:
    """Lock one's own seat behind its project, while the panel is at work."""
    seen = _own(session, which, actor)
    project = lifecycle.lock(session, Project, seen.project_id)
    seat = lifecycle.lock(session, Seat, seen.id, version=version)
    if project.state != ProjectState.FINAL_ACCEPTANCE or seat.round != project.round:
        raise IllegalMove(verb="judge", state=project.state, kind="project")
    return project, _present_panel(session, project, seat), seat


def _open(
    session: Session,
    seat_id: int,
    verb: str,
    permission: str,
    actor: Actor,
    version: int | None,
    now: datetime,
) -> tuple[Project, AcceptancePanel, Seat]:
    """Lock a seat behind its project, for an officer who is tied to no party, while the panel is at work."""
    require(actor, permission)
    found = session.get(Seat, seat_id)
    if found is None:
        raise NotFound(kind="acceptance_seat")
    project = panels.open_presented(session, found.project_id, verb, actor, None, now, permission)
    seat = lifecycle.lock(session, Seat, seat_id, version=version)
    return project, _present_panel(session, project, seat), seat


def _check_conflicts(
    session: Session, project: Project, actor: Actor, *, now: datetime, city: City
) -> None:
    """:raises RuleRefused: ``conflict_known``: the books show one, with the reasons, whatever he declared."""
    which = Expert.person_id == actor.person_id
    on, stakes = ties.terms((), now=now, city=city), ties.stakes(session, project, now=now)
    if reasons := relations.conflicts_of(session, which, stakes, on, now=now):
        raise RuleRefused("conflict_known", reasons=reasons)


def _present_panel(session: Session, project: Project, seat: Seat) -> AcceptancePanel:
    """The panel of the seat. :raises NotFound: it is one of an earlier presentation, or was given up."""
    panel = seating.panel_of(session, project)
    if panel is None or panel.id != seat.panel_id:
        raise NotFound(kind="acceptance_seat")
    return panel


def _check_text(field: str, text: str) -> None:
    said = text.strip()
    if not said or len(said) > TEXT_MAX:
        shown = {"limit": TEXT_MAX, "found": len(said)}
        raise Invalid(FieldError(field, "too_long" if said else "required", shown))
