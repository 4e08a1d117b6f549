"""答辩 and 现场考察: on record after the blind part is locked, so that they can move the open criteria only."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.evaluation import events, finding
from scenario_market.domain.evaluation.models import Hearing

KINDS = ("interview", "site_visit")
MINUTES_MAX = 20_000


def record(
    session: Session,
    challenge_id: int,
    *,
    bid_id: int,
    kind: str,
    held_on: date,
    place: str,
    minutes: str,
    actor: Actor,
    now: datetime,
    city: City,
) -> Hearing:
    """Record an interview or a site visit of one bid, while the panel scores.

    :raises RuleRefused: ``blind_part_open``: the blind part is not locked yet.
    :raises Invalid: no such bid in the call, no minutes, a day to come.
    """
    challenge = finding.open_call(
        session, challenge_id, actor=actor, permission="challenge.evaluate", version=None, now=now
    )
    finding.require_state(challenge, {ChallengeState.SCORING}, "record_hearing")
    panel = finding.panel_of(session, challenge.id)
    if panel is None or panel.blind_locked_at is None:
        raise RuleRefused("blind_part_open")
    if errors := _faults(session, challenge, bid_id, kind, held_on, minutes, today=city.day(now)):
        raise Invalid(*errors)
    row = Hearing(
        challenge_id=challenge.id,
        bid_id=bid_id,
        kind=kind,
        held_on=held_on,
        place=place.strip(),
        minutes=minutes.strip(),
        recorded_by_id=actor.person_id,
        recorded_at=now,
    )
    session.add(row)
    event = events.HearingRecorded(subject_id=challenge.id, bid_id=bid_id, hearing=kind)
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    return row


def _faults(
    session: Session,
    challenge: Challenge,
    bid_id: int,
    kind: str,
    held_on: date,
    minutes: str,
    *,
    today: date,
) -> list[FieldError]:
    errors = []
    if kind not in KINDS:
        shown = {"value": kind, "nearest": list(KINDS)}
        errors.append(FieldError("kind", "unknown_code", shown))
    found = select(Bid.id).where(
        Bid.id == bid_id, Bid.challenge_id == challenge.id, Bid.state == BidState.QUALIFIED
    )
    if session.scalar(found) is None:
        errors.append(FieldError("bid_id", "unknown"))
    if not minutes.strip():
        errors.append(FieldError("minutes", "required"))
    if len(minutes) > MINUTES_MAX:
        limits = {"limit": MINUTES_MAX, "found": len(minutes)}
        errors.append(FieldError("minutes", "too_long", limits))
    if held_on > today:
        errors.append(FieldError("held_on", "not_yet"))
    return errors
