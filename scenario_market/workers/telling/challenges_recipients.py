"""Who is told of a call's course: its owner and author, the joint organiser, all who had a workspace or follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, exists, union

from scenario_market.domain.bids.models import Participation, Workspace
from scenario_market.domain.challenges.call_models import Follow
from scenario_market.domain.challenges.drafting import OFFICE_POST
from scenario_market.domain.challenges.models import Challenge
from scenario_market.workers.recipients import Recipients, organisations, people, with_role

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def owner(work: Work) -> Recipients:
    """The organisation whose call it is."""
    return _owner(work)


def _owner(work: Work) -> Select[Any]:
    return organisations(Challenge.owner_organisation_id).where(
        Challenge.id == work.event.subject_id
    )


def owner_and_author(work: Work) -> Recipients:
    """The owner, and the officer who wrote the call where the office did."""
    about = Challenge.id == work.event.subject_id, Challenge.source == OFFICE_POST
    wrote = people(Challenge.author_id).where(*about, Challenge.author_id.is_not(None))
    return union(_owner(work), wrote)


def joint(work: Work) -> Recipients:
    """The joint organiser, of a call that he countersigns."""
    asked = exists().where(Challenge.id == work.event.subject_id, Challenge.is_joint)
    return with_role(work, "joint_organiser").where(asked)


def leads(work: Work) -> Recipients:
    """Who leads the office."""
    return with_role(work, "office_lead")


def organisers(work: Work) -> Recipients:
    """The owner, who leads the office, and the joint organiser of a call that he countersigned."""
    return union(_owner(work), leads(work), joint(work))


def taking_part(work: Work) -> Recipients:
    """All who opened a workspace or joined one, whatever stands in it, and all who follow the call."""
    return union(*who_takes_part(work))


def who_takes_part(work: Work) -> list[Select[Any]]:
    """Selects of all who take part, to be united with others."""
    key = work.event.subject_id
    return [
        organisations(Workspace.organisation_id).where(Workspace.challenge_id == key),
        organisations(Participation.organisation_id).where(Participation.challenge_id == key),
        organisations(Follow.organisation_id).where(Follow.challenge_id == key),
    ]


def taking_part_and_owner(work: Work) -> Recipients:
    """All who take part, and whose call it is."""
    return union(*who_takes_part(work), _owner(work))


def of_last_round(work: Work) -> Recipients:
    """All who took part in the round before."""
    before = Challenge.id == work.event.subject_id
    return union(
        organisations(Participation.organisation_id)
        .join(Challenge, Challenge.previous_id == Participation.challenge_id)
        .where(before),
        organisations(Workspace.organisation_id)
        .join(Challenge, Challenge.previous_id == Workspace.challenge_id)
        .where(before),
    )
