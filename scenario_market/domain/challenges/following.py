"""Following a call: an organisation hears what becomes of it. Halfway, too few who follow and ask widen the matching.

Neither drafts nor bids are counted: they are sealed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.challenges import access, finding
from scenario_market.domain.challenges.call_events import (
    ChallengeFollowed,
    ChallengeUnfollowed,
    InterestLow,
)
from scenario_market.domain.challenges.call_models import Follow, Question
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import PUBLIC_STATES, ChallengeState
from scenario_market.domain.challenges.timing import halfway
from scenario_market.domain.city import City
from scenario_market.domain.errors import IllegalMove, NotFound
from scenario_market.domain.permissions import require
from scenario_market.domain.turns import wait_turn

OVER = frozenset({ChallengeState.COMPLETED, ChallengeState.FAILED, ChallengeState.CANCELLED})


def follow(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, organisation_id: int
) -> None:
    """Follow a public call in the name of an organisation. Again: nothing happens.

    :raises NotFound: no such call, or the actor does not act for the organisation.
    :raises IllegalMove: the call is over.
    """
    state = _public_state(session, challenge_id, organisation_id, actor)
    if state in OVER:
        raise IllegalMove(verb="follow", state=state, kind="challenge")
    wait_turn(session, f"follow:{challenge_id}:{organisation_id}")
    key = {"challenge_id": challenge_id, "organisation_id": organisation_id}
    if session.get(Follow, key) is not None:
        return
    session.add(Follow(**key, by_id=actor.person_id, at=now))
    event = ChallengeFollowed(subject_id=challenge_id)
    outbox.record(session, event, actor=actor, now=now)
    session.flush()


def unfollow(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, organisation_id: int
) -> None:
    """Follow a call no more.

    :raises NotFound: the organisation does not follow it.
    """
    _public_state(session, challenge_id, organisation_id, actor)
    key = {"challenge_id": challenge_id, "organisation_id": organisation_id}
    row = session.get(Follow, key, with_for_update=True)
    if row is None:
        raise NotFound(kind="follow")
    session.delete(row)
    event = ChallengeUnfollowed(subject_id=challenge_id)
    outbox.record(session, event, actor=actor, now=now)


def _public_state(session: Session, challenge_id: int, organisation_id: int, actor: Actor) -> str:
    require(actor, "challenge.follow")
    if organisation_id not in actor.mandates:
        raise NotFound(kind="organisation")
    query: Any = select(Challenge.state).where(Challenge.id == challenge_id, access.readable(actor))
    state = session.scalar(query)
    if state is None or state not in PUBLIC_STATES:
        raise NotFound(kind="challenge")
    return state


@dataclass(frozen=True)
class Interest:
    """How much a call is heard of. ``follows`` is None to the public before halfway: nobody should follow the herd.

    :param own: keys of the actor's organisations that follow.
    """

    follows: int | None
    own: list[int]


def interest(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> Interest:
    """The number of those who follow, from halfway to the deadline on, and which of the actor's do.

    :raises NotFound: there is no such call for this actor.
    """
    query = select(Challenge).where(Challenge.id == challenge_id, access.readable(actor))
    challenge = session.scalar(query)
    if challenge is None:
        raise NotFound(kind="challenge")
    own = select(Follow.organisation_id).where(
        Follow.challenge_id == challenge_id, Follow.organisation_id.in_(actor.organisations)
    )
    opens_at, closes_at = challenge.opens_at, challenge.closes_at
    shown = opens_at is not None and closes_at is not None and halfway(opens_at, closes_at) <= now
    return Interest(
        follows=follows(session, challenge_id) if shown else None,
        own=sorted(session.scalars(own)) if actor.organisations else [],
    )


def follows(session: Session, challenge_id: int) -> int:
    """How many organisations follow."""
    query = select(func.count()).where(Follow.challenge_id == challenge_id)
    return session.scalar(query) or 0


def look_halfway(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """Halfway to the deadline: too few follow and ask, so matching is widened and the office told, by one event."""
    challenge = finding.lock_for_clock(session, subject_id)
    if challenge is None or challenge.state != ChallengeState.OPEN:
        return
    asked = session.scalar(select(func.count()).where(Question.challenge_id == challenge.id)) or 0
    following = follows(session, challenge.id)
    if following + asked >= city.policy["interest"]["at_least"]:
        return
    event = InterestLow(subject_id=challenge.id, follows=following, questions=asked)
    outbox.record(session, event, actor=SYSTEM, now=now)
