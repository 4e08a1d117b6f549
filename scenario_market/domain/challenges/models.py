"""Challenges: the open call, and what was fixed of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenario_market.domain.base import Base, key
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.postings.models import Posting, SignedStep, Version, VersionFile


class Challenge(Posting, Base):
    """榜单 / 揭榜挂帅项目. Money in fen.

    ``rules``: the programme's values as they hold for this call (``Programme.kept``), a draft's copy until it is
    submitted, fixed from then on; ``adjustments``: what the call sets otherwise than its programme. ``is_joint``: a
    joint organiser countersigns. ``window_days``: how long it takes bids, counted from its publication.
    ``extended_at``: when the clock moved the deadline because of an unanswered question, which it does once.
    ``metrics``: objects with key, name, operator, baseline, target, unit, is_mandatory.
    ``eligibility``: objects with kind, values, ground (the stated legal ground of a rule that restricts).
    ``content_number`` counts versions, of which ``published_number`` was the first to come out; ``reconfirm_number`` is
    the last one whose change was material: a bid handed in under an earlier one must be confirmed again. Contacts stay
    hidden until the pledge.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_challenge_state", "state", "id"),
        Index("ix_challenge_published", "published_at", "id"),
        Index("ix_challenge_state_published", "state", "published_at", "id"),
        Index("ix_challenge_programme_published", "programme", "published_at", "id"),
        Index("ix_challenge_domain_published", "domain", "published_at", "id"),
        Index("ix_challenge_district_published", "district", "published_at", "id"),
        Index("ix_challenge_closes", "closes_at", "id"),
        Index("ix_challenge_owner", "owner_organisation_id", "id"),
        Index("ix_challenge_demand", "demand_id"),
        Index("ux_challenge_previous", "previous_id", unique=True),
        CheckConstraint(
            "published_at IS NULL OR (number IS NOT NULL AND closes_at IS NOT NULL)",
            name="published_has_its_columns",
        ),
        CheckConstraint("state NOT IN ('open', 'closed') OR published_at IS NOT NULL", name="open"),
        CheckConstraint("publish_at IS NULL OR state = 'approved'", name="scheduled"),
    )

    number: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default=ChallengeState.DRAFT)
    programme: Mapped[str] = mapped_column(String(40))
    is_joint: Mapped[bool] = mapped_column(default=False)
    rules: Mapped[dict[str, Any]]
    adjustments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("demand.id"))
    # Who posts it: demand, office, laboratory or innovation_centre.
    source: Mapped[str] = mapped_column(String(40), default="demand")
    owner_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    round_number: Mapped[int] = mapped_column(default=1)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))
    published_number: Mapped[int | None]
    reconfirm_number: Mapped[int] = mapped_column(default=0)

    reward_fen: Mapped[int | None]
    budget_ceiling_fen: Mapped[int | None]
    term_months: Mapped[int | None]
    # The route to contract is fixed before publication; an award never replaces procurement.
    contract_route: Mapped[str | None] = mapped_column(String(40))
    owner_type: Mapped[str | None] = mapped_column(String(40))
    eligibility: Mapped[list[Any]] = mapped_column(default=list)
    accepts_consortium: Mapped[bool] = mapped_column(default=True)
    window_days: Mapped[int | None]

    opens_at: Mapped[datetime | None]
    questions_close_at: Mapped[datetime | None]
    # ``closes_at`` was reckoned into a year whose holidays were not known then; it stays when they are.
    is_provisional: Mapped[bool] = mapped_column(default=False)
    publish_at: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    unsealed_at: Mapped[datetime | None]
    # X25519; to it the keys of the bids are wrapped. Made at publication.
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)

    owner: Mapped[Organisation] = relationship(lazy="raise")


class ChallengeVersion(Version, Base):
    """The content of a call as it was submitted, published or amended. Never changed."""

    __tablename__ = "challenge_version"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    is_material: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")


class ChallengeVersionAttachment(VersionFile, Base):
    """A file of a version of a call."""

    __tablename__ = "challenge_version_attachment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["challenge_id", "number"],
            ["challenge_version.challenge_id", "challenge_version.number"],
        ),
        Index("ix_challenge_version_attachment_attachment", "attachment_id"),
    )

    challenge_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-1)


class ChallengeWriter(Base):
    """Who wrote in a call: he decides on none of its versions (回避)."""

    __tablename__ = "challenge_writer"

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class ChallengeApproval(Base):
    """One approval of one version: by an officer, or the countersignature of the joint organiser."""

    __tablename__ = "challenge_approval"
    __table_args__ = (UniqueConstraint("challenge_id", "number", "person_id"),)

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_joint: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    opinion: Mapped[str] = mapped_column(default="")


class ChallengeClearance(SignedStep, Base):
    """One signed step of 保密审查 and 三审三校 for one version."""

    __tablename__ = "challenge_clearance"
    __table_args__ = (UniqueConstraint("challenge_id", "number", "step"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))


class ChallengeIndustry(Base):
    """One industry of a call as a row, so that the filter has an index."""

    __tablename__ = "challenge_industry"
    __table_args__ = (Index("ix_challenge_industry_code", "code", "challenge_id"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
