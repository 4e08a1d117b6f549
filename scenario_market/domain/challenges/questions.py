"""Reading questions: the public those that are published, an organisation its own, the office what waits for it.

Nobody but the asking organisation reads who asked; nobody reads who answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain import paging
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access, rivals
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.question_states import QuestionState
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.permissions import allowed, require


@dataclass(frozen=True)
class Asked:
    """A question as its reader may see it.

    :param is_own: an organisation of the reader's asked it. :param asked: as it was written, for that organisation
        and for who makes it anonymous; None to others.
    :param organisation_id: of the asker, to its own people alone.
    :param reason: reason code and text where it was declined, for its asker and the office.
    :param asked_at: None to others: when it was written could tell by whom.
    """

    id: int
    challenge_id: int
    version: int
    state: str
    number: int | None
    text: str | None
    answer: str | None
    published_at: datetime | None
    answered_at: datetime | None
    is_own: bool
    asked: str | None
    asked_at: datetime | None
    organisation_id: int | None
    reason: tuple[str, str] | None


def of_challenge(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[Asked]:
    """Questions on a call, the last published first; those of the actor's that are not public stand before them.

    :raises NotFound: there is no such call for this actor.
    """
    found: Any = select(Challenge.id).where(Challenge.id == challenge_id, access.readable(actor))
    if session.scalar(found) is None:
        raise NotFound(kind="challenge")
    query = select(Question).where(Question.challenge_id == challenge_id, _readable(session, actor))
    return _page(session, query, actor, after=after, limit=limit)


def waiting(
    session: Session, *, actor: Actor, after: Sequence[Any] | None = None, limit: int = 20
) -> paging.Page[Asked]:
    """Questions that wait to be made anonymous, in all open calls, for the office; the newest first.

    Not those on calls on which somebody could bid for whom the officer stands.
    """
    require(actor, "question.moderate")
    query = (
        select(Question)
        .join(Challenge, Challenge.id == Question.challenge_id)
        .where(
            Question.state == QuestionState.ASKED,
            Challenge.state == ChallengeState.OPEN,
            rivals.unrivalled(session, actor),
        )
    )
    return _page(session, query, actor, after=after, limit=limit)


def question(session: Session, question_id: int, *, actor: Actor) -> Asked:
    """One question.

    :raises NotFound: there is none that the actor may read.
    """
    query = (
        select(Question)
        .join(Challenge, Challenge.id == Question.challenge_id)
        .where(Question.id == question_id, _readable(session, actor), access.readable(actor))
    )
    row = session.scalar(query)
    if row is None:
        raise NotFound(kind="question")
    return _shown(session, [row], actor)[0]


def _readable(session: Session, actor: Actor) -> ColumnElement[bool]:
    public = Question.published_at.is_not(None)
    reads = [public]
    if actor.organisations:
        reads.append(Question.organisation_id.in_(actor.organisations))
    if _moderates(actor):
        apart = select(Challenge.id).where(rivals.unrivalled(session, actor))
        reads.append(Question.challenge_id.in_(apart))
    return or_(*reads)


def _moderates(actor: Actor) -> bool:
    return actor.person_id is not None and allowed(actor, "question.moderate")


def _page(
    session: Session,
    query: Select[Any],
    actor: Actor,
    *,
    after: Sequence[Any] | None,
    limit: int,
) -> paging.Page[Asked]:
    found = paging.page(session, query, Question.id, after=after, limit=limit)
    return paging.Page(_shown(session, found.rows, actor), found.after)


def _shown(session: Session, rows: Sequence[Question], actor: Actor) -> list[Asked]:
    apart: set[int] = set()
    if _moderates(actor) and rows:
        calls = {row.challenge_id for row in rows}
        apart = set(
            session.scalars(
                select(Challenge.id).where(
                    Challenge.id.in_(calls), rivals.unrivalled(session, actor)
                )
            )
        )
    declined = select(StateChange).where(
        StateChange.subject_kind == "question",
        StateChange.verb == "decline",
        StateChange.subject_id.in_([row.id for row in rows]),
    )
    reasons = {
        one.subject_id: (one.reason_code or "", one.reason_text or "")
        for one in session.scalars(declined)
    }
    return [
        _asked(row, actor, reasons.get(row.id), moderates=row.challenge_id in apart) for row in rows
    ]


def _asked(
    row: Question, actor: Actor, reason: tuple[str, str] | None, *, moderates: bool
) -> Asked:
    own = row.organisation_id in actor.mandates
    inside = own or moderates
    return Asked(
        id=row.id,
        challenge_id=row.challenge_id,
        version=row.version,
        state=row.state,
        number=row.number,
        text=row.text,
        answer=row.answer,
        published_at=row.published_at,
        answered_at=row.answered_at,
        is_own=own,
        asked=row.asked if inside else None,
        asked_at=row.created_at if own else None,
        organisation_id=row.organisation_id if own else None,
        reason=reason if inside else None,
    )
