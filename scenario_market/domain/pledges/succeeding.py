"""A reserve takes over from a project that was terminated: its bid is awarded the place, and its pledge begins."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.pledges import reserves
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.projects.models import Project


def take_over(
    session: Session,
    *,
    challenge: Challenge,
    predecessor: Project,
    actor: Actor,
    now: datetime,
    city: City,
) -> bool:
    """Call the first reserve of a locked call; whether there was one. See ``projects.endings.TakeOver``.

    The successor's project names the one that it takes over from; it begins when its pledge is signed.
    """
    left = session.scalar(select(Pledge).where(Pledge.project_id == predecessor.id))
    if left is None:
        return False
    pledge = reserves.move_up(session, challenge, left, actor=actor, now=now, city=city)
    if pledge is None:
        return False
    successor = lifecycle.lock(session, Project, pledge.project_id)
    successor.predecessor_id = predecessor.id
    session.flush()
    return True
