"""More time to sign a pledge: once, by the office's lead, with a reason."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.errors import AlreadyDone, FieldError, IllegalMove, Invalid
from scenario_market.domain.lifecycle import touch
from scenario_market.domain.pledges.access import check_apart, open_pledge
from scenario_market.domain.pledges.beginning import DUE
from scenario_market.domain.pledges.events import PledgeExtended
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.pledges.states import OPEN
from scenario_market.domain.programmes.values import programme

INSTANT = timedelta(microseconds=1)


def extend(
    session: Session,
    pledge_id: int,
    *,
    due_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Pledge:
    """Move the date, before it or while others than the winner are waited for.

    :param due_on: the new last day; at most as many working days after the old one as the programme gives at first.
    :raises AlreadyDone: ``extended_already``. :raises Invalid: names day and reason where they are wrong.
    :raises RuleRefused: ``own_organisation``.
    """
    challenge, pledge = open_pledge(
        session, pledge_id, actor=actor, permission="pledge.extend", version=version
    )
    if pledge.state not in OPEN:
        raise IllegalMove(verb="extend", state=pledge.state, kind="pledge")
    check_apart(session, actor, pledge, now=now)
    if pledge.extended_at is not None:
        raise AlreadyDone("extended_already")
    last = city.day(max(pledge.due_at - INSTANT, now))  # the date is exclusive
    latest = city.calendar.working_days_after(last, programme(challenge.rules).pledge_days)
    errors = []
    due_at = city.end_of(due_on)
    if not (due_at > max(pledge.due_at, now) and due_on <= latest):
        errors.append(FieldError("due_on", "extension_range", {"latest": latest}))
    if not reason.strip() or len(reason) > 2000:
        errors.append(FieldError("reason", "required"))
    if errors:
        raise Invalid(*errors)
    pledge.due_at, pledge.extended_at, pledge.extension_reason = due_at, now, reason.strip()
    touch(pledge, now=now)
    set_deadline(session, DUE, pledge.id, due_at=due_at)
    event = PledgeExtended(subject_id=pledge.id, due_at=due_at.isoformat())
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    return pledge
