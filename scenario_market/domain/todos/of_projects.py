"""What projects and their milestones wait for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.projects import gate, tranches
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import PlanChange, Report
from scenario_market.domain.projects.reports import ASKED
from scenario_market.domain.projects.states import (
    CONCLUDED,
    OPEN,
    RUNNING,
    MilestoneState,
    ProjectState,
)
from scenario_market.domain.todos import of_acceptance
from scenario_market.domain.todos.waiting import Waiting, organisation, role

OFFICE, LEAD = role("office_reviewer"), role("office_lead")
M, P = MilestoneState, ProjectState


def titles_of_projects(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(select(Project.id, Project.title).where(Project.id.in_(ids)))
    return {row.id: row.title for row in rows}


def waiting_of_project(session: Session, project_id: int, city: City) -> list[Waiting]:
    row = session.get(Project, project_id, populate_existing=True)
    if row is None:
        return []
    delivering = organisation(row.organisation_id, "offers")
    found = []
    if row.state == P.PLEDGE_PENDING and row.plan_by_id is not None:
        found.append(Waiting("plan_agree", _other(row, row.plan_by_id)))
    if row.state == P.SUSPENDED:
        found.append(Waiting("project_resume", LEAD))
    if row.state == P.CHANGE_PENDING:
        found += _change(session, row)
    if row.state in RUNNING:
        found += _step(session, row, delivering)
    if row.state == P.FINAL_ACCEPTANCE:
        found += of_acceptance.steps(session, row, delivering)
    if row.state == P.RECTIFYING and row.rectify_until is not None:
        found.append(Waiting("project_rectify", delivering, city.end_of(row.rectify_until)))
    if row.state in ASKED:
        owed = select(Report.due_at).where(
            Report.project_id == row.id, Report.submitted_at.is_(None)
        )
        due_at = session.scalar(owed.order_by(Report.due_at).limit(1))
        if due_at is not None:
            found.append(Waiting("project_report", delivering, due_at))
    if tranches.due(session, row):
        found.append(Waiting("tranche_release", LEAD))
    return found


def _step(session: Session, row: Project, delivering: str) -> list[Waiting]:
    """The final acceptance, when every milestone is concluded. At the gate of a race it is the call that waits."""
    if gate.is_shut(session, row):
        return []
    unfinished = select(Milestone.id).where(
        Milestone.project_id == row.id, Milestone.state.not_in(sorted(CONCLUDED))
    )
    if row.state != P.ACTIVE or session.scalar(unfinished.limit(1)) is not None:
        return []
    return [Waiting("project_present", delivering)]


def _other(row: Project, side_id: int) -> str:
    """The side that did not act."""
    if side_id == row.organisation_id:
        return organisation(row.owner_id, "demands")
    return organisation(row.organisation_id, "offers")


def _change(session: Session, row: Project) -> list[Waiting]:
    asked = select(PlanChange).where(
        PlanChange.project_id == row.id, PlanChange.decided_at.is_(None)
    )
    change = session.scalars(asked).first()
    if change is None:
        return []
    if change.agreed_at is not None:
        return [Waiting("change_decide", OFFICE)]
    return [Waiting("change_agree", _other(row, change.organisation_id))]


def titles_of_milestones(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Milestone.id, Milestone.title, Project.title.label("project")).join(
        Project, Project.id == Milestone.project_id
    )
    rows = session.execute(query.where(Milestone.id.in_(ids)))
    return {row.id: f"{row.project}：{row.title}" for row in rows}


def waiting_of_milestone(session: Session, milestone_id: int, city: City) -> list[Waiting]:
    row = session.get(Milestone, milestone_id, populate_existing=True)
    project = session.get(Project, row.project_id, populate_existing=True) if row else None
    if row is None or project is None or project.state not in RUNNING:
        return []
    delivering = organisation(project.organisation_id, "offers")
    if row.state in OPEN:  # its evidence is owed by its time, begun or not
        if gate.holds(session, project, row):
            return []
        return [Waiting("milestone_submit", delivering, row.until_at)]
    if row.state == M.SUBMITTED:
        return [Waiting("milestone_confirm", organisation(project.owner_id, "demands"))]
    if row.state == M.OWNER_CONFIRMED:
        return [Waiting("milestone_accept", OFFICE)]
    return []
