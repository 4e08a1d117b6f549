"""Reading panels, seats, sheets, rankings and hints. What an actor may not see is not found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import readings
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import NotFound
from scenario_market.domain.evaluation import finding
from scenario_market.domain.evaluation import sheets as scoring
from scenario_market.domain.evaluation.models import Panel, PanelSeat, ScoreSheet
from scenario_market.domain.evaluation.relations import parties
from scenario_market.domain.evaluation.states import LIVE, SeatState
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require, sees_all

PANEL = (
    *("id", "version", "challenge_id", "state", "fields", "secret_hash", "pool_hash", "digest"),
    *("blind_locked_at", "created_at", "updated_at"),
)
REMOVAL = ("removal_asked_at", "removal_asked_by_id", "removal_code", "removal_text")
SEAT = ("id", "version", "panel_id", "number", "kind", "state", "due_at", "is_chair", "declared_at")


def panel(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """The panel of a call: with who sits for the office and those who watch it; a member finds his own seat.

    The secrets of the draw are shown to nobody here.
    """
    require(actor, "panel.read")
    row = finding.panel_of(session, challenge_id)
    if row is None:
        raise NotFound(kind="panel")
    shown = {name: getattr(row, name) for name in PANEL}
    if sees_all(actor):
        return shown | {
            "seats": _named_seats(session, row),
            "passed": row.passed,
            "sheets": _progress(session, challenge_id),
        }
    seat = finding.seat_of(session, row.id, actor)
    if seat is None:
        raise NotFound(kind="panel")
    return shown | {"seats": [own_seat(session, seat, now=now)]}


def _named_seats(session: Session, row: Panel) -> list[dict[str, Any]]:
    query = (
        select(PanelSeat, Person.name)
        .join(Expert, Expert.id == PanelSeat.expert_id)
        .join(Person, Person.id == Expert.person_id)
        .where(PanelSeat.panel_id == row.id)
        .order_by(PanelSeat.id)
    )
    return [
        {name: getattr(seat, name) for name in (*SEAT, *REMOVAL)}
        | {"expert_id": seat.expert_id, "name": name_, "declaration": seat.declaration}
        for seat, name_ in session.execute(query)
    ]


def _progress(session: Session, challenge_id: int) -> dict[str, int]:
    """How many sheets stand where; nobody's scores."""
    query = select(ScoreSheet.state, func.count()).where(ScoreSheet.challenge_id == challenge_id)
    return {str(state): count for state, count in session.execute(query.group_by(ScoreSheet.state))}


def seats(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """One's own seats and invitations, the newest first. Index: ``ix_panel_seat_expert``."""
    require(actor, "panel.answer")
    query = (
        select(PanelSeat)
        .join(Expert, Expert.id == PanelSeat.expert_id)
        .where(Expert.person_id == actor.person_id)
    )
    found = page(session, query, PanelSeat.id, after=after, limit=limit)
    return Page([own_seat(session, row, now=now) for row in found.rows], found.after)


def seat(session: Session, seat_id: int, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """One seat, for who was asked, the office and those who watch it.

    :raises NotFound: there is none, or not for the actor.
    """
    require(actor, "panel.read")
    row = session.get(PanelSeat, seat_id, populate_existing=True)
    if row is None:
        raise NotFound(kind="panel_seat")
    holder = session.scalar(select(Expert.person_id).where(Expert.id == row.expert_id))
    if holder == actor.person_id and actor.person_id is not None:
        return own_seat(session, row, now=now)
    if sees_all(actor):
        return {name: getattr(row, name) for name in SEAT} | {"declaration": row.declaration}
    raise NotFound(kind="panel_seat")


def own_seat(session: Session, row: PanelSeat, *, now: datetime) -> dict[str, Any]:
    """A seat as its holder sees it: once he has accepted also whom his declaration is about, in order of names."""
    challenge = session.get_one(Challenge, session.get_one(Panel, row.panel_id).challenge_id)
    shown = {name: getattr(row, name) for name in SEAT} | {
        "declaration": row.declaration,
        "challenge_id": challenge.id,
        "title": challenge.title,
        "challenge_number": challenge.number,
    }
    if row.state in LIVE - {SeatState.INVITED}:
        named = [party.name for party in parties(session, challenge, now=now)]
        shown["parties"] = sorted(named)
    return shown


def sheets(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """The sheets of a call: one's own for a member; from the deliberation on everybody's, for the panel and the office.

    :raises NotFound: there is no such call, or the actor has no sheet in it.
    """
    require(actor, "sheet.read")
    challenge = session.get(Challenge, challenge_id, populate_existing=True)
    if challenge is None or challenge.state not in finding.OPENED:
        raise NotFound(kind="challenge")
    own = _own_seat(session, challenge.id, actor)
    query = _sheets().where(ScoreSheet.challenge_id == challenge.id)
    if not _sees_others(session, challenge, own, actor):
        if own is None:
            if sees_all(actor):
                return []
            raise NotFound(kind="challenge")
        query = query.where(ScoreSheet.seat_id == own.id)
    rows = session.execute(query.order_by(ScoreSheet.id)).all()
    readings.record(
        session,
        "score_sheet",
        0,
        challenge_id=challenge.id,
        part="list",
        actor=actor,
        now=now,
    )
    return [_sheet(*row) for row in rows]


def sheet(session: Session, sheet_id: int, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """One sheet, put on record where it is another's.

    :raises NotFound: there is none, or it is another's and the panel does not deliberate yet.
    """
    require(actor, "sheet.read")
    row = session.execute(
        _sheets().where(ScoreSheet.id == sheet_id).execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(kind="score_sheet")
    challenge = session.get_one(Challenge, row[0].challenge_id)
    own = _own_seat(session, challenge.id, actor)
    is_own = own is not None and row[0].seat_id == own.id
    if not is_own and not _sees_others(session, challenge, own, actor):
        raise NotFound(kind="score_sheet")
    readings.record(
        session,
        "score_sheet",
        sheet_id,
        challenge_id=challenge.id,
        part=row[0].part,
        actor=actor,
        now=now,
    )
    return _sheet(*row)


def _sheets() -> Any:
    return (
        select(ScoreSheet, PanelSeat.number, Bid.pseudonym)
        .join(PanelSeat, PanelSeat.id == ScoreSheet.seat_id)
        .join(Bid, Bid.id == ScoreSheet.bid_id)
    )


def _own_seat(session: Session, challenge_id: int, actor: Actor) -> PanelSeat | None:
    row = finding.panel_of(session, challenge_id)
    return finding.seat_of(session, row.id, actor) if row is not None else None


def _sees_others(
    session: Session, challenge: Challenge, own: PanelSeat | None, actor: Actor
) -> bool:
    if challenge.state in scoring.CONSENSUS_ON and sees_all(actor):
        return True
    return scoring.sees_others(session, challenge, own)


def _sheet(row: ScoreSheet, member: str, pseudonym: str) -> dict[str, Any]:
    names = (
        *("id", "version", "challenge_id", "bid_id", "part", "state"),
        *("scores", "submitted_at", "earlier"),
    )
    return {name: getattr(row, name) for name in names} | {
        "member": member,
        "pseudonym": pseudonym,
    }
