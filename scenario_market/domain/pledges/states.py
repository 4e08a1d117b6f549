"""Lifecycle of a pledge (军令状): negotiated, signed, or forfeited."""

from enum import StrEnum

from scenario_market.domain.moves import table
from scenario_market.domain.pledges import events as e


class PledgeState(StrEnum):
    NEGOTIATING = "negotiating"
    SIGNING = "signing"
    SIGNED = "signed"
    FORFEITED = "forfeited"
    VOID = "void"


class Party(StrEnum):
    """Who signs. The provider stands for its consortium, as its lead."""

    PROVIDER = "provider"
    OWNER = "owner"
    OFFICE = "office"


class Form(StrEnum):
    """Kinds of signature, each shown as what it is."""

    PLATFORM = "platform"  # 平台确认: a proven person's click, never a 签章
    SCAN = "scan"  # scan of the 公章 on paper, checked by an officer
    SEAL = "seal"  # conforming 电子印章


P = PledgeState
OPEN = frozenset({P.NEGOTIATING, P.SIGNING})
PARTIES = tuple(Party)
REASONS = "reasons_pledge"

PLEDGE_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "settle": (P.NEGOTIATING, P.SIGNING, "pledge.negotiate", e.PledgeSettled),
        "reopen": (P.SIGNING, P.NEGOTIATING, "pledge.negotiate", e.PledgeReopened),
        # What follows from the last signature, or from the check of the last scan.
        "sign": (P.SIGNING, P.SIGNED, "pledge.follow", e.PledgeSigned),
        "forfeit": (OPEN, P.FORFEITED, "pledge.follow", e.PledgeForfeited, REASONS),
        "void": (OPEN, P.VOID, "pledge.follow", e.PledgeVoided, REASONS),
    }
)
