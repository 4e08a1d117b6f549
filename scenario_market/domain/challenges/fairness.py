"""Fair competition review (公平竞争审查): what restricts is shown, needs a ground, and stands on record per version.

Source: 公平竞争审查条例, in force since 2024-08; 财办库〔2021〕14号 on supplier pools. A rule by place, size, ownership
or membership of a pool is warned of. It may stand with a stated legal ground that the review accepts.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access, finding
from scenario_market.domain.challenges.call_events import FairnessReviewed
from scenario_market.domain.challenges.call_models import FairReview
from scenario_market.domain.challenges.conditions import Conditions, missing_grounds, restricting
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, NotFound, RuleRefused

TEXT_MAX = 2_000
FINDINGS_MAX = 50


def record(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    findings: Sequence[Mapping[str, Any]],
    opinion: str,
) -> FairReview:
    """Record the review of the present version, by an officer who wrote nothing in it and stands for no owner.

    :param findings: objects with place, accepted and text. Each condition that restricts owes one; it passes where
        all are accepted. One with ``place`` None is about anything else in the call.
    :raises Invalid: a finding is missing or wrong, or there is no opinion.
    """
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.review", version=version, now=now
    )
    if challenge.state != ChallengeState.UNDER_REVIEW:
        raise IllegalMove(verb="review_fairness", state=challenge.state, kind="challenge")
    kept = _checked(challenge.eligibility, findings, opinion)
    passed = all(one["accepted"] for one in kept)
    row = FairReview(
        challenge_id=challenge.id,
        number=challenge.content_number,
        reviewer_id=actor.person_id,
        findings=kept,
        opinion=opinion.strip(),
        passed=passed,
        at=now,
    )
    session.add(row)
    lifecycle.touch(challenge, now=now)
    event = FairnessReviewed(
        subject_id=challenge.id, number=challenge.content_number, passed=passed
    )
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    return row


def _checked(
    eligibility: Conditions, findings: Sequence[Mapping[str, Any]], opinion: str
) -> list[dict[str, Any]]:
    errors: list[FieldError] = []
    if not opinion.strip():
        errors.append(FieldError("opinion", "required"))
    if len(opinion) > TEXT_MAX:
        errors.append(FieldError("opinion", "too_long", {"limit": TEXT_MAX, "found": len(opinion)}))
    if len(findings) > FINDINGS_MAX:
        raise Invalid(*errors, FieldError("findings", "too_many", {"limit": FINDINGS_MAX}))
    seen: set[int] = set()
    for index, one in enumerate(findings):
        place, text = one["place"], one["text"]
        if place is not None and not 0 <= place < len(eligibility):
            errors.append(FieldError(f"findings.{index}.place", "no_such_condition"))
        elif place in seen:
            errors.append(FieldError(f"findings.{index}.place", "repeated"))
        elif place is not None:
            seen.add(place)
        if not text.strip():
            errors.append(FieldError(f"findings.{index}.text", "required"))
        if len(text) > TEXT_MAX:
            shown = {"limit": TEXT_MAX, "found": len(text)}
            errors.append(FieldError(f"findings.{index}.text", "too_long", shown))
    owed = [place for place in restricting(eligibility) if place not in seen]
    errors += [
        FieldError(
            "findings", "finding_missing", {"place": place + 1, "kind": eligibility[place]["kind"]}
        )
        for place in owed
    ]
    if errors:
        raise Invalid(*errors)
    return [
        {"place": one["place"], "accepted": bool(one["accepted"]), "text": one["text"].strip()}
        for one in findings
    ]


def newest(session: Session, challenge: Challenge) -> FairReview | None:
    """The review that counts for the present version."""
    return session.scalar(
        select(FairReview)
        .where(
            FairReview.challenge_id == challenge.id, FairReview.number == challenge.content_number
        )
        .order_by(FairReview.id.desc())
        .limit(1)
    )


def check_reviewed(session: Session, challenge: Challenge) -> None:
    """What an approval owes: a review of this very version that passed, and a ground for all that restricts.

    :raises RuleRefused: ``fairness_unreviewed``, ``fairness_failed``.
    :raises Invalid: a condition that restricts states no ground.
    """
    missing = missing_grounds(challenge.eligibility)
    if missing:
        raise Invalid(*missing)
    review = newest(session, challenge)
    if review is None:
        raise RuleRefused("fairness_unreviewed", number=challenge.content_number)
    if not review.passed:
        raise RuleRefused("fairness_failed", number=challenge.content_number)


def reviews(session: Session, challenge_id: int, *, actor: Actor) -> Sequence[FairReview]:
    """The last twenty reviews of a call, newest first: all for those inside; of a published call the public reads those
    that passed, since each call carries its record. Nobody's name.

    :raises NotFound: there is no such call for this actor.
    """
    call = select(Challenge.id).where(Challenge.id == challenge_id)
    rows = select(FairReview).where(FairReview.challenge_id == challenge_id)
    if session.scalar(call.where(access.inside(actor))) is None:
        if session.scalar(call.where(access.published())) is None:
            raise NotFound(kind="challenge")
        rows = rows.where(FairReview.passed)
    return session.scalars(rows.order_by(FairReview.id.desc()).limit(20)).all()
