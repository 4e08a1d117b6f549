"""Projects in delivery, their parties and their milestones."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scenario_market.domain.base import Base, Versioned, key
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.projects.states import MilestoneState, ProjectState

LIVE = "state <> 'terminated'"
AGAIN = "attempt > 1"


class Project(Versioned, Base):
    """实施项目: the delivery of a won bid, or of a contract that was made without a call. Money in fen.

    ``terms``: metrics, milestones and tranches as they stand now (``terms.py``); the plan as pledged is version 1 of
    ``PlanVersion``. ``organisation_id``: the provider, the lead of a consortium. ``plan_by_id``: of a contract's
    project, the side that put the plan last. ``round``: how many times it was presented for its final acceptance.
    ``rectify_until``: the last day to put the work right; ``rectify_prolonged``: how often it was moved since.
    ``is_raced``: it runs beside others of its call until the gate (赛马). ``follower``, ``progress``: who follows it
    through, and where it stands in the office's words (项目责任清单). ``report_month``: the first day of the month
    for which the clock asks next.
    """

    __tablename__ = "project"
    __table_args__ = (
        Index("ix_project_state", "state", "id"),
        Index("ix_project_owner", "owner_id", "id"),
        Index("ix_project_organisation", "organisation_id", "id"),
        Index("ix_project_district", "district", "id"),
        Index("ix_project_node", "node", "id"),
        Index("ix_project_challenge", "challenge_id", "id"),
        Index(
            "ux_project_bid",
            "bid_id",
            unique=True,
            postgresql_where=text(LIVE),
            sqlite_where=text(LIVE),
        ),
        Index(
            "ux_project_response",
            "response_id",
            unique=True,
            postgresql_where=text(LIVE),
            sqlite_where=text(LIVE),
        ),
        CheckConstraint("(bid_id IS NULL) = (challenge_id IS NULL)", name="of_a_call"),
        CheckConstraint("(response_id IS NULL) = (demand_id IS NULL)", name="of_a_contract"),
        CheckConstraint("(bid_id IS NULL) <> (response_id IS NULL)", name="origin"),
        CheckConstraint(
            "state IN ('pledge_pending', 'terminated') OR starts_on IS NOT NULL", name="started"
        ),
        CheckConstraint("state <> 'rectifying' OR rectify_until IS NOT NULL", name="rectifying"),
    )

    id: Mapped[key]
    state: Mapped[str] = mapped_column(String(20), default=ProjectState.PLEDGE_PENDING)
    title: Mapped[str] = mapped_column(String(200))
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))
    bid_id: Mapped[int | None] = mapped_column(ForeignKey("bid.id"))
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("demand.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    domain: Mapped[str | None] = mapped_column(String(40))
    district: Mapped[str | None] = mapped_column(String(20))
    node: Mapped[str | None] = mapped_column(String(40))
    terms: Mapped[dict[str, Any]]
    reward_fen: Mapped[int]
    plan_number: Mapped[int] = mapped_column(default=0)
    plan_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    is_raced: Mapped[bool] = mapped_column(default=False)
    gate_milestone: Mapped[int | None]
    follower: Mapped[str] = mapped_column(String(80), default="")
    progress: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    activated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    round: Mapped[int] = mapped_column(default=0)
    rectify_until: Mapped[date | None]
    rectify_prolonged: Mapped[int] = mapped_column(default=0)
    report_month: Mapped[date | None]

    owner: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[owner_id])
    organisation: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[organisation_id])


class ProjectMember(Base):
    """An organisation that delivers: the lead, and the members of its consortium."""

    __tablename__ = "project_member"
    __table_args__ = (Index("ix_project_member_organisation", "organisation_id", "project_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    is_lead: Mapped[bool]


class Milestone(Versioned, Base):
    """里程碑, as the plan has it now. ``weight``: percent; those of a project sum to 100.

    ``due_on``: its date in the plan, which only an approved change or the length of a suspension moves. ``until_at``:
    the instant from which evidence is too late: the end of that day, or of the days that a rejected attempt is given.
    ``percent``: how much of it the office found reached, once it is concluded.
    """

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index("ix_milestone_state_due", "state", "due_on", "project_id"),
        Index(
            "ix_milestone_again",
            "attempt",
            "project_id",
            postgresql_where=text(AGAIN),
            sqlite_where=text(AGAIN),
        ),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
        CheckConstraint("attempt >= 1", name="attempt"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=MilestoneState.SCHEDULED)
    title: Mapped[str] = mapped_column(String(200))
    target: Mapped[str]
    evidence: Mapped[str]
    consequence: Mapped[str]
    weight: Mapped[int]
    due_on: Mapped[date]
    until_at: Mapped[datetime]
    attempt: Mapped[int] = mapped_column(default=1)
    percent: Mapped[int | None]
    concluded_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship(lazy="raise")
