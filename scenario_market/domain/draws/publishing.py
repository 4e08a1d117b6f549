"""A draw as anybody may check it, and how each one left who had been drawn."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.draws import seating
from scenario_market.domain.draws.columns import Drawn
from scenario_market.domain.draws.subjects import Kind


def paper(session: Session, kind: Kind, panel: Drawn) -> dict[str, Any]:
    """What ``draw.faults`` takes of a panel that was drawn, but for what the beacon was made of and the names."""
    return {
        "record": panel.record,
        "digest": panel.digest,
        "secret": panel.secret,
        "gone": seating.gone(session, kind, panel),
        "members": [seat.number for seat in seating.seats_of(session, kind, panel)],
        "people": [],
        "left": left(session, kind, panel),
    }


def people(
    session: Session, kind: Kind, panel: Drawn, numbers: Collection[str]
) -> list[dict[str, str]]:
    """Who stood behind these numbers, with the salt that shows it."""
    one = kind.candidate
    query = select(one).where(one.panel_id == panel.id, one.number.in_(numbers))
    return [
        {"number": row.number, "name": row.name, "salt": row.salt}
        for row in session.scalars(query.order_by(one.number))
    ]


def left(session: Session, kind: Kind, panel: Drawn) -> list[dict[str, Any]]:
    """How those left who do not sit any more; the reason of those whom the office took off."""
    seat = kind.seat
    query = select(seat).where(seat.panel_id == panel.id, seat.state.not_in(sorted(kind.live)))
    seats = [
        {
            "number": row.number,
            "how": str(row.state),
            "at": row.updated_at,
            "reasons": [row.removal_code] if row.removal_code else [],
        }
        for row in session.scalars(query.order_by(seat.id))
    ]
    passed = [
        {"number": one["number"], "how": "passed_over", "at": None, "reasons": one["reasons"]}
        for one in panel.passed
    ]
    return [*seats, *passed]
