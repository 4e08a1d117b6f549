"""A seated panel, its sheets and its ranking by fiat: how they come to be is shown where they are."""

from sqlalchemy import select

from scenario_market.domain.evaluation.models import Panel, PanelSeat, Ranking, ScoreSheet
from scenario_market.domain.experts.models import Expert
from tests.factories import NOW

TIMES = {"created_at": NOW, "updated_at": NOW}
REASONS = ("方案与需求匹配", "指标测量方法清楚")


def panel(session, challenge, people):
    """The panel of these people, the first in its chair; returns the keys of its seats."""
    row = Panel(
        challenge_id=challenge.id,
        state="seated",
        secret_sealed="",
        secret="0" * 64,
        secret_hash="-",
        pool_hash="-",
        **TIMES,
    )
    session.add(row)
    session.flush()
    experts = [_expert(session, person_id) for person_id in people]
    seats = [
        PanelSeat(
            panel_id=row.id,
            expert_id=expert.id,
            number=f"{n:04}",
            kind="field",
            state="clear",
            due_at=NOW,
            is_chair=n == 0,
            **TIMES,
        )
        for n, expert in enumerate(experts)
    ]
    session.add_all(seats)
    session.flush()
    return [seat.id for seat in seats]


def _expert(session, person_id):
    row = session.scalar(select(Expert).where(Expert.person_id == person_id))
    if row is None:
        row = Expert(person_id=person_id, state="active", **TIMES)
        session.add(row)
        session.flush()
    return row


def sheets(session, challenge, seats, bids):
    """Two members' submitted sheets on each bid, both parts: 90 on everything for the first, 85 for the next …"""
    for order, bid in enumerate(bids):
        for seat_id, reason in zip(seats, REASONS, strict=False):
            for part in ("blind", "open"):
                scores = {
                    one["code"]: {"score": 90 - 5 * order, "reason": reason}
                    for one in challenge.rules["criteria"]
                    if one["part"] == part
                }
                session.add(
                    ScoreSheet(
                        challenge_id=challenge.id,
                        seat_id=seat_id,
                        bid_id=bid.id,
                        part=part,
                        state="submitted",
                        scores=scores,
                        submitted_at=NOW,
                        **TIMES,
                    )
                )
    session.flush()


def ranking(session, challenge, bids, attempt):
    """The bids in their order: 90, 85, 80 …"""
    for order, bid in enumerate(bids):
        total = str(90 - 5 * order)
        session.add(
            Ranking(
                challenge_id=challenge.id,
                attempt=attempt,
                bid_id=bid.id,
                place=order + 1,
                total=total,
                scores={one["code"]: total for one in challenge.rules["criteria"]},
                failed=[],
                used=5,
                outcome="ranked",
                made_at=NOW,
            )
        )
    session.flush()
