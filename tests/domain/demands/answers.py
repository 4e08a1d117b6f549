"""The acts of the two sides about an answer, and answers that stand in a state by fiat."""

from scenario_market.domain.demands import docking, responding
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.states import DemandState, ResponseState
from scenario_market.domain.moves import Reason
from tests.domain.demands.cases import ANSWER, CONTRACT, demand_in
from tests.factories import NOW

R = ResponseState


NO = Reason("price", "报价超出预算")


def answer(cast, demand, provider=None, **fields):
    organisation, actor = provider or cast.provider()
    return responding.submit(
        cast.session,
        demand.id,
        actor=actor,
        organisation_id=organisation.id,
        fields={**ANSWER, **fields},
        **cast.context,
    ), actor


def withdraw(cast, row, actor, version=None):
    responding.withdraw(cast.session, row.id, actor=actor, now=cast.now, version=version)


def decline(cast, row, actor, version=None):
    responding.decline(
        cast.session, row.id, actor=actor, version=version, reason=NO, **cast.context
    )


def accept(cast, row, actor, version=None):
    docking.accept(cast.session, row.id, actor=actor, now=cast.now, version=version)


def confirm(cast, row, actor, version=None):
    docking.confirm(cast.session, row.id, actor=actor, now=cast.now, version=version)


def end(cast, row, actor, version=None):
    docking.end(cast.session, row.id, actor=actor, version=version, reason=NO, **cast.context)


def record(cast, row, actor, version=None, **fields):
    return docking.record_contract(
        cast.session,
        row.id,
        actor=actor,
        version=version,
        fields={**CONTRACT, **fields},
        **cast.context,
    )


def sign(cast, row, actor, version=None):
    docking.confirm_contract(cast.session, row.id, actor=actor, version=version, **cast.context)


# verb → the command and the side whose act it is
COMMANDS = {
    "withdraw": (withdraw, "provider"),
    "decline": (decline, "owner"),
    "accept": (accept, "owner"),
    "confirm": (confirm, "provider"),
    "end": (end, "owner"),
}


def answer_in(cast, state):
    """An answer that stands in a state by fiat, and its two sides."""
    organisation, actor = cast.provider()
    demand = demand_in(cast, DemandState.DOCKING)
    row = Response(
        demand_id=demand.id,
        organisation_id=organisation.id,
        state=state,
        demand_number=1,
        proposal="方案",
        contact_name="测试",
        contact_mobile="027-00000003",
        submitted_by_id=actor.person_id,
        created_at=NOW,
        updated_at=NOW,
    )
    cast.session.add(row)
    cast.session.flush()
    return row, {"provider": actor, "owner": cast.owner}
