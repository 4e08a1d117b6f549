"""Ends of a call before a pledge: given up before it came out, cancelled, failed; and a failed one's new round."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.carrying import carry_over
from scenario_market.domain.challenges import (
    access,
    drafting,
    events,
    finding,
    opening_events,
    overdue,
    versions,
)
from scenario_market.domain.challenges.kind import CALLS
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.challenges.timing import CLOCKS
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline
from scenario_market.domain.errors import AlreadyDone, IllegalMove, NotFound, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.permissions import OFFICE
from scenario_market.domain.postings.enclosures import public


def drop(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Challenge:
    """Give up a call that was never public: the office, or its owner's people while it is a draft.

    A need that it was made from stands as it stood.
    """
    challenge = finding.open_challenge(
        session, challenge_id, actor=actor, permission="challenge.drop", version=version
    )
    drafted = challenge.state == ChallengeState.DRAFT
    mine = access.own(actor, challenge) and drafted
    if not mine and not actor.has_role(*OFFICE):
        if access.own(actor, challenge):
            raise IllegalMove(verb="drop", state=challenge.state, kind="challenge")
        raise NotFound(kind="challenge")
    return _end(session, challenge, "drop", actor=actor, now=now, city=city, reason=reason)


def cancel(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Challenge:
    """End a public call before a pledge, by the office's lead; everybody who had a workspace sees why."""
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.cancel", version=version, now=now
    )
    return _end(session, challenge, "cancel", actor=actor, now=now, city=city, reason=reason)


def fail(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
    qualified: int,
) -> Challenge:
    """Declare a call failed (流标): fewer qualified bids than it asks for.

    :param qualified: how many bids can still win, counted by the caller under the call's lock.
    :raises RuleRefused: ``enough_bids``; ``bids_not_opened_yet``: a closed call fails only where the opening failed.
    """
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.fail", version=version, now=now
    )
    if challenge.state == ChallengeState.CLOSED and not _opening_failed(session, challenge.id):
        raise RuleRefused("bids_not_opened_yet")
    least = challenge.rules["bids_min"]
    if challenge.state in CHALLENGE_MOVES["fail"].sources and qualified >= least:
        raise RuleRefused("enough_bids", found=qualified, minimum=least)
    return _end(session, challenge, "fail", actor=actor, now=now, city=city, reason=reason)


def _opening_failed(session: Session, challenge_id: int) -> bool:
    query = select(EventRecord.id).where(
        EventRecord.subject_kind == "challenge",
        EventRecord.subject_id == challenge_id,
        EventRecord.kind == opening_events.OpeningFailed.kind,
    )
    return session.scalar(query.limit(1)) is not None


def reopen(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Challenge:
    """Begin the next round of a failed call: a draft with its content and files, under the programme as it is now.

    :raises AlreadyDone: ``reopened``: it has its next round.
    """
    before = finding.open_challenge(
        session, challenge_id, actor=actor, permission="challenge.reopen", version=version
    )
    if before.state != ChallengeState.FAILED:
        raise IllegalMove(verb="reopen", state=before.state, kind="challenge")
    if session.scalar(select(Challenge.id).where(Challenge.previous_id == before.id)) is not None:
        raise AlreadyDone("reopened")
    made = drafting.begin(
        session,
        drafting.programme_of(city, before.programme, before.source),
        actor=actor,
        now=now,
        city=city,
        fields=versions.values(before),
        rules_given=before.adjustments,
        owner_id=before.owner_organisation_id,
        source=before.source,
        demand_id=before.demand_id,
        previous_id=before.id,
        round_number=before.round_number + 1,
    )
    carry_over(session, CALLS.name, before.id, made.id, public(CALLS), actor=actor, now=now)
    lifecycle.touch(before, now=now, public=False)
    event = events.ChallengeReopened(subject_id=before.id, challenge_id=made.id)
    outbox.record(session, event, actor=actor, now=now)
    return made


def _end(
    session: Session,
    challenge: Challenge,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    reason: Reason,
) -> Challenge:
    challenge.publish_at = None
    lifecycle.move(
        session,
        challenge,
        CHALLENGE_MOVES,
        verb,
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        reason_code=reason.code,
    )
    for kind in CLOCKS:
        drop_deadline(session, kind, challenge.id)
    overdue.lapse(session, challenge.id, actor=actor, now=now)
    return challenge
