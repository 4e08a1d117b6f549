"""Taking somebody off a panel: asked for by one officer, with reason, and done by the lead, who is somebody else.

One alone could otherwise take off whoever does not suit him until the draw brings whom he likes. What was asked for is
told to those who watch, and the published draw says how each one left.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.errors import AlreadyDone, IllegalMove, RuleRefused
from scenario_market.domain.evaluation import events, finding, seating, seats
from scenario_market.domain.evaluation.models import Panel, PanelSeat
from scenario_market.domain.evaluation.states import LIVE, SEAT_MOVES
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require


def ask(
    session: Session,
    seat_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> PanelSeat:
    """Ask that somebody be taken off the panel, with a reason of ``reasons_panel``.

    :raises AlreadyDone: ``removal_asked``. :raises RuleRefused: ``scoring_over``; ``own_organisation``.
    """
    require(actor, "challenge.evaluate")
    _, panel, seat = _open(session, seat_id, actor=actor, now=now, version=version)
    if seat.state not in LIVE:
        raise IllegalMove(verb="ask_removal", state=seat.state, kind="panel_seat")
    if seat.removal_asked_at is not None:
        raise AlreadyDone("removal_asked")
    lifecycle.check_reason(SEAT_MOVES["drop"], "drop", reason, city.codes)
    seat.removal_asked_by_id, seat.removal_asked_at = actor.person_id, now
    seat.removal_code, seat.removal_text = reason.code, reason.text.strip()
    lifecycle.touch(seat, now=now)
    event = events.SeatRemovalAsked(subject_id=seat.id, panel_id=panel.id, reason_code=reason.code)
    outbox.record(session, event, actor=actor, now=now)
    return seat


def drop(
    session: Session,
    seat_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> PanelSeat:
    """Take somebody off the panel for the reason that another officer gave; the next one drawn is asked.

    :raises RuleRefused: ``removal_not_asked``; ``removal_by_two``: who asked does not decide; ``scoring_over``;
        ``own_organisation``.
    """
    require(actor, SEAT_MOVES["drop"].by)
    challenge, panel, seat = _open(session, seat_id, actor=actor, now=now, version=version)
    if seat.state not in LIVE:
        raise IllegalMove(verb="drop", state=seat.state, kind="panel_seat")
    if seat.removal_asked_at is None:
        raise RuleRefused("removal_not_asked")
    if seat.removal_asked_by_id == actor.person_id:
        raise RuleRefused("removal_by_two")
    drop_deadline(session, seating.ANSWER_DUE, seat.id)
    reason = Reason(seat.removal_code or "", seat.removal_text)
    lifecycle.move(
        session, seat, SEAT_MOVES, "drop", actor=actor, now=now, reason=reason, codes=city.codes
    )
    seats.leave(session, challenge, panel, seat, actor=actor, now=now, city=city)
    return seat


def _open(
    session: Session, seat_id: int, *, actor: Actor, now: datetime, version: int | None
) -> tuple[Challenge, Panel, PanelSeat]:
    challenge, panel, seat = seats.open_seat(session, seat_id, version=version)
    finding.check_stranger(session, challenge, actor=actor, now=now)
    seats.check_time(challenge)
    return challenge, panel, seat
