"""What demands and answers to them wait for."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.demands.lists import Contract, Response
from scenario_market.domain.demands.models import Amendment, Demand, Sharpening
from scenario_market.domain.demands.states import EDITABLE, DemandState, ResponseState
from scenario_market.domain.providers.models import Provider
from scenario_market.domain.todos.waiting import Waiting, organisation, person, role

D, R = DemandState, ResponseState
OFFICE, LEAD = role("office_reviewer"), role("office_lead")


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(select(Demand.id, Demand.title).where(Demand.id.in_(ids)))
    return {row.id: row.title for row in rows}


def titles_of_responses(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Response.id, Demand.title).join(Demand, Response.demand_id == Demand.id)
    return {row.id: row.title for row in session.execute(query.where(Response.id.in_(ids)))}


def waiting(session: Session, demand_id: int, city: City) -> list[Waiting]:
    row = session.get(Demand, demand_id, populate_existing=True)
    if row is None:
        return []
    found = []
    if row.state == D.SUBMITTED:
        found.append(_submitted(row, city))
    elif row.state == D.IN_REVIEW:
        found.append(Waiting("demand_decide", OFFICE))
    elif row.state == D.RETURNED:
        found += _of_owner(row, "demand_mend")
    elif row.state == D.APPROVED:
        found.append(Waiting("demand_publish", LEAD))
    if row.state in EDITABLE:
        found += _sharpening(session, row)
    asked = select(Amendment.id).where(
        Amendment.demand_id == demand_id, Amendment.decided_at.is_(None)
    )
    if session.scalar(asked) is not None:
        found.append(Waiting("amendment_decide", OFFICE))
    return found


def _submitted(row: Demand, city: City) -> Waiting:
    """The office's turn, or first the district's where the programme asks for its recommendation (区级推荐)."""
    first = city.policy["programmes"][row.programme]["district_recommendation"]
    if first and row.recommended_at is None and row.district is not None:
        return Waiting("demand_recommend", role("district_officer", row.district))
    return Waiting("demand_take_up", OFFICE)


def _of_owner(row: Demand, kind: str) -> list[Waiting]:
    """A need that an officer took down for nobody yet goes back to himself."""
    if row.owner_organisation_id is not None:
        return [Waiting(kind, organisation(row.owner_organisation_id, "demands"))]
    return [] if row.author_id is None else [Waiting(kind, person(row.author_id))]


def _sharpening(session: Session, row: Demand) -> list[Waiting]:
    live = session.execute(
        select(Sharpening.delivered_at, Sharpening.due_at, Provider.organisation_id)
        .join(Provider, Provider.id == Sharpening.provider_id)
        .where(Sharpening.demand_id == row.id, Sharpening.ended_at.is_(None))
    ).first()
    if live is None:
        return []
    if live.delivered_at is not None:
        return _of_owner(row, "sharpening_answer")
    asked = organisation(live.organisation_id, "offers")
    return [Waiting("sharpening_propose", asked, live.due_at)]


def waiting_of_response(session: Session, response_id: int, city: City) -> list[Waiting]:
    row = session.get(Response, response_id, populate_existing=True)
    if row is None:
        return []
    demand = session.get(Demand, row.demand_id)
    owner_id = demand.owner_organisation_id if demand else None
    if owner_id is None:
        return []
    if row.state == R.SUBMITTED:
        asked = organisation(owner_id, "demands")
        return [Waiting("response_decide", asked, row.owner_due_at)]
    if row.state == R.DOCKING:
        return [Waiting("docking_confirm", organisation(row.organisation_id, "offers"))]
    if row.state != R.CONFIRMED:
        return []
    contract = session.scalar(select(Contract).where(Contract.response_id == row.id))
    sides = {
        owner_id: organisation(owner_id, "demands"),
        row.organisation_id: organisation(row.organisation_id, "offers"),
    }
    if contract is None:  # either side records, the other confirms
        return [Waiting("contract_record", party) for party in sides.values()]
    sides.pop(contract.recorded_for_id)
    return [Waiting("contract_confirm", party) for party in sides.values()]
