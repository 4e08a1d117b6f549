"""What pledges wait for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.pledges.models import Pledge, PledgeAgreement, PledgeSignature
from scenario_market.domain.pledges.states import Form, Party, PledgeState
from scenario_market.domain.projects.models import Project
from scenario_market.domain.todos.waiting import Waiting, organisation, role

OFFICE, LEAD = role("office_reviewer"), role("office_lead")


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
