"""Awards: which bid won which of a challenge's places. One winner a place, by a constraint of the database."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.base import Base, key
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BID_MOVES
from scenario_market.domain.errors import RuleRefused

HELD = "ended_at IS NULL"


class Award(Base):
    """中榜: a bid holds one of the winners' places (``slot``, from 1 on) until it forfeits it (``ended_at``)."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("bid_id"),
        Index(
            "ux_award_held",
            "challenge_id",
            "slot",
            unique=True,
            postgresql_where=text(HELD),
            sqlite_where=text(HELD),
        ),
    )

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    slot: Mapped[int]
    document_number: Mapped[str] = mapped_column(String(80))
    awarded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


def held(session: Session, challenge_id: int) -> list[Award]:
    """The awards of a challenge that hold, in the order of their places."""
    query = select(Award).where(Award.challenge_id == challenge_id, Award.ended_at.is_(None))
    return list(session.scalars(query.order_by(Award.slot)))


def give(
    session: Session,
    bid: Bid,
    *,
    winners: int,
    document_number: str,
    actor: Actor,
    now: datetime,
) -> Award:
    """Award the first free place of a **locked** challenge to a locked bid, recommended or in reserve.

    :param winners: how many places the call has.
    :raises RuleRefused: ``places_taken``: every place has its winner.
    """
    taken = {one.slot for one in held(session, bid.challenge_id)}
    free = [slot for slot in range(1, winners + 1) if slot not in taken]
    if not free:
        raise RuleRefused("places_taken", winners=winners)
    lifecycle.move(session, bid, BID_MOVES, "award", actor=actor, now=now)
    row = Award(
        challenge_id=bid.challenge_id,
        bid_id=bid.id,
        slot=free[0],
        document_number=document_number,
        awarded_at=now,
    )
    session.add(row)
    session.flush()
    return row


def give_up(session: Session, bid_id: int, *, now: datetime) -> str | None:
    """The winner forfeited its place: it is free for the next in reserve. The document's number, if it held one."""
    row = session.scalar(select(Award).where(Award.bid_id == bid_id, Award.ended_at.is_(None)))
    if row is None:
        return None
    row.ended_at = now
    session.flush()
    return row.document_number
