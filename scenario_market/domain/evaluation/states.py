"""Lifecycles of a panel, its seats and its score sheets."""

from enum import StrEnum

from scenario_market.domain.evaluation import events as e
from scenario_market.domain.moves import table

REASONS = "reasons_panel"


class PanelState(StrEnum):
    PREPARED = "prepared"
    DRAWN = "drawn"
    SEATED = "seated"
    DISSOLVED = "dissolved"


P = PanelState
PANEL_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "draw": (P.PREPARED, P.DRAWN, "challenge.evaluate", e.PanelDrawn),
        "seat": (P.DRAWN, P.SEATED, "challenge.evaluate", e.PanelSeated),
        "unseat": (P.SEATED, P.DRAWN, "challenge.evaluate", e.PanelUnseated),
        "dissolve": (
            (P.PREPARED, P.DRAWN),
            P.DISSOLVED,
            "challenge.evaluate",
            e.PanelDissolved,
            REASONS,
        ),
    }
)


class SeatState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    CLEAR = "clear"
    DECLINED = "declined"
    SILENT = "silent"
    RECUSED = "recused"
    DROPPED = "dropped"


S = SeatState
LIVE = frozenset({S.INVITED, S.ACCEPTED, S.CLEAR})
SEAT_MOVES = table(
    {
        "accept": (S.INVITED, S.ACCEPTED, "panel.answer", e.SeatAccepted),
        "decline": (S.INVITED, S.DECLINED, "panel.answer", e.SeatDeclined, REASONS),
        "lapse": (S.INVITED, S.SILENT, "system", e.SeatLapsed),
        "clear": (S.ACCEPTED, S.CLEAR, "panel.answer", e.SeatCleared),
        "recuse": ((S.ACCEPTED, S.CLEAR), S.RECUSED, "panel.answer", e.SeatRecused, REASONS),
        "drop": (LIVE, S.DROPPED, "panel.remove", e.SeatDropped, REASONS),
    }
)


class SheetState(StrEnum):
    ASSIGNED = "assigned"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REOPENED = "reopened"
    VOID = "void"


H = SheetState
COUNTS = frozenset(H) - {H.VOID}
SHEET_MOVES = table(
    {
        "begin": (H.ASSIGNED, H.DRAFT, "panel.score", e.SheetBegun),
        "submit": ((H.DRAFT, H.REOPENED), H.SUBMITTED, "panel.score", e.SheetSubmitted),
        "reopen": (H.SUBMITTED, H.REOPENED, "panel.chair", e.SheetReopened, REASONS),
        "void": (COUNTS, H.VOID, "challenge.evaluate", e.SheetVoided),
    }
)
