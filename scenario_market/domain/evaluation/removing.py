"""Taking somebody off the panel of a call (``draws.removing``): asked for by one officer, done by the lead."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.draws import removing
from scenario_market.domain.evaluation import finding, seats
from scenario_market.domain.evaluation.models import Panel, PanelSeat
from scenario_market.domain.evaluation.seating import KIND
from scenario_market.domain.evaluation.states import SEAT_MOVES
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
    _, _, seat = _open(session, seat_id, actor=actor, now=now, version=version)
    removing.ask(session, KIND, seat, reason=reason, actor=actor, now=now, city=city)
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
    removing.drop(session, KIND, seat, actor=actor, now=now, city=city)
    seats.leave(session, challenge, panel, seat, actor=actor, now=now, city=city)
    return seat


def _open(
    session: Session, seat_id: int, *, actor: Actor, now: datetime, version: int | None
) -> tuple[Challenge, Panel, PanelSeat]:
    challenge, panel, seat = seats.open_seat(session, seat_id, version=version)
    finding.check_stranger(session, challenge, actor=actor, now=now)
    seats.check_time(challenge)
    return challenge, panel, seat
