"""What the domain asks of whoever checks an 电子印章; ``vault.seals`` is the real one. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scenario_market.domain.errors import RuleRefused


class SealRefused(RuleRefused):
    """A seal does not hold; ``rule`` says why.

    ``seals_not_set_up``, ``seal_unreadable``, ``seal_weak``, ``seal_of_another_document``, ``seal_broken``,
    ``seal_expired``, ``seal_revoked``, ``seal_revocation_unknown``, ``seal_not_for_signing``, ``seal_untrusted``,
    ``seal_of_another_organisation``.
    """


@dataclass(frozen=True)
class SealFacts:
    """What a seal that holds says of itself: its certificate, as text.

    :param subject: whom it was issued to. :param serial: hexadecimal. :param sha256: of the certificate.
    """

    subject: str
    issuer: str
    serial: str
    sha256: str
    expires_at: datetime


class Seals(Protocol):
    """Checks a detached signature (CMS, RFC 5652) over a document, made with an organisation's seal certificate."""

    def check(self, cms: bytes, content: bytes, *, uscc: str, at: datetime) -> SealFacts:
        """What the seal says.

        :param content: what must have been signed. :param uscc: of the organisation whose seal it must be.
        :param at: the instant at which the certificate must be valid.
        :raises SealRefused: it does not hold.
        """
        ...
