"""Time that passes in the demonstration's past: the clock's own commands, each at the instant on which it was due."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from scenario_market.demo.story import Stage
from scenario_market.domain import audit
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.sequence import sequence
from scenario_market.workers.clock import COMMANDS, Command
from scenario_market.workers.routing import consumers_of

BATCH = 2_000


def pass_to(stage: Stage, now: datetime, commands: Mapping[str, Command] = COMMANDS) -> None:
    """Fire what fell due up to an instant, in its order."""
    session = stage.session
    session.flush()
    query = (
        select(Deadline)
        .where(
            Deadline.fired_at.is_(None), Deadline.due_at <= now, Deadline.kind.in_(list(commands))
        )
        .order_by(Deadline.due_at, Deadline.id)
        .limit(1)
    )
    while (row := session.scalars(query).first()) is not None:
        then = row.due_at
        commands[row.kind](session, row.subject_id, now=then, city=stage.city)
        session.flush()
        if row in session:  # the command may have dropped it
            session.refresh(row)
            if row.due_at <= then:  # or set its next time in it
                row.fired_at = then
        session.flush()


def sign_head(stage: Stage, now: datetime) -> None:
    """The day ends: the relay has put in order what happened until then, and the clock signs the head of the chain."""
    while sequence(stage.session, consumers_of, limit=BATCH):
        pass
    audit.sign_daily(stage.session, 0, now=now, city=stage.city, signer=stage.keys.heads)
    stage.session.flush()
