"""The office asks for an open demand or call to be matched with the pool again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import IllegalMove
from scenario_market.domain.matching.subjects import SUBJECTS


def request_match(session: Session, kind: str, key: int, *, actor: Actor, now: datetime) -> Any:
    """Record that the office wants matching; workers do it. Changes nothing of the subject, which is given back.

    :raises NotFound: there is none, or not for him.
    :raises IllegalMove: it takes no answers or bids.
    """
    subject = SUBJECTS[kind]
    row = subject.open(session, key, actor=actor, permission="match.request", version=None)
    if row.state not in subject.open_states:
        raise IllegalMove(verb="request_match", state=row.state, kind=kind)
    event = subject.requested(subject_id=row.id, number=getattr(row, subject.version))
    outbox.record(session, event, actor=actor, now=now)
    return row
