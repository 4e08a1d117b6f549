"""Gapless serial numbers: counted under a lock, in the transaction that uses them."""

from typing import Any

from sqlalchemy import String, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from scenario_market.domain.base import Base


class Serial(Base):
    """The last number given of one series, such as ``demand:2026``."""

    __tablename__ = "serial"

    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def take(session: Session, series: str, count: int = 1) -> range:
    """The next ``count`` numbers of a series, from 1 on; given back if the transaction fails.

    Others who number the same series wait until this transaction ends: that is what keeps it without gaps.
    """
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    first = dialect.insert(Serial).values(series=series, last=0)
    session.execute(first.on_conflict_do_nothing())
    counted = (
        update(Serial)
        .where(Serial.series == series)
        .values(last=Serial.last + count)
        .returning(Serial.last)
        .execution_options(synchronize_session=False)
    )
    last = session.execute(counted).scalar_one()
    return range(last - count + 1, last + 1)
