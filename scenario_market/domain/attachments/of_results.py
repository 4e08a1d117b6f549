"""Attachments of results (minutes of the collective decision) and of objections."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import clock
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import IllegalMove, NotFound, RuleRefused
from scenario_market.domain.lifecycle import lock
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.publicity import queries
from scenario_market.domain.publicity.models import Objection
from scenario_market.domain.publicity.states import OPEN
from scenario_market.domain.results.finding import open_result


def readable(session: Session, challenge_id: int, actor: Actor) -> Collection[str]:
    """For the office and those who watch it."""
    known = session.scalar(select(Challenge.id).where(Challenge.id == challenge_id))
    return tuple(PURPOSES["result"]) if known is not None and sees_all(actor) else ()


def open_result_for_minutes(session: Session, challenge_id: int, actor: Actor) -> None:
    """Lock a challenge for the office, while its collective decision is owed."""
    row = open_result(
        session, challenge_id, actor=actor, permission="result.announce", version=None
    )
    if row.state != ChallengeState.OWNER_CONFIRMED:
        raise IllegalMove(verb="attach", state=row.state, kind="challenge")


def check_minutes(session: Session, row: Attachment, actor: Actor) -> None:
    """Minutes that a decision rests on stay."""
    if evidence.is_held(session, row.id):
        raise RuleRefused("attachment_decided")


def readable_of_objection(session: Session, objection_id: int, actor: Actor) -> Collection[str]:
    """For the objector, an independent reviewer, and those who watch: the files tell who objected."""
    row = session.get(Objection, objection_id)
    if row is None or actor.person_id is None:
        return ()
    is_known = queries.knows(session, row, actor=actor, now=clock.now(session))
    return tuple(PURPOSES["objection"]) if is_known else ()


def open_objection(session: Session, objection_id: int, actor: Actor) -> None:
    """Lock one's own objection, while it is not answered."""
    require(actor, "objection.file")
    seen = session.get(Objection, objection_id)
    if seen is None or seen.objector_id != actor.person_id:
        raise NotFound(kind="objection")
    row = lock(session, Objection, objection_id)
    if row.state not in OPEN:
        raise IllegalMove(verb="attach", state=row.state, kind="objection")
