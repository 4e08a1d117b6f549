"""The office's work on a call: return, approvals, the joint organiser's countersignature, the signed clearance steps.

Each is refused to whoever wrote in the call, or acts or lately acted for its owner (回避).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import (
    adjusting,
    events,
    fairness,
    finding,
    rules,
    versions,
)
from scenario_market.domain.challenges.kind import CALLS
from scenario_market.domain.challenges.models import Challenge, ChallengeApproval
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.challenges.timing import PUBLISH
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    RuleRefused,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.postings import review
from scenario_market.domain.programmes.values import programme

REVIEWED = (ChallengeState.UNDER_REVIEW, ChallengeState.APPROVED)


def give_back(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Challenge:
    """Return a call to its author, with a reason and remarks per field; also one that was approved, until it is public.

    What was signed holds for its version alone; a planned publication is called off.

    :raises Invalid: the reason is not one of the list, or a remark is on a field that does not exist.
    """
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.review", version=version, now=now
    )
    review.check_remarks(reason, {*rules.FIELDS, "rules"})
    if challenge.publish_at is not None:
        challenge.publish_at = None
        drop_deadline(session, PUBLISH, challenge.id)
    lifecycle.move(
        session,
        challenge,
        CHALLENGE_MOVES,
        "return",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    return challenge


def approve(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    opinion: str = "",
) -> Challenge:
    """Give one officer's approval of the present version; the last one that the programme asks for approves the call.

    :raises AlreadyDone: the officer approved this version before.
    :raises Invalid: with everything that publication would miss.
    :raises RuleRefused: ``fairness_unreviewed``, ``fairness_failed``.
    """
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.approve", version=version, now=now
    )
    if challenge.state != ChallengeState.UNDER_REVIEW:
        raise IllegalMove(verb="approve", state=challenge.state, kind="challenge")
    given = approvals(session, challenge)
    if actor.person_id in given:
        raise AlreadyDone("approved_by_you")
    held = programme(challenge.rules)
    faults = rules.missing(versions.values(challenge), held) + adjusting.faults(held)
    if faults:
        raise Invalid(*faults)
    fairness.check_reviewed(session, challenge)
    _add(session, challenge, actor=actor, now=now, opinion=opinion, is_joint=False)
    event = events.ChallengeApprovalGiven(subject_id=challenge.id, number=challenge.content_number)
    outbox.record(session, event, actor=actor, now=now)
    if len(given) + 1 >= held.approvals:
        lifecycle.move(session, challenge, CHALLENGE_MOVES, "approve", actor=actor, now=now)
    else:
        lifecycle.touch(challenge, now=now)
    return challenge


def countersign(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    opinion: str = "",
) -> Challenge:
    """The joint organiser countersigns the present version; without it nothing of a joint programme is published.

    :raises RuleRefused: ``not_joint``: the programme has no joint organiser.
    :raises AlreadyDone: it was countersigned.
    """
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.join", version=version, now=now
    )
    if not challenge.is_joint:
        raise RuleRefused("not_joint", programme=challenge.programme)
    if challenge.state not in REVIEWED:
        raise IllegalMove(verb="countersign", state=challenge.state, kind="challenge")
    if countersigned(session, challenge):
        raise AlreadyDone("countersigned")
    _add(session, challenge, actor=actor, now=now, opinion=opinion, is_joint=True)
    lifecycle.touch(challenge, now=now)
    event = events.ChallengeCountersigned(subject_id=challenge.id, number=challenge.content_number)
    outbox.record(session, event, actor=actor, now=now)
    return challenge


def _add(
    session: Session,
    challenge: Challenge,
    *,
    actor: Actor,
    now: datetime,
    opinion: str,
    is_joint: bool,
) -> None:
    session.add(
        ChallengeApproval(
            challenge_id=challenge.id,
            number=challenge.content_number,
            person_id=actor.person_id,
            is_joint=is_joint,
            at=now,
            opinion=opinion.strip(),
        )
    )
    session.flush()


def approvals(session: Session, challenge: Challenge) -> set[int]:
    """Keys of the officers who approved the present version."""
    return set(session.scalars(_signed(challenge, is_joint=False)))


def countersigned(session: Session, challenge: Challenge) -> bool:
    """Whether the joint organiser signed the present version."""
    return session.scalar(_signed(challenge, is_joint=True).limit(1)) is not None


def _signed(challenge: Challenge, *, is_joint: bool):
    return select(ChallengeApproval.person_id).where(
        ChallengeApproval.challenge_id == challenge.id,
        ChallengeApproval.number == challenge.content_number,
        ChallengeApproval.is_joint.is_(is_joint),
    )


def clear(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    step: str,
    opinion: str = "",
) -> Challenge:
    """Sign one step of 保密审查 or 三审三校 for the present version.

    :raises Invalid: the city has no such step.
    :raises RuleRefused: ``distinct_signers``: the readings are by different people.
    :raises AlreadyDone: the step is signed.
    """
    policy = city.policy["challenge"]
    review.check_step(step, policy)
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.clear", version=version, now=now
    )
    if challenge.state not in REVIEWED:
        raise IllegalMove(verb="clear", state=challenge.state, kind="challenge")
    review.sign(
        session,
        CALLS,
        challenge,
        step,
        actor=actor,
        now=now,
        apart=policy["distinct_signers"],
        opinion=opinion.strip(),
    )
    lifecycle.touch(challenge, now=now)
    event = events.ChallengeCleared(
        subject_id=challenge.id, step=step, number=challenge.content_number
    )
    outbox.record(session, event, actor=actor, now=now)
    return challenge


def signed_steps(session: Session, challenge: Challenge) -> dict[str, int]:
    """Steps signed for the present version, with the keys of who signed."""
    return review.signed_steps(session, CALLS, challenge)
