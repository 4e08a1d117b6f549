"""Changing an open call: a new version, and where the change is material a deadline that leaves time to answer it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.challenges import adjusting, events, finding, revising, rules, versions
from scenario_market.domain.challenges.conditions import added_restrictions
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.revising import Revision
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.challenges.timing import set_deadline_of, set_times
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, RuleRefused
from scenario_market.domain.programmes.values import programme


def amend(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    fields: Mapping[str, Any],
    reason: str,
    closes_on: date | None = None,
    is_material: bool = False,
    files: Sequence[Mapping[str, Any]] = (),
) -> Challenge:
    """Change an open call, or move its deadline; everybody who has a workspace is told.

    A material change (``rules.MATERIAL``, a new file, or any that the office calls so) sets what was handed in to be
    confirmed again, and the deadline must then lie at least the programme's ``amendment_days`` away. Contacts, which
    are not public, change without a version.

    :param closes_on: the new last day for bids; it is never moved nearer.
    :param files: prepared files that come out now, and which ones they replace: see :func:`revising.find`.
    :raises Invalid: wrong fields, fields that are fixed since publication, no reason, or the call would be incomplete.
    :raises RuleRefused: ``nothing_changed``; ``bids_closed``: the deadline has passed; ``unfair_deadline``: names the
        first day that would do; ``deadline_moved_up``.
    """
    challenge = finding.open_for_decision(
        session, challenge_id, actor=actor, permission="challenge.amend", version=version, now=now
    )
    check_open(challenge, "amend", now=now)
    if not reason.strip():
        raise Invalid(FieldError("reason", "required"))
    kept, names = _checked(challenge, fields, city)
    public = [name for name in names if name in rules.CONTENT]
    moved = closes_on is not None and city.end_of(closes_on) != challenge.closes_at
    revisions = revising.find(session, challenge, files)
    if not (names or moved or revisions):
        raise RuleRefused("nothing_changed")
    material = _is_material(public, revisions, is_material)
    _check_deadline(challenge, closes_on, material=material, now=now, city=city)
    versions.write(session, challenge, kept)
    if moved and closes_on is not None:
        set_times(session, challenge, closes_on, now=now, city=city)
    revising.bring_out(session, revisions, actor=actor, now=now)
    if public or moved or revisions:
        _keep(session, challenge, actor, now, material, reason, has_new_files=bool(revisions))
    else:
        event = events.ChallengeEdited(subject_id=challenge.id, fields=names)
        outbox.record(session, event, actor=actor, now=now)
        lifecycle.touch(challenge, now=now, public=False)
    return challenge


def _is_material(names: Sequence[str], revisions: Sequence[Revision], called_so: bool) -> bool:
    """Whether bids must be confirmed again. :param names: fields that change in public."""
    weighs = called_so or not rules.MATERIAL.isdisjoint(names)
    return bool(revisions) or (bool(names) and weighs)


def extend(
    session: Session,
    challenge: Challenge,
    *,
    closes_at: datetime,
    now: datetime,
    city: City,
    note: str,
) -> bool:
    """Move the deadline of a **locked** open call once, because a question is unanswered; a version, by the clock.

    Nobody has to confirm a bid because of it.

    :param closes_at: the end of a day, later than the deadline. :param note: why, for the version.
    :returns: whether it was moved: not where it was before, or the deadline has passed.
    """
    before = challenge.closes_at
    if challenge.state != ChallengeState.OPEN or before is None or before <= now:
        return False
    if challenge.extended_at is not None or closes_at <= before:
        return False
    set_deadline_of(session, challenge, closes_at, now=now, city=city)
    challenge.extended_at = now
    _keep(session, challenge, SYSTEM, now, False, note)
    return True


def check_open(challenge: Challenge, verb: str, *, now: datetime) -> None:
    """Whether a locked call takes bids now: by its state and by the hour, should the clock be late.

    :raises IllegalMove: it is not open. :raises RuleRefused: ``bids_closed``.
    """
    if challenge.state != ChallengeState.OPEN:
        raise IllegalMove(verb=verb, state=challenge.state, kind="challenge")
    if challenge.closes_at is None or challenge.closes_at <= now:
        raise RuleRefused("bids_closed")


def _checked(
    challenge: Challenge, fields: Mapping[str, Any], city: City
) -> tuple[dict[str, Any], list[str]]:
    held, before = programme(challenge.rules), versions.values(challenge)
    kept = rules.check(fields, city.codes, held)
    names = rules.changed(before, kept)
    faults = [FieldError(name, "fixed_at_publication") for name in names if name in rules.FIXED]
    if "eligibility" in kept:
        faults += added_restrictions(before["eligibility"], kept["eligibility"])
    faults += rules.missing({**before, **kept}, held) + adjusting.faults(held)
    if faults:
        raise Invalid(*faults)
    return kept, names


def _check_deadline(
    challenge: Challenge, closes_on: date | None, *, material: bool, now: datetime, city: City
) -> None:
    held = programme(challenge.rules)
    until = challenge.closes_at if closes_on is None else city.end_of(closes_on)
    if until is None or challenge.closes_at is None or until < challenge.closes_at:
        raise RuleRefused("deadline_moved_up")
    earliest = city.day(now) + timedelta(days=held.amendment_days)
    if material and until < city.end_of(earliest):
        raise RuleRefused(
            "unfair_deadline", days=held.amendment_days, earliest=earliest.isoformat()
        )


def _keep(
    session: Session,
    challenge: Challenge,
    actor: Actor,
    now: datetime,
    material: bool,
    note: str,
    *,
    has_new_files: bool = False,
) -> None:
    version = versions.add_version(
        session,
        challenge,
        person_id=actor.person_id,
        now=now,
        is_material=material,
        note=note.strip(),
        has_new_files=has_new_files,
    )
    event = events.ChallengeAmended(
        subject_id=challenge.id,
        number=version.number,
        fields=version.changed,
        is_material=material,
    )
    outbox.record(session, event, actor=actor, now=now)
    lifecycle.touch(challenge, now=now)
