"""What notices about calls and the questions on them are about, read for many at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges import partners
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.notices.models import Notice
from scenario_market.domain.parties.models import Organisation

CALL = (
    Challenge.id,
    Challenge.title,
    Challenge.number,
    Challenge.state,
    Challenge.closes_at,
    Challenge.questions_close_at,
    Challenge.is_desensitised,
    Organisation.name,
)


def _call(row: Any) -> dict[str, Any]:
    return {
        "challenge_id": row.id,
        "title": row.title,
        "number": row.number,
        "state": row.state,
        "closes_at": row.closes_at,
        "questions_close_at": row.questions_close_at,
        "owner": None if row.is_desensitised else row.name,
    }


def challenges(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """By the call's key."""
    owner = Challenge.owner_organisation_id == Organisation.id
    rows = session.execute(select(*CALL).join(Organisation, owner).where(Challenge.id.in_(ids)))
    return [(row.id, _call(row)) for row in rows]


def questions(session: Session, ids: set[int]) -> Iterable[tuple[int, dict[str, Any]]]:
    """By the question's key: the call, what was published, and the answer."""
    rows = session.execute(
        select(Question.id.label("question_id"), Question.text, Question.answer, *CALL)
        .join(Challenge, Challenge.id == Question.challenge_id)
        .join(Organisation, Challenge.owner_organisation_id == Organisation.id)
        .where(Question.id.in_(ids))
    )
    return [
        (row.question_id, _call(row) | {"question": row.text, "answer": row.answer}) for row in rows
    ]


MATCHED = frozenset({"challenge_matched", "challenge_near"})


def suggestions(session: Session, notices: Sequence[Notice]) -> dict[int, dict[str, Any]]:
    """By the notice's key, where it tells of a match with a call: partners as they are now."""
    told = {
        one.id: (one.subject_id, one.organisation_id)
        for one in notices
        if one.kind in MATCHED and one.organisation_id is not None
    }
    today = max((one.day for one in notices if one.id in told), default=date.min)
    found = partners.of_pairs(session, set(told.values()), today=today)
    return {
        key: {"partners": [{"name": one.name, "brings": one.brings} for one in found[pair]]}
        for key, pair in told.items()
        if pair in found
    }
