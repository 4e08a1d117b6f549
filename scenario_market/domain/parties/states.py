"""Lifecycle of an organisation's verification by the office."""

from enum import StrEnum

from scenario_market.domain.moves import table
from scenario_market.domain.parties import events


class Verification(StrEnum):
    UNVERIFIED = "unverified"
    PENDING = "pending"
    VERIFIED = "verified"
    REFUSED = "refused"


V = Verification

VERIFICATION_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "ask": (
            (V.UNVERIFIED, V.REFUSED),
            V.PENDING,
            "organisation.edit",
            events.VerificationAsked,
        ),
        "verify": (V.PENDING, V.VERIFIED, "organisation.verify", events.OrganisationVerified),
        "reject": (
            V.PENDING,
            V.REFUSED,
            "organisation.verify",
            events.OrganisationRefused,
            "reasons_organisation",
        ),
        "revoke": (
            V.VERIFIED,
            V.REFUSED,
            "organisation.verify",
            events.VerificationRevoked,
            "reasons_organisation",
        ),
    }
)
