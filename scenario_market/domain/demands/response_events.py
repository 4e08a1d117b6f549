"""Facts about responses to listed demands."""

from scenario_market.domain.events import Event


class ResponseEvent(Event):
    """Base of facts about a provider's response (对接意向)."""

    subject_kind = "response"
    demand_id: int


class ResponseSubmitted(ResponseEvent):
    """A provider answered a listed demand."""

    kind = "response.submitted"


class ResponseWithdrawn(ResponseEvent):
    """The provider took its response back."""

    kind = "response.withdrawn"


class ResponseDeclined(ResponseEvent):
    """The owner declined the response, with reason."""

    kind = "response.declined"


class ResponseOverdue(ResponseEvent):
    """The owner left the response unanswered longer than the city allows."""

    kind = "response.overdue"


class ResponseAccepted(ResponseEvent):
    """The owner accepted; docking begins and contacts are open to both."""

    kind = "response.accepted"


class DockingConfirmed(ResponseEvent):
    """The provider confirmed the docking: both sides mean it."""

    kind = "response.docking_confirmed"


class ResponseEnded(ResponseEvent):
    """The docking ended without a contract, with reason."""

    kind = "response.ended"


class ContractRecorded(ResponseEvent):
    """One side recorded a contract.

    :param contract_id: the contract.
    """

    kind = "response.contract_recorded"
    contract_id: int


class ContractConfirmed(ResponseEvent):
    """The other side confirmed the contract."""

    kind = "response.contracted"
    contract_id: int
