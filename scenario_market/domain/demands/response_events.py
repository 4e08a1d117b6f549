"""Facts about responses to listed demands."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class ResponseEvent(Event):
    """Base of facts about a provider's response (对接意向)."""

    subject_kind: ClassVar[str] = "response"
    demand_id: int


@dataclass(frozen=True, kw_only=True)
class ResponseSubmitted(ResponseEvent):
    """A provider answered a listed demand."""

    kind: ClassVar[str] = "response.submitted"


@dataclass(frozen=True, kw_only=True)
class ResponseWithdrawn(ResponseEvent):
    """The provider took its response back."""

    kind: ClassVar[str] = "response.withdrawn"


@dataclass(frozen=True, kw_only=True)
class ResponseDeclined(ResponseEvent):
    """The owner declined the response, with reason."""

    kind: ClassVar[str] = "response.declined"


@dataclass(frozen=True, kw_only=True)
class ResponseOverdue(ResponseEvent):
    """The owner left the response unanswered longer than the city allows."""

    kind: ClassVar[str] = "response.overdue"


@dataclass(frozen=True, kw_only=True)
class ResponseAccepted(ResponseEvent):
    """The owner accepted; docking begins and contacts are open to both."""

    kind: ClassVar[str] = "response.accepted"


@dataclass(frozen=True, kw_only=True)
class DockingConfirmed(ResponseEvent):
    """The provider confirmed the docking: both sides mean it."""

    kind: ClassVar[str] = "response.docking_confirmed"


@dataclass(frozen=True, kw_only=True)
class ResponseEnded(ResponseEvent):
    """The docking ended without a contract, with reason."""

    kind: ClassVar[str] = "response.ended"


@dataclass(frozen=True, kw_only=True)
class ContractRecorded(ResponseEvent):
    """One side recorded a contract.

    :param contract_id: the contract.
    """

    kind: ClassVar[str] = "response.contract_recorded"
    contract_id: int


@dataclass(frozen=True, kw_only=True)
class ContractConfirmed(ResponseEvent):
    """The other side confirmed the contract."""

    kind: ClassVar[str] = "response.contracted"
    contract_id: int
