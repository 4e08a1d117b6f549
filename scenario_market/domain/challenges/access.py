"""Which challenges an actor may read, and which are his own. What he may not see is not found.

As of demands: of the class (``inside(actor)``) a rule is a condition for a query, of a row (``inside(actor, row)``) a
bool. Nothing here knows of bids: before the opening a challenge's row tells nothing of them.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_

from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.permissions import allowed, sees_all
from scenario_market.domain.postings.access import always, among, never

SCOPE = "demands"  # of a mandate: who posts needs in an organisation's name posts its calls too


def reader(actor: Actor) -> Actor:
    """Who reads: one whom neither roles nor token open reading to reads as the public does."""
    return actor if allowed(actor, "challenge.read") else PUBLIC


def own(actor: Actor, challenge: Any = Challenge) -> Any:
    """Challenges of the organisations in whose name the actor may post."""
    return among(challenge.owner_organisation_id, actor.organisations_with(SCOPE))


def joint(actor: Actor, challenge: Any = Challenge) -> Any:
    """Challenges that the actor countersigns as joint organiser, from their first submission on."""
    if not actor.has_role("joint_organiser"):
        return never(challenge)
    handed_in = (challenge.state != ChallengeState.DRAFT) | (challenge.content_number > 0)
    return (challenge.is_joint == always(challenge)) & handed_in


def inside(actor: Actor, challenge: Any = Challenge) -> Any:
    """Challenges of which the actor reads everything: office and watch, the owner's people, the joint organiser.

    Everything that stands in the call; no bid before the opening, whoever he is.
    """
    if not allowed(actor, "challenge.read"):
        return never(challenge)
    if sees_all(actor):
        return always(challenge)
    return own(actor, challenge) | joint(actor, challenge)


def published(challenge: Any = Challenge) -> Any:
    """Challenges that the public knows of. One cancelled before it came out was never public."""
    if challenge is Challenge:
        return Challenge.published_at.is_not(None)
    return challenge.published_at is not None


def readable(actor: Actor) -> ColumnElement[bool]:
    """Every challenge that the actor may read, the public ones included."""
    return or_(published(), inside(actor))
