"""The collective decision (集体审定): recorded with its minutes, participants and votes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.results.finding import (
    check_state,
    check_stranger,
    open_result,
    opinion_of,
)
from scenario_market.domain.results.models import CollectiveDecision, PanelOpinion
from scenario_market.domain.results.reopening import reopen

TEXT_MAX = 20_000
NAME_MAX = 80
OF_FILES = "result"


@dataclass(frozen=True)
class Meeting:
    """What the minutes say.

    :param participants: objects with ``name`` and ``post``. :param minutes: in words; empty where files are attached.
    """

    held_on: date
    presided_by: str
    participants: Sequence[Mapping[str, str]]
    votes_for: int
    votes_against: int = 0
    votes_abstained: int = 0
    minutes: str = ""


def decide(
    session: Session,
    challenge_id: int,
    *,
    meeting: Meeting,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Challenge:
    """Record that the meeting approved the award.

    :raises Invalid: what the minutes lack or contradict themselves in, every field at once.
    :raises RuleRefused: ``majority_missing``; ``minutes_missing``; ``own_organisation``, ``panel_member``.
    """
    challenge, opinion = _open(session, challenge_id, "decide", actor, now, version)
    _check(session, challenge, meeting, now=now, city=city)
    if 2 * meeting.votes_for <= len(meeting.participants):
        raise RuleRefused(
            "majority_missing", votes=meeting.votes_for, participants=len(meeting.participants)
        )
    change = lifecycle.move(session, challenge, CHALLENGE_MOVES, "decide", actor=actor, now=now)
    evidence.hold(session, change, evidence.of(OF_FILES, [challenge.id]))
    _keep(session, challenge, opinion, meeting, "approved", actor=actor, now=now)
    return challenge


def refuse(
    session: Session,
    challenge_id: int,
    *,
    meeting: Meeting,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Challenge:
    """Record that the meeting did not approve the award, with a reason; the panel is heard again."""
    challenge, opinion = _open(session, challenge_id, "refuse", actor, now, version)
    _check(session, challenge, meeting, now=now, city=city)
    change = lifecycle.move(
        session,
        challenge,
        CHALLENGE_MOVES,
        "refuse",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    evidence.hold(session, change, evidence.of(OF_FILES, [challenge.id]))
    _keep(session, challenge, opinion, meeting, "refused", actor=actor, now=now)
    reopen(session, challenge, actor=actor, now=now)
    return challenge


def _open(
    session: Session,
    challenge_id: int,
    verb: str,
    actor: Actor,
    now: datetime,
    version: int | None,
) -> tuple[Challenge, PanelOpinion]:
    challenge = open_result(
        session, challenge_id, actor=actor, permission="result.decide", version=version
    )
    check_state(challenge, CHALLENGE_MOVES, verb)
    check_stranger(session, challenge, actor=actor, now=now)
    opinion = opinion_of(session, challenge.id)
    assert opinion is not None  # nothing is recommended without one
    return challenge, opinion


def _check(
    session: Session, challenge: Challenge, meeting: Meeting, *, now: datetime, city: City
) -> None:
    wrong = [*_wrong_people(meeting, city), *_wrong_votes(meeting)]
    if meeting.held_on > city.day(now):
        wrong.append(FieldError("held_on", "in_the_future", {"today": city.day(now).isoformat()}))
    opinion = opinion_of(session, challenge.id)
    if opinion is not None and opinion.recommended_at is not None:
        since = city.day(opinion.recommended_at)
        if meeting.held_on < since:
            wrong.append(FieldError("held_on", "before_start", {"starts_on": since.isoformat()}))
    if len(meeting.minutes) > TEXT_MAX:
        found = {"limit": TEXT_MAX, "found": len(meeting.minutes)}
        wrong.append(FieldError("minutes", "too_long", found))
    if wrong:
        raise Invalid(*wrong)
    if not meeting.minutes.strip() and not _files(session, challenge.id):
        raise RuleRefused("minutes_missing")


def _wrong_people(meeting: Meeting, city: City) -> list[FieldError]:
    wrong = []
    least = city.policy["result"]["participants_min"]
    if len(meeting.participants) < least:
        found = {"least": least, "found": len(meeting.participants)}
        wrong.append(FieldError("participants", "too_few", found))
    if not meeting.presided_by.strip():
        wrong.append(FieldError("presided_by", "required"))
    seen: set[str] = set()
    for place, one in enumerate(meeting.participants):
        name = one["name"].strip()
        if name in seen:
            wrong.append(FieldError(f"participants.{place}.name", "repeated"))
        seen.add(name)
        if not 0 < len(name) <= NAME_MAX:
            wrong.append(FieldError(f"participants.{place}.name", "required"))
    return wrong


def _wrong_votes(meeting: Meeting) -> list[FieldError]:
    votes = {
        "votes_for": meeting.votes_for,
        "votes_against": meeting.votes_against,
        "votes_abstained": meeting.votes_abstained,
    }
    wrong = [FieldError(name, "negative") for name, count in votes.items() if count < 0]
    total = sum(votes.values())
    if not wrong and total != len(meeting.participants):
        found = {"votes": total, "participants": len(meeting.participants)}
        wrong.append(FieldError("votes_for", "votes_mismatch", found))
    return wrong


def _files(session: Session, challenge_id: int) -> int:
    attached = select(func.count(Attachment.id)).where(
        Attachment.subject_kind == OF_FILES,
        Attachment.subject_id == challenge_id,
        Attachment.removed_at.is_(None),
        Attachment.purpose == "minutes",
    )
    return session.scalar(attached) or 0


def _keep(
    session: Session,
    challenge: Challenge,
    opinion: PanelOpinion,
    meeting: Meeting,
    outcome: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    session.add(
        CollectiveDecision(
            challenge_id=challenge.id,
            attempt=opinion.attempt,
            outcome=outcome,
            held_on=meeting.held_on,
            presided_by=meeting.presided_by.strip(),
            participants=[dict(one) for one in meeting.participants],
            votes_for=meeting.votes_for,
            votes_against=meeting.votes_against,
            votes_abstained=meeting.votes_abstained,
            minutes=meeting.minutes.strip(),
            recorded_by_id=actor.person_id,
            recorded_at=now,
        )
    )
    session.flush()
