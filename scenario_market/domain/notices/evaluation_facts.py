"""What notices about panels, seats, sheets and opened bids are about, read for many at once. Nobody's name."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.evaluation.models import Panel, PanelSeat, ScoreSheet

Found = Iterable[tuple[int, dict[str, Any]]]
CALL = (Challenge.title, Challenge.number)


def panels(session: Session, ids: set[int]) -> Found:
    """By the panel's key: its call."""
    query = select(Panel.id, *CALL).join(Challenge, Challenge.id == Panel.challenge_id)
    rows = session.execute(query.where(Panel.id.in_(ids)))
    return [(row.id, {"title": row.title, "number": row.number}) for row in rows]


def seats(session: Session, ids: set[int]) -> Found:
    """By the seat's key: its call, and until when its holder may answer."""
    rows = session.execute(
        select(PanelSeat.id, PanelSeat.due_at, *CALL)
        .join(Panel, Panel.id == PanelSeat.panel_id)
        .join(Challenge, Challenge.id == Panel.challenge_id)
        .where(PanelSeat.id.in_(ids))
    )
    return [
        (row.id, {"title": row.title, "number": row.number, "closes_at": row.due_at})
        for row in rows
    ]


def sheets(session: Session, ids: set[int]) -> Found:
    """By the sheet's key: its call."""
    query = select(ScoreSheet.id, *CALL).join(Challenge, Challenge.id == ScoreSheet.challenge_id)
    rows = session.execute(query.where(ScoreSheet.id.in_(ids)))
    return [(row.id, {"title": row.title, "number": row.number}) for row in rows]


def bids(session: Session, ids: set[int]) -> Found:
    """By the bid's key: its call, and until when a correction is due."""
    query = select(Bid.id, Bid.correction_due_at, *CALL).join(
        Challenge, Challenge.id == Bid.challenge_id
    )
    rows = session.execute(query.where(Bid.id.in_(ids)))
    return [
        (row.id, {"title": row.title, "number": row.number, "closes_at": row.correction_due_at})
        for row in rows
    ]
