"""Locking a challenge for an act: whoever may read it, its owner's people, an officer who decides on it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access
from scenario_market.domain.challenges.models import Challenge, ChallengeWriter
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.permissions import require
from scenario_market.domain.postings.access import lock_found


def open_challenge(
    session: Session, challenge_id: int, *, actor: Actor, permission: str, version: int | None
) -> Challenge:
    """Lock a challenge that the actor may read, for an act that his roles open.

    :raises NotFound: there is none, or not for him.
    :raises StaleVersion: it was changed since the caller read it.
    """
    require(actor, permission)
    return lock_found(session, Challenge, challenge_id, access.readable(actor), version)


def open_own(
    session: Session, challenge_id: int, *, actor: Actor, permission: str, version: int | None
) -> Challenge:
    """Lock a challenge of an organisation in whose name the actor may post; others find nothing."""
    require(actor, permission)
    return lock_found(session, Challenge, challenge_id, access.own(actor), version)


def open_for_decision(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    permission: str,
    version: int | None,
    now: datetime,
) -> Challenge:
    """Lock a challenge for an officer's decision, who must be independent of it: neither its owner's nor its writer.

    :raises RuleRefused: ``own_organisation`` or ``own_writing``.
    """
    challenge = open_challenge(
        session, challenge_id, actor=actor, permission=permission, version=version
    )
    check_independent(
        session,
        actor,
        organisation_id=challenge.owner_organisation_id,
        author_ids=writers(session, challenge),
        now=now,
    )
    return challenge


def writers(session: Session, challenge: Challenge) -> set[int | None]:
    """Keys of the people who wrote in a call."""
    wrote = select(ChallengeWriter.person_id).where(ChallengeWriter.challenge_id == challenge.id)
    return {challenge.author_id, *session.scalars(wrote)}


def lock_for_clock(session: Session, challenge_id: int) -> Challenge | None:
    """Lock a challenge exclusively for what the clock owes it; None where it is gone."""
    return session.get(Challenge, challenge_id, with_for_update=True, populate_existing=True)
