"""Lifecycle of an organisation's verification by the office, and the ways in which a mandate ends."""

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


class MandateState(StrEnum):
    """One that has run out is live until the clock ends it; every check of authority compares the instant."""

    LIVE = "live"
    ENDED = "ended"


M = MandateState

MANDATE_MOVES = table(
    {
        "revoke": (M.LIVE, M.ENDED, "mandate.manage", events.MandateEnded, "reasons_mandate"),
        "replace": (M.LIVE, M.ENDED, "mandate.manage", events.MandateEnded, "reasons_mandate"),
        "hand_over": (M.LIVE, M.ENDED, "mandate.manage", events.MandateEnded),
        "restore": (M.LIVE, M.ENDED, "organisation.verify", events.MandateEnded),
        "expire": (M.LIVE, M.ENDED, "system", events.MandateEnded),
    }
)
