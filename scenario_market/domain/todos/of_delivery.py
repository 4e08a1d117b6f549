"""What pledges, projects and their milestones wait for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.pledges.models import (
    Pledge,
    PledgeAgreement,
    PledgeSignature,
)
from scenario_market.domain.pledges.states import Form, Party, PledgeState
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import PlanChange, Report
from scenario_market.domain.projects.states import OPEN, RUNNING, MilestoneState, ProjectState
from scenario_market.domain.todos.waiting import Waiting, organisation, role

OFFICE, LEAD = role("office_reviewer"), role("office_lead")
M, P = MilestoneState, ProjectState


def titles_of_pledges(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Pledge.id, Project.title).join(Project, Project.id == Pledge.project_id)
    return {row.id: row.title for row in session.execute(query.where(Pledge.id.in_(ids)))}


def waiting_of_pledge(session: Session, pledge_id: int, city: City) -> list[Waiting]:
    row = session.get(Pledge, pledge_id, populate_existing=True)
    if row is None:
        return []
    parties = {
        Party.PROVIDER: organisation(row.organisation_id, "offers"),
        Party.OWNER: organisation(row.owner_id, "demands"),
        Party.OFFICE: LEAD,
    }
    if row.state == PledgeState.NEGOTIATING:
        agreed = select(PledgeAgreement.party).where(
            PledgeAgreement.pledge_id == row.id, PledgeAgreement.number == row.number
        )
        done = set(session.scalars(agreed))
        return [
            Waiting("pledge_agree", party, row.due_at)
            for name, party in parties.items()
            if name not in done
        ]
    if row.state != PledgeState.SIGNING:
        return []
    signed = select(PledgeSignature).where(
        PledgeSignature.pledge_id == row.id, PledgeSignature.void_at.is_(None)
    )
    given = {one.party: one for one in session.scalars(signed)}
    found = [
        Waiting("pledge_sign", party, row.due_at)
        for name, party in parties.items()
        if name not in given
    ]
    unchecked = [one for one in given.values() if one.form == Form.SCAN and not one.holds]
    return [*found, *([Waiting("pledge_check", OFFICE, row.due_at)] if unchecked else [])]


def titles_of_projects(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(select(Project.id, Project.title).where(Project.id.in_(ids)))
    return {row.id: row.title for row in rows}


def waiting_of_project(session: Session, project_id: int, city: City) -> list[Waiting]:
    row = session.get(Project, project_id, populate_existing=True)
    if row is None:
        return []
    delivering = organisation(row.organisation_id, "offers")
    found = []
    if row.state == P.CHANGE_PENDING:
        found += _change(session, row)
    if row.state == P.FINAL_ACCEPTANCE:
        found.append(Waiting("project_conclude", OFFICE))
    if row.state == P.RECTIFYING and row.rectify_until is not None:
        found.append(Waiting("project_rectify", delivering, city.end_of(row.rectify_until)))
    if row.state in RUNNING:
        owed = select(Report.due_at).where(
            Report.project_id == row.id, Report.submitted_at.is_(None)
        )
        due_at = session.scalar(owed.order_by(Report.due_at).limit(1))
        if due_at is not None:
            found.append(Waiting("project_report", delivering, due_at))
    return found


def _change(session: Session, row: Project) -> list[Waiting]:
    asked = select(PlanChange).where(
        PlanChange.project_id == row.id, PlanChange.decided_at.is_(None)
    )
    change = session.scalars(asked).first()
    if change is None:
        return []
    if change.agreed_at is not None:
        return [Waiting("change_decide", OFFICE)]
    by_provider = change.organisation_id == row.organisation_id
    other = (
        organisation(row.owner_id, "demands")
        if by_provider
        else organisation(row.organisation_id, "offers")
    )
    return [Waiting("change_agree", other)]


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
        return [Waiting("milestone_submit", delivering, row.until_at)]
    if row.state == M.SUBMITTED:
        return [Waiting("milestone_confirm", organisation(project.owner_id, "demands"))]
    if row.state == M.OWNER_CONFIRMED:
        return [Waiting("milestone_accept", OFFICE)]
    return []
