"""Carrying one delivery to its channel. A mail may repeat only between the server's word and our commit."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.channels.faults import AddressRefused, Rejected
from scenario_market.domain import clock
from scenario_market.domain.notices.models import Delivery, Notice
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Person
from scenario_market.workers import attempts
from scenario_market.workers.attempts import Leases
from scenario_market.workers.letters import Letter, write_letter
from scenario_market.workers.machine import Machine

log = structlog.get_logger("worker")


def backoff(count: int) -> timedelta:
    """The pause before the next attempt: 15 s, 1, 4, 16, 64 min, then 4 h: servers that greylist want minutes."""
    return timedelta(seconds=min(15 * 4 ** (count - 1), 14_400))


def deliver(machine: Machine, leases: Leases, delivery_id: int, *, alone: bool = False) -> None:
    """Send one delivery by its key and mark it done; a done one does nothing."""
    row, origin = attempts.begin(machine, Delivery, delivery_id, _origin, alone=alone)
    if row is None:
        return
    context = {"delivery_id": row.id, "channel": row.channel, **(origin or {})}
    with (
        structlog.contextvars.bound_contextvars(**context),
        attempts.attempt(machine, leases, row, backoff=backoff),
    ):
        with machine.database.reading() as session:
            now = clock.now(session)
            letter = write_letter(session, row, machine=machine, now=now)
        outcome = _send(machine, letter)
        with attempts.completing(machine, row, outcome=outcome) as (session, ours, now):
            if ours and outcome == "refused" and letter is not None:
                _note_dead_address(session, letter, now)
        log.info("delivered", outcome=outcome)


def _origin(session: Session, delivery: Delivery) -> dict[str, Any]:
    """The event, and the request behind it, that a log line about this delivery belongs to; a digest has none."""
    if delivery.notice_id is None:
        return {}
    query = (
        select(EventRecord.id.label("event_id"), EventRecord.request_id)
        .join(Notice, Notice.event_id == EventRecord.id)
        .where(Notice.id == delivery.notice_id)
    )
    return dict(session.execute(query).one()._mapping)


def _send(machine: Machine, letter: Letter | None) -> str:
    """Hand the letter over, with no transaction open.

    :returns: sent, refused, rejected or gone.
    """
    if letter is None:
        return "gone"
    try:
        if letter.mail is not None:
            machine.post.mailer.send(letter.address, letter.mail)
        elif letter.sms is not None:
            machine.post.gateway.send(letter.sms)
        return "sent"
    except AddressRefused as refusal:
        log.warning("address_refused", said=str(refusal))
        return "refused"
    except Rejected as refusal:
        log.warning("message_rejected", said=str(refusal))
        return "rejected"


def _note_dead_address(session: Session, letter: Letter, now: datetime) -> None:
    """No further mails to an address that was refused, unless the person has changed it meanwhile."""
    if letter.mail is None:
        return
    person = session.get(Person, letter.person_id, with_for_update=True)
    if person is not None and person.email == letter.address:
        person.email_refused_at = now
