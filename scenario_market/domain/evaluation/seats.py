"""What who was drawn does: accept or decline, declare himself clear or recuse himself; and what follows."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState as C
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.draws.relations import conflicts_of
from scenario_market.domain.errors import FieldError, Invalid, NotFound, RuleRefused
from scenario_market.domain.evaluation import (
    deliberating,
    finding,
    relations,
    seating,
    sheets,
)
from scenario_market.domain.evaluation.models import Panel, PanelSeat
from scenario_market.domain.evaluation.states import SEAT_MOVES, SeatState
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require

DECLARATION_MAX = 2_000
# While these hold a panel's members change: from the opening until it has recommended.
IN_TIME = frozenset({C.UNSEALED, C.PREQUALIFYING, C.SCORING, C.CONSENSUS})


def accept(
    session: Session, seat_id: int, *, actor: Actor, now: datetime, version: int | None
) -> PanelSeat:
    """Say yes. Where the others score already, his sheets wait for him; he reads nothing before he declares."""
    challenge, _, seat = _open_own(session, seat_id, actor=actor, version=version)
    lifecycle.move(session, seat, SEAT_MOVES, "accept", actor=actor, now=now)
    drop_deadline(session, seating.ANSWER_DUE, seat.id)
    if challenge.state in sheets.AT_WORK:
        sheets.assign(session, challenge, [seat], now=now)
    return seat


def decline(
    session: Session,
    seat_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> PanelSeat:
    """Say no, with reason; the next one drawn is asked."""
    challenge, panel, seat = _open_own(session, seat_id, actor=actor, version=version)
    lifecycle.move(
        session, seat, SEAT_MOVES, "decline", actor=actor, now=now, reason=reason, codes=city.codes
    )
    drop_deadline(session, seating.ANSWER_DUE, seat.id)
    leave(session, challenge, panel, seat, actor=actor, now=now, city=city)
    return seat


def lapse(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """By the clock: he did not answer in time; the next one drawn is asked, unless the call has ended."""
    panel_id = session.scalar(select(PanelSeat.panel_id).where(PanelSeat.id == subject_id))
    if panel_id is None:
        return
    challenge, panel = finding.lock_panel(session, panel_id, version=None)
    seat = lifecycle.lock(session, PanelSeat, subject_id)
    if seat.state != SeatState.INVITED or seat.due_at > now or challenge.state not in IN_TIME:
        return
    lifecycle.move(session, seat, SEAT_MOVES, "lapse", actor=SYSTEM, now=now)
    leave(session, challenge, panel, seat, actor=SYSTEM, now=now, city=city)


def declare(
    session: Session,
    seat_id: int,
    *,
    text: str,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> PanelSeat:
    """Declare, before any content is shown, that there is no conflict of interest with any of the parties.

    :param text: what he declares, in his own words.
    :raises RuleRefused: ``conflict_known``: the books show one, with the reasons; he has to recuse himself.
    """
    challenge, panel, seat = _open_own(session, seat_id, actor=actor, version=version)
    if not text.strip():
        raise Invalid(FieldError("text", "required"))
    if len(text) > DECLARATION_MAX:
        raise Invalid(
            FieldError("text", "too_long", {"limit": DECLARATION_MAX, "found": len(text)})
        )
    if seat.state in SEAT_MOVES["clear"].sources:
        on = relations.terms(challenge, (), now=now, city=city)
        parties = relations.parties(session, challenge, now=now)
        if reasons := conflicts_of(session, Expert.id == seat.expert_id, parties, on, now=now):
            raise RuleRefused("conflict_known", reasons=reasons)
    seat.declaration, seat.declared_at = text.strip(), now
    lifecycle.move(session, seat, SEAT_MOVES, "clear", actor=actor, now=now)
    seating.settle(session, panel, actor=actor, now=now)
    return seat


def recuse(
    session: Session,
    seat_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> PanelSeat:
    """Recuse oneself (回避), with reason, instead of declaring or at any time later: all one's sheets are void."""
    challenge, panel, seat = _open_own(session, seat_id, actor=actor, version=version)
    seat.declaration, seat.declared_at = reason.text.strip()[:DECLARATION_MAX], now
    lifecycle.move(
        session, seat, SEAT_MOVES, "recuse", actor=actor, now=now, reason=reason, codes=city.codes
    )
    leave(session, challenge, panel, seat, actor=actor, now=now, city=city)
    return seat


def leave(
    session: Session,
    challenge: Challenge,
    panel: Panel,
    seat: PanelSeat,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """What follows: his sheets are void, no ranking stands, the panel is not whole, the next one drawn is asked."""
    seat.is_chair = False
    sheets.void(session, sheets.of_seat(session, seat.id), actor=actor, now=now)
    if challenge.state == C.CONSENSUS:
        deliberating.reopen_after_remand(session, challenge, actor=actor, now=now)
    session.flush()
    seating.fill(session, challenge, panel, actor=actor, now=now, city=city)


def check_time(challenge: Challenge) -> None:
    """Nobody is replaced any more once the panel has recommended."""
    if challenge.state not in IN_TIME:
        raise RuleRefused("scoring_over")


def _open_own(
    session: Session, seat_id: int, *, actor: Actor, version: int | None
) -> tuple[Challenge, Panel, PanelSeat]:
    """Lock one's own seat. :raises NotFound: there is none, or it is another's."""
    require(actor, "panel.answer")
    query = (
        select(PanelSeat.id)
        .join(Expert, Expert.id == PanelSeat.expert_id)
        .where(PanelSeat.id == seat_id, Expert.person_id == actor.person_id)
    )
    if actor.person_id is None or session.scalar(query) is None:
        raise NotFound(kind="panel_seat")
    opened = open_seat(session, seat_id, version=version)
    check_time(opened[0])
    return opened


def open_seat(
    session: Session, seat_id: int, *, version: int | None
) -> tuple[Challenge, Panel, PanelSeat]:
    """Lock a seat, and its panel and call before it. :raises NotFound: there is none."""
    panel_id = session.scalar(select(PanelSeat.panel_id).where(PanelSeat.id == seat_id))
    if panel_id is None:
        raise NotFound(kind="panel_seat")
    challenge, panel = finding.lock_panel(session, panel_id, version=None)
    return challenge, panel, lifecycle.lock(session, PanelSeat, seat_id, version=version)
