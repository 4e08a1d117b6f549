"""What a result rests on: the panel's signed opinion, the collective decision, the letters, the award's document."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, Versioned, key


class PanelOpinion(Versioned, Base):
    """评审意见: what the panel recommends, in one attempt. Changed until it is signed by all; every change unsigns it.

    ``members``: keys of the panel's people, the chair among them. ``places``: the ranking as it is signed, objects with
    bid_id, pseudonym, place (None: below the mark), total (exact text), scores and reasons by criterion.
    ``content_hash``: SHA-256 of the canonical JSON of challenge, attempt, text and places.
    """

    __tablename__ = "panel_opinion"
    __table_args__ = (UniqueConstraint("challenge_id", "attempt"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    attempt: Mapped[int]
    text: Mapped[str]
    chair_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    members: Mapped[list[Any]]
    places: Mapped[list[Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    recommended_at: Mapped[datetime | None]


class OpinionSignature(Base):
    """One member's signature (平台确认, after he proved again who he is) on exactly this content, with his dissent."""

    __tablename__ = "opinion_signature"
    __table_args__ = (
        UniqueConstraint("opinion_id", "person_id"),
        CheckConstraint("agrees OR dissent <> ''", name="dissent"),
    )

    id: Mapped[key]
    opinion_id: Mapped[int] = mapped_column(ForeignKey("panel_opinion.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agrees: Mapped[bool]
    dissent: Mapped[str] = mapped_column(default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]


class CollectiveDecision(Base):
    """集体审定, with its minutes: in words, or as files attached to the result. Never changed.

    ``participants``: objects with name and post. ``outcome``: ``approved`` or ``refused``.
    """

    __tablename__ = "collective_decision"
    __table_args__ = (UniqueConstraint("challenge_id", "attempt"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    attempt: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date]
    presided_by: Mapped[str] = mapped_column(String(80))
    participants: Mapped[list[Any]]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    votes_abstained: Mapped[int]
    minutes: Mapped[str]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class AwardDocument(Base):
    """The decision under its document number (文号). ``retained_until``: the last day on which its records are kept."""

    __tablename__ = "award_document"
    __table_args__ = (UniqueConstraint("challenge_id"), UniqueConstraint("number"))

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    number: Mapped[str] = mapped_column(String(80))
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"))
    attempt: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    retained_until: Mapped[date]


class ResultLetter(Base):
    """结果通知书 to one bidder: its own scores by criterion, reasons and place, and nothing of another's bid.

    Made when the result goes into public notice, so that who lost can object in time. ``final_at``: the award confirmed
    it. ``superseded_at``: the result was sent back, or the call ended.
    """

    __tablename__ = "result_letter"
    __table_args__ = (UniqueConstraint("bid_id", "attempt"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), index=True)
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    attempt: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    final_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]
