"""Who is told of what happens around a call: its owner, who asked, who follows, who was found for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, union

from scenario_market.domain.challenges.call_models import Follow, Question
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.permissions import OFFICE
from scenario_market.workers.recipients import Recipients, organisations, with_role

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def owner(work: Work) -> Recipients:
    """The owner of the call on which the question is."""
    return _owner(work)


def _owner(work: Work) -> Select[Any]:
    return (
        organisations(Challenge.owner_organisation_id)
        .join(Question, Question.challenge_id == Challenge.id)
        .where(Question.id == work.event.subject_id)
    )


def owner_and_office(work: Work) -> Recipients:
    """The owner of the call, once the question is public, and the office."""
    public = _owner(work).where(Question.number.is_not(None))
    return union(public, with_role(work, *sorted(OFFICE)))


def asker(work: Work) -> Recipients:
    """The organisation that asked."""
    return organisations(Question.organisation_id).where(Question.id == work.event.subject_id)


def asker_and_followers(work: Work) -> Recipients:
    """The organisation that asked, and those that follow the call."""
    following = (
        organisations(Follow.organisation_id)
        .join(Question, Question.challenge_id == Follow.challenge_id)
        .where(Question.id == work.event.subject_id)
    )
    return union(asker(work), following)


def followers(work: Work) -> Recipients:
    """The organisations that follow the call that the event is about."""
    return organisations(Follow.organisation_id).where(Follow.challenge_id == work.event.subject_id)
