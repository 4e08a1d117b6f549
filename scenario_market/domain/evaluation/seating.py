"""The panel of a call as the mechanism of draws knows it (``domain.draws``), and when it is whole."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.draws import seating
from scenario_market.domain.draws.subjects import Kind, Subject
from scenario_market.domain.evaluation import events, finding, relations
from scenario_market.domain.evaluation.models import Panel, PanelCandidate, PanelSeat
from scenario_market.domain.evaluation.states import (
    LIVE,
    PANEL_MOVES,
    SEAT_MOVES,
    PanelState,
    SeatState,
)
from scenario_market.domain.programmes.values import programme

ANSWER_DUE = "panel_answer"  # kind of the deadline of an invitation
KIND = Kind(
    candidate=PanelCandidate,
    seat=PanelSeat,
    live=LIVE,
    moves=SEAT_MOVES,
    due=ANSWER_DUE,
    held_by=lambda session, panel, expert_id: {"expert_id": expert_id},
    offered=lambda seat: events.SeatOffered(
        subject_id=seat.id, panel_id=seat.panel_id, due_at=seat.due_at.isoformat()
    ),
    removal_asked=lambda seat: events.SeatRemovalAsked(
        subject_id=seat.id, panel_id=seat.panel_id, reason_code=seat.removal_code
    ),
    short=lambda panel, missing: events.PanelShort(subject_id=panel.id, missing=missing),
)


def subject(
    session: Session, challenge: Challenge, panel: Panel, *, now: datetime, city: City
) -> Subject:
    """What a panel of a call judges: its bids, once they are open."""
    rules = programme(challenge.rules).panel
    return Subject(
        name=challenge.number or str(challenge.id),
        parties=partial(relations.parties, session, challenge, now=now),
        terms=relations.terms(challenge, panel.fields, now=now, city=city),
        seats=rules.size,
        finance_seats=rules.finance_seats,
        answer_hours=rules.answer_hours,
    )


def hashes(session: Session, challenge: Challenge | Panel) -> list[str]:
    """The salted hashes of all bids, which the opening published and nobody knew before."""
    key = challenge.challenge_id if isinstance(challenge, Panel) else challenge.id
    return sorted(session.scalars(select(Bid.content_hash).where(Bid.challenge_id == key)))


def fill(
    session: Session, challenge: Challenge, panel: Panel, *, actor: Actor, now: datetime, city: City
) -> None:
    """Ask whom the draw puts on the empty seats, and see whether the panel is whole.

    Where nobody is left to ask it is not: a panel that lacks a member neither deliberates nor ranks.
    """
    whose = subject(session, challenge, panel, now=now, city=city)
    seating.fill(session, KIND, panel, whose, actor=actor, now=now)
    settle(session, panel, actor=actor, now=now)


def settle(session: Session, panel: Panel, *, actor: Actor, now: datetime) -> None:
    """Bring a drawn panel's state up to its seats: seated when everybody is clear, with the first drawn as chair."""
    follows = consequence(actor, "office_reviewer")
    session.flush()
    taken = finding.seats_of(session, panel.id)
    whole = len(taken) == seating.size(panel) and all(s.state == SeatState.CLEAR for s in taken)
    if whole and panel.state == PanelState.DRAWN:
        seating.name_chair(panel, taken)
        lifecycle.move(session, panel, PANEL_MOVES, "seat", actor=follows, now=now)
    elif not whole and panel.state == PanelState.SEATED:
        lifecycle.move(session, panel, PANEL_MOVES, "unseat", actor=follows, now=now)
    else:
        lifecycle.touch(panel, now=now)
