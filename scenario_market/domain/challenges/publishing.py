"""Publishing a call, at once or by the clock: its number, its times, its keys, the need that it came from."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor, consequence
from scenario_market.domain.challenges import adjusting, events, finding, review, rules, versions
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.sealing import Sealing
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.challenges.timing import PUBLISH, set_times
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.demands import converting, serials
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, NotFound, RuleRefused
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.programmes.values import programme


def publish(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    sealing: Sealing,
) -> Challenge:
    """Publish an approved call now: from here on it takes sealed bids.

    :raises Invalid: with everything that it still misses.
    :raises RuleRefused: ``key_officers_missing``: nobody to share the keys among.
    """
    challenge = open_approved(session, challenge_id, "publish", actor, version, now)
    missed = unfit(session, challenge, city=city)
    if missed:
        raise Invalid(*missed)
    closes_at = city.end_of(_last_day(challenge, now=now, city=city))
    public_key = sealing.new_challenge_keys(session, challenge.id, closes_at=closes_at, now=now)
    drop_deadline(session, PUBLISH, challenge.id)
    _release(session, challenge, public_key, actor=actor, now=now, city=city)
    return challenge


def schedule(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    publish_at: datetime,
) -> Challenge:
    """Plan the publication of an approved call; the clock carries it out. Planning again moves it.

    :param publish_at: aware instant in the future.
    """
    challenge = open_approved(session, challenge_id, "schedule", actor, version, now)
    if publish_at <= now:
        raise Invalid(FieldError("publish_at", "in_the_past", {"now": now.isoformat()}))
    missed = unfit(session, challenge, city=city)
    if missed:
        raise Invalid(*missed)
    challenge.publish_at = publish_at
    set_deadline(session, PUBLISH, challenge.id, due_at=publish_at)
    lifecycle.touch(challenge, now=now)
    event = events.ChallengeScheduled(subject_id=challenge.id, publish_at=publish_at.isoformat())
    outbox.record(session, event, actor=actor, now=now)
    return challenge


def unschedule(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Challenge:
    """Call a planned publication off.

    :raises NotFound: none is planned.
    """
    challenge = open_approved(session, challenge_id, "unschedule", actor, version, now)
    if challenge.publish_at is None:
        raise NotFound(kind="schedule")
    challenge.publish_at = None
    drop_deadline(session, PUBLISH, challenge.id)
    lifecycle.touch(challenge, now=now)
    event = events.ChallengeUnscheduled(subject_id=challenge.id)
    outbox.record(session, event, actor=actor, now=now)
    return challenge


def publish_due(
    session: Session, subject_id: int, *, now: datetime, city: City, sealing: Sealing
) -> None:
    """Carry a planned publication out, for the office lead who planned it. Harmless to repeat.

    A call that is not fit any more stays approved, and the office is told by an event.
    """
    challenge = finding.lock_for_clock(session, subject_id)
    if challenge is None or challenge.state != ChallengeState.APPROVED:
        return
    if challenge.publish_at is None or challenge.publish_at > now:
        return
    missed = [f"{error.field}: {error.rule}" for error in unfit(session, challenge, city=city)]
    if not missed:
        try:
            closes_at = city.end_of(_last_day(challenge, now=now, city=city))
            public_key = sealing.new_challenge_keys(
                session, challenge.id, closes_at=closes_at, now=now
            )
        except RuleRefused as refused:
            missed = [f"keys: {refused.rule}"]
    if missed:
        challenge.publish_at = None
        lifecycle.touch(challenge, now=now)
        event = events.PublicationMissed(subject_id=challenge.id, rules=missed)
        outbox.record(session, event, actor=SYSTEM, now=now)
        return
    actor = consequence(SYSTEM, "office_lead")
    _release(session, challenge, public_key, actor=actor, now=now, city=city)


def open_approved(
    session: Session,
    challenge_id: int,
    verb: str,
    actor: Actor,
    version: int | None,
    now: datetime,
) -> Challenge:
    """Lock an approved call for the office's lead."""
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.publish", version=version, now=now
    )
    if challenge.state != ChallengeState.APPROVED:
        raise IllegalMove(verb=verb, state=challenge.state, kind="challenge")
    return challenge


def unfit(session: Session, challenge: Challenge, *, city: City) -> list[FieldError]:
    """Why a call may not be published: content, owner's verification, steps, countersignature, its need."""
    held = programme(challenge.rules)
    errors = rules.missing(versions.values(challenge), held) + adjusting.faults(held)
    owner = session.get(Organisation, challenge.owner_organisation_id)
    if owner is None or owner.state != Verification.VERIFIED:
        errors.append(FieldError("owner", "organisation_not_verified"))
    signed = review.signed_steps(session, challenge)
    unsigned = [step for step in city.policy["challenge"]["clearance_steps"] if step not in signed]
    if unsigned:
        errors.append(FieldError("clearances", "steps_unsigned", {"steps": unsigned}))
    if challenge.is_joint and not review.countersigned(session, challenge):
        errors.append(FieldError("countersignature", "countersignature_missing"))
    if challenge.demand_id is not None:
        errors += converting.unfit(session, challenge.demand_id)
    return errors


def _last_day(challenge: Challenge, *, now: datetime, city: City) -> date:
    """The last day for bids of a call that is published now: a working day."""
    held = programme(challenge.rules)
    window = timedelta(days=challenge.window_days or held.window_days_min)
    return city.calendar.next_working(city.day(now) + window)


def _release(
    session: Session,
    challenge: Challenge,
    public_key: bytes,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Number, times, version, the need; and the move with its event."""
    held = programme(challenge.rules)
    year = city.day(now).year
    serial = serials.take(session, f"challenge:{challenge.programme}:{year}")[0]
    challenge.number = held.number_format.format(year=year, serial=serial)
    last = _last_day(challenge, now=now, city=city)
    challenge.opens_at, challenge.publish_at = now, None
    set_times(session, challenge, last, now=now, city=city)
    challenge.published_at, challenge.published_number = now, challenge.content_number + 1
    challenge.public_key = public_key
    lifecycle.move(
        session,
        challenge,
        CHALLENGE_MOVES,
        "publish",
        actor=actor,
        now=now,
        number=challenge.published_number,
    )
    versions.add_version(
        session, challenge, person_id=actor.person_id, now=now, is_material=True, note="发布"
    )
    if challenge.demand_id is not None:
        converting.convert(
            session, challenge.demand_id, challenge.id, actor=actor, now=now, city=city
        )
