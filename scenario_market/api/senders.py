"""What carries codes and invitations to a mobile number: put together once for each web process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenario_market.channels import post
from scenario_market.channels.faults import AddressRefused, Rejected
from scenario_market.channels.outbound import OutboundFailed, OutboundRefused
from scenario_market.domain.city import City
from scenario_market.domain.errors import DomainError, FieldError, Invalid
from scenario_market.domain.parties.invitations import InvitationSender
from scenario_market.domain.parties.sign_in import CodeSender
from scenario_market.settings import Settings


class SmsUnavailable(DomainError):
    """The gateway does not take messages at the moment; nothing was written."""

    code = "unavailable"
    status = 503


@dataclass(frozen=True)
class Senders:
    """The senders that commands are handed."""

    code: CodeSender
    invitation: InvitationSender


def make(settings: Settings, city: City) -> Senders:
    """The senders that the settings ask for."""
    return Senders(
        _refusing(post.code_sender(settings, city)),
        _refusing(post.invitation_sender(settings, city)),
    )


def _refusing(send: Callable[..., None]) -> Callable[..., None]:
    """Turns a gateway's faults into refusals that a caller can read.

    :raises Invalid: the carrier does not know the number, whoever it belongs to.
    :raises SmsUnavailable: try again later.
    """

    def sending(mobile: str, code: str, **words: Any) -> None:
        try:
            send(mobile, code, **words)
        except (AddressRefused, Rejected):
            raise Invalid(FieldError("mobile", "unreachable")) from None
        except (OSError, OutboundFailed, OutboundRefused) as error:
            raise SmsUnavailable("sms_unavailable") from error

    return sending
