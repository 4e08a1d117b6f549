"""Lifecycle of an export of a case's record: asked for, made by a worker or failed, erased after some days."""

from enum import StrEnum

from scenario_market.domain.dossiers import events
from scenario_market.domain.moves import table


class ExportState(StrEnum):
    ASKED = "asked"
    MADE = "made"
    FAILED = "failed"
    ERASED = "erased"


S = ExportState
MOVES = table(
    {
        "make": (S.ASKED, S.MADE, "system", events.DossierMade),
        "fail": (S.ASKED, S.FAILED, "system", events.DossierFailed),
        "erase": (S.MADE, S.ERASED, "system", events.DossierErased),
    }
)
