"""Taking somebody off a panel: asked for by one officer, with reason, and done by another.

One alone could otherwise take off whoever does not suit him until the draw brings whom he likes. What was asked for is
told to those who watch, and the published draw says how each one left.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.draws.subjects import Kind
from scenario_market.domain.errors import AlreadyDone, IllegalMove, RuleRefused
from scenario_market.domain.moves import Reason


def ask(
    session: Session,
    kind: Kind,
    seat: Any,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Put on record that an officer asks for it; the seat is locked.

    :raises AlreadyDone: ``removal_asked``. :raises IllegalMove: nobody sits there.
    """
    _check_live(kind, seat, "ask_removal")
    if seat.removal_asked_at is not None:
        raise AlreadyDone("removal_asked")
    lifecycle.check_reason(kind.moves["drop"], "drop", reason, city.codes)
    seat.removal_asked_by_id, seat.removal_asked_at = actor.person_id, now
    seat.removal_code, seat.removal_text = reason.code, reason.text.strip()
    lifecycle.touch(seat, now=now)
    outbox.record(session, kind.removal_asked(seat), actor=actor, now=now)


def drop(
    session: Session,
    kind: Kind,
    seat: Any,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    **stated: Any,
) -> None:
    """Take him off for the reason that another officer gave; whoever calls has the next one asked.

    :param stated: the event's own fields.
    :raises RuleRefused: ``removal_not_asked``; ``removal_by_two``: who asked does not decide.
    :raises IllegalMove: nobody sits there.
    """
    _check_live(kind, seat, "drop")
    if seat.removal_asked_at is None:
        raise RuleRefused("removal_not_asked")
    if seat.removal_asked_by_id == actor.person_id:
        raise RuleRefused("removal_by_two")
    drop_deadline(session, kind.due, seat.id)
    reason = Reason(seat.removal_code or "", seat.removal_text)
    lifecycle.move(
        session,
        seat,
        kind.moves,
        "drop",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        **stated,
    )


def _check_live(kind: Kind, seat: Any, verb: str) -> None:
    if seat.state not in kind.live:
        raise IllegalMove(verb=verb, state=seat.state, kind=seat.__tablename__)
