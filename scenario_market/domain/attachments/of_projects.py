"""Files of projects: evidence of milestones, reports of measurements, material for the acceptance."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import Attachment
from scenario_market.domain.attachments.evidence import is_held
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.errors import IllegalMove, RuleRefused
from scenario_market.domain.permissions import OFFICE
from scenario_market.domain.projects import access
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import Measurement
from scenario_market.domain.projects.states import MilestoneState, ProjectState


def readable(session: Session, project_id: int, actor: Actor) -> Collection[str]:
    """What a reader of the project may read: everything."""
    return PURPOSES["project"] if _reads(session, actor, Project.id == project_id) else ()


def readable_of_milestone(session: Session, milestone_id: int, actor: Actor) -> Collection[str]:
    """What a reader of the milestone's project may read: everything."""
    of_it = select(Milestone.project_id).where(Milestone.id == milestone_id).scalar_subquery()
    return PURPOSES["milestone"] if _reads(session, actor, Project.id == of_it) else ()


def open_project(session: Session, project_id: int, actor: Actor) -> None:
    """The sides of a project attach to it, and the office what its decisions rest on.

    :raises NotFound: there is none, or the actor is on neither side nor of the office.
    :raises IllegalMove: it has not begun. After its end only evidence of diligence is still of use.
    """
    project = access.open_project(
        session, project_id, actor=actor, permission="project.attach", version=None
    )
    if not actor.has_role(*OFFICE):
        access.side(actor, project)
    if project.state == ProjectState.PLEDGE_PENDING:
        raise IllegalMove(verb="attach", state=project.state, kind="project")


def open_milestone(session: Session, milestone_id: int, actor: Actor) -> None:
    """The provider attaches evidence while it works on a milestone.

    :raises NotFound: there is none, or the actor does not speak for the provider.
    :raises IllegalMove: it was not begun, or its evidence is in.
    """
    project, row = access.open_milestone(
        session, milestone_id, actor=actor, permission="project.deliver", version=None
    )
    access.check_provider(actor, project)
    if row.state != MilestoneState.IN_PROGRESS:
        raise IllegalMove(verb="attach", state=row.state, kind="milestone")


def check_use(session: Session, row: Attachment, actor: Actor) -> None:
    """What a measurement names, or a decision rests on, stays. So does what somebody else attached.

    :raises RuleRefused: ``attachment_in_use``, ``attachment_of_another``.
    """
    named = select(Measurement.id).where(Measurement.attachment_id == row.id).limit(1)
    if is_held(session, row.id) or session.scalar(named) is not None:
        raise RuleRefused("attachment_in_use")
    if row.uploaded_by_id != actor.person_id:
        raise RuleRefused("attachment_of_another")


def is_evidence(session: Session, row: Attachment, actor: Actor) -> bool:
    """Whether a removed file is still read: a decision rests on it."""
    return is_held(session, row.id)


def _reads(session: Session, actor: Actor, one: ColumnElement[bool]) -> bool:
    found = select(Project.id).where(one, access.readable(actor))
    return session.scalar(found) is not None
