"""Signed heads of the chain: what was true on a day, in a form that leaves the house."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, key


class Checkpoint(Base):
    """A signed head: position, hash, when, by which key. Published daily and mailed to the auditor."""

    __tablename__ = "checkpoint"
    __table_args__ = (UniqueConstraint("position"),)

    id: Mapped[key]
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    key_id: Mapped[str] = mapped_column(String(64))
    public_key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
