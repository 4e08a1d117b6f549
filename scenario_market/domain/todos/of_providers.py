"""What providers wait for: the office's review, their own mending, an appeal's decision."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers.models import Appeal, Provider
from scenario_market.domain.providers.states import ProviderState
from scenario_market.domain.todos.waiting import Waiting, organisation, role

S = ProviderState
OFFICE = role("office_reviewer")
# state → what the office, or the provider itself, has to do
OF_OFFICE = {
    S.APPLIED: "provider_take_up",
    S.IN_REVIEW: "provider_decide",
    S.RECTIFYING: "rectification_check",
}
OF_PROVIDER = {S.RETURNED: "provider_mend", S.WARNED: "provider_rectify"}


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Provider.id, Organisation.name).join(
        Organisation, Organisation.id == Provider.organisation_id
    )
    return {row.id: row.name for row in session.execute(query.where(Provider.id.in_(ids)))}


def waiting(session: Session, provider_id: int, city: City) -> list[Waiting]:
    row = session.get(Provider, provider_id, populate_existing=True)
    if row is None:
        return []
    state, found = ProviderState(row.state), []
    if state in OF_OFFICE:
        found.append(Waiting(OF_OFFICE[state], OFFICE))
    if state in OF_PROVIDER:
        found.append(Waiting(OF_PROVIDER[state], organisation(row.organisation_id, "profile")))
    filed = select(Appeal.id).where(Appeal.provider_id == provider_id, Appeal.decided_at.is_(None))
    if session.scalar(filed.limit(1)) is not None:
        found.append(Waiting("appeal_decide", role("office_lead")))
    return found
