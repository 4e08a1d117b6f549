"""Questions on an open call: asked in time, made anonymous, answered in public. Nobody reads who asked or answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access, rivals
from scenario_market.domain.challenges.anonymity import contacts_in, names_in
from scenario_market.domain.challenges.call_events import QuestionAsked
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.question_states import QUESTION_MOVES, UNANSWERED
from scenario_market.domain.challenges.share import share_lock
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.demands import serials
from scenario_market.domain.errors import (
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
    TooMany,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.parties.control import sides
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.permissions import require, sees_all

SCOPE = "offers"
TEXT_MAX = 2_000


def ask(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    organisation_id: int,
    text: str,
) -> Question:
    """Ask about an open call in the name of a verified organisation, before the time for questions is over.

    The call itself is not touched: that somebody asks changes nothing that a reader sees.

    :raises NotFound: no such call for the actor, or he does not act for the organisation.
    :raises IllegalMove: the call is not open.
    :raises RuleRefused: ``questions_closed``; ``organisation_not_verified``; ``owner_side``.
    :raises TooMany: the organisation has as many questions waiting as the city allows.
    :raises Invalid: no text, too long, or it tells who asks.
    """
    require(actor, "question.ask")
    if organisation_id not in actor.mandates:
        raise NotFound(kind="organisation")
    if not actor.acts_for(organisation_id, SCOPE):
        raise NotPermitted("scope_missing", scope=SCOPE)
    challenge = open_to_questions(session, challenge_id, actor=actor, now=now)
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or organisation.state != Verification.VERIFIED:
        raise RuleRefused("organisation_not_verified")
    if challenge.owner_organisation_id in sides(session, [organisation_id])[organisation_id]:
        raise RuleRefused("owner_side")
    _check_number(session, challenge, organisation_id, city=city)
    asked = _checked(text, _names(session, organisation, actor))
    row = Question(
        challenge_id=challenge.id,
        organisation_id=organisation_id,
        asked_by_id=actor.person_id,
        asked=asked,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    event = QuestionAsked(subject_id=row.id, challenge_id=challenge.id)
    outbox.record(session, event, actor=actor, now=now)
    return row


def open_to_questions(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime
) -> Challenge:
    """The call, held open for the rest of the transaction, while it takes questions."""
    challenge = share_lock(session, challenge_id)
    found: Any = select(Challenge.id).where(Challenge.id == challenge_id, access.readable(actor))
    if session.scalar(found) is None:
        raise NotFound(kind="challenge")
    if challenge.state != ChallengeState.OPEN:
        raise IllegalMove(verb="ask", state=challenge.state, kind="challenge")
    until = challenge.questions_close_at
    if until is None or now >= until:
        raise RuleRefused("questions_closed", until=until.isoformat() if until else "")
    return challenge


def _check_number(
    session: Session, challenge: Challenge, organisation_id: int, *, city: City
) -> None:
    limit = city.policy["questions"]["waiting_per_organisation"]
    waiting = session.scalar(
        select(func.count()).where(
            Question.challenge_id == challenge.id,
            Question.organisation_id == organisation_id,
            Question.state.in_(sorted(UNANSWERED)),
        )
    )
    if (waiting or 0) >= limit:
        raise TooMany("questions_waiting", limit=limit)


def _names(session: Session, organisation: Organisation, actor: Actor) -> list[str]:
    person = session.get(Person, actor.person_id)
    own = [organisation.name, organisation.uscc]
    return own if person is None else [*own, person.name]


def _checked(text: str, names: list[str], field: str = "text") -> str:
    text = text.strip()
    errors = []
    if not text:
        errors.append(FieldError(field, "required"))
    if len(text) > TEXT_MAX:
        errors.append(FieldError(field, "too_long", {"limit": TEXT_MAX, "found": len(text)}))
    named = names_in(text, names)
    if named:
        errors.append(FieldError(field, "names_asker", {"found": named}))
    contacts = contacts_in(text)
    if contacts:
        errors.append(FieldError(field, "contact_in_text", {"found": contacts}))
    if errors:
        raise Invalid(*errors)
    return text


def publish(
    session: Session,
    question_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    text: str,
) -> Question:
    """Publish a question in words that do not tell who asks: as it was asked, or reworded by the office.

    :param text: what is published; what was asked stays on record beside it.
    :raises RuleRefused: ``own_organisation``: the officer stands for who asks, or for the owner.
    """
    row, challenge = _open(session, question_id, "question.moderate", actor, version, now)
    text = _checked(text, [])
    row.number = serials.take(session, f"question:{challenge.id}")[0]
    row.text, row.published_at = text, now
    lifecycle.move(
        session,
        row,
        QUESTION_MOVES,
        "publish",
        actor=actor,
        now=now,
        challenge_id=challenge.id,
        number=row.number,
    )
    return row


def decline(
    session: Session,
    question_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Question:
    """Do not publish a question, with a reason that its asker is told."""
    row, challenge = _open(session, question_id, "question.moderate", actor, version, now)
    lifecycle.move(
        session,
        row,
        QUESTION_MOVES,
        "decline",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        challenge_id=challenge.id,
    )
    return row


def answer(
    session: Session,
    question_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    text: str,
) -> Question:
    """Answer a published question in public, by the owner's people or the office, while the call is open.

    :raises NotFound: there is none that the actor may answer.
    """
    row, challenge = _open(session, question_id, "question.answer", actor, version, now)
    row.answer = _checked(text, [])
    row.answered_at, row.answered_by_id = now, actor.person_id
    lifecycle.move(
        session,
        row,
        QUESTION_MOVES,
        "answer",
        actor=actor,
        now=now,
        challenge_id=challenge.id,
        number=row.number,
    )
    return row


def _open(
    session: Session,
    question_id: int,
    permission: str,
    actor: Actor,
    version: int | None,
    now: datetime,
) -> tuple[Question, Challenge]:
    """Lock a question of an open call for the office, or, once it is public, for the owner's people.

    An officer who stands for the asker, or for anybody else who could bid, does not act: he could stop a rival's
    question. (The owner's people who stand for another side cannot bid for it: ``both_sides``.)
    """
    require(actor, permission)
    challenge_id = session.scalar(select(Question.challenge_id).where(Question.id == question_id))
    if challenge_id is None:
        raise NotFound(kind="question")
    challenge = share_lock(session, challenge_id)
    public = select(Question.id).where(Question.id == question_id, Question.number.is_not(None))
    owned = access.own(actor, challenge)
    if not sees_all(actor) and not (owned and session.scalar(public) is not None):
        raise NotFound(kind="question")
    row = lifecycle.lock(session, Question, question_id, version=version)
    if challenge.state != ChallengeState.OPEN:
        raise IllegalMove(
            verb=permission.partition(".")[2], state=challenge.state, kind="challenge"
        )
    check_independent(session, actor, organisation_id=row.organisation_id, now=now)
    if permission == "question.moderate":
        owner_id = challenge.owner_organisation_id
        check_independent(session, actor, organisation_id=owner_id, now=now)
    if not owned and not rivals.stands_apart(session, challenge.id, actor=actor):
        raise RuleRefused("possible_bidder")
    return row, challenge
