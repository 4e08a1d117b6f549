"""What follows when every party has signed: the bid is pledged, the project begins, the call goes into delivery.

In a race each project begins with its own pledge; the call moves when no pledge of it is waited for.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BID_MOVES
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.pledges import document
from scenario_market.domain.pledges.beginning import DUE
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.domain.pledges.negotiating import version_of
from scenario_market.domain.pledges.states import OPEN, PARTIES, PLEDGE_MOVES, PledgeState
from scenario_market.domain.projects import beginning as projects
from scenario_market.domain.projects import completing as deliveries
from scenario_market.domain.projects.models import Project


def signatures(session: Session, pledge_id: int) -> list[PledgeSignature]:
    """The signatures that count, checked or not, in the order of the parties."""
    query = select(PledgeSignature).where(
        PledgeSignature.pledge_id == pledge_id, PledgeSignature.void_at.is_(None)
    )
    return sorted(session.scalars(query), key=lambda one: PARTIES.index(one.party))  # type: ignore[arg-type]


def complete(
    session: Session,
    challenge: Challenge,
    pledge: Pledge,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> bool:
    """Complete a locked pledge of a locked call, if every party's signature holds; whether it did."""
    held = {one.party for one in signatures(session, pledge.id) if one.holds}
    if held != set(PARTIES):
        return False
    follow = consequence(actor, "system")
    pledge.signed_at = now
    lifecycle.move(
        session,
        pledge,
        PLEDGE_MOVES,
        "sign",
        actor=follow,
        now=now,
        challenge_id=challenge.id,
        number=pledge.number,
        sha256=pledge.sha256,
    )
    drop_deadline(session, DUE, pledge.id)
    bid = lifecycle.lock(session, Bid, pledge.bid_id)
    lifecycle.move(session, bid, BID_MOVES, "pledge", actor=follow, now=now)
    project = lifecycle.lock(session, Project, pledge.project_id)
    agreed = document.terms(document.read(version_of(session, pledge).canonical))
    projects.activate(session, project, terms=agreed, actor=actor, now=now, city=city)
    deliver(session, challenge, actor=actor, now=now)
    return True


def deliver(session: Session, challenge: Challenge, *, actor: Actor, now: datetime) -> bool:
    """Move a locked call into delivery, if a pledge of it is signed and none is waited for; whether it did."""
    session.flush()
    states = set(session.scalars(select(Pledge.state).where(Pledge.challenge_id == challenge.id)))
    if PledgeState.SIGNED not in states or states & OPEN:
        return False
    if challenge.state != ChallengeState.AWARDED:
        return False
    follow = consequence(actor, "system")
    for verb in ("pledge", "deliver"):
        lifecycle.move(session, challenge, CHALLENGE_MOVES, verb, actor=follow, now=now)
    deliveries.complete(session, challenge.id, actor=actor, now=now)
    return True
