"""What is kept of a project's way: versions of the plan, changes, evidence, reports, money, rests, acceptance, ends."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import Base, key


class PlanVersion(Base):
    """The plan as it stood from an instant on; number 1 is the baseline, as pledged. Never changed.

    ``cause``: ``pledge``, ``contract``, ``change`` or ``suspension``. ``changed``: paths of what differs from the one
    before.
    """

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    cause: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]]
    changed: Mapped[list[str]]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PlanChange(Base):
    """A change of the plan that one side asks for, the other agrees to and the office approves; one at a time.

    ``content``: what would change: milestones by number, metrics by key. ``changed``: objects with path, before, after.
    """

    __tablename__ = "plan_change"
    __table_args__ = (
        Index("ix_plan_change_project", "project_id", "id"),
        Index(
            "ux_plan_change_open",
            "project_id",
            unique=True,
            postgresql_where=text("decided_at IS NULL"),
            sqlite_where=text("decided_at IS NULL"),
        ),
        CheckConstraint(
            "outcome IN ('approved', 'refused', 'disagreed', 'taken_back', 'lapsed')",
            name="outcome",
        ),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided"),
    )

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    content: Mapped[dict[str, Any]]
    changed: Mapped[list[Any]]
    reason: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))


class Attempt(Base):
    """One handing-in of a milestone's evidence, and what was said of it."""

    __tablename__ = "milestone_attempt"
    __table_args__ = (UniqueConstraint("milestone_id", "number"),)

    id: Mapped[key]
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    number: Mapped[int]
    statement: Mapped[str]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    opinion: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))


class Report(Base):
    """The report of one month: owed from the day on which the clock asks for it, or handed in before."""

    __tablename__ = "project_report"
    __table_args__ = (
        UniqueConstraint("project_id", "month"),
        Index(
            "ix_project_report_owed",
            "project_id",
            "due_at",
            postgresql_where=text("submitted_at IS NULL"),
            sqlite_where=text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    month: Mapped[date]
    due_at: Mapped[datetime]
    progress: Mapped[str] = mapped_column(default="")
    problems: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    percent: Mapped[int | None]
    spent_fen: Mapped[int | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]


class TrancheRelease(Base):
    """One part of the subsidy that was released: never twice, never before its condition."""

    __tablename__ = "tranche_release"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    amount_fen: Mapped[int]
    document_number: Mapped[str] = mapped_column(String(80))
    released_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime]


class Suspension(Base):
    """A rest of a project. ``days``: by how many days the dates moved when it went on."""

    __tablename__ = "project_suspension"
    __table_args__ = (
        Index("ix_project_suspension_project", "project_id", "id"),
        Index(
            "ux_project_suspension_open",
            "project_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    days: Mapped[int | None]


class Measurement(Base):
    """A third party's measurement of one metric, for one presentation. ``measured_by_uscc``: who measured."""

    __tablename__ = "measurement"
    __table_args__ = (UniqueConstraint("project_id", "round", "metric"),)

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    round: Mapped[int]
    metric: Mapped[str] = mapped_column(String(80))
    operator: Mapped[str] = mapped_column(String(10))
    baseline: Mapped[float | None] = mapped_column(Float)
    target: Mapped[float] = mapped_column(Float)
    measured: Mapped[float] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(40), default="")
    is_met: Mapped[bool]
    measured_by: Mapped[str] = mapped_column(String(200))
    measured_by_uscc: Mapped[str] = mapped_column(String(18))
    measured_on: Mapped[date]
    method: Mapped[str] = mapped_column(default="")
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), index=True)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class RaceGate(Base):
    """The decision at the gate of a race (赛马): how the projects compared by the rule, and who goes on."""

    __tablename__ = "race_gate"

    id: Mapped[key]
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"), unique=True)
    comparison: Mapped[list[Any]]
    kept: Mapped[list[Any]]
    reason: Mapped[str]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]


class Closing(Base):
    """What follows when a project ends without being accepted: handover, money, who takes over.

    ``released_fen``: what had been released by then. ``clawback_fen``: how much of it is asked back; ``waived_fen``:
    how much of that is not, after 尽职免责.
    """

    __tablename__ = "project_closing"

    id: Mapped[key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    handover: Mapped[str] = mapped_column(default="")
    money: Mapped[str] = mapped_column(default="")
    released_fen: Mapped[int]
    clawback_fen: Mapped[int] = mapped_column(default=0)
    waived_fen: Mapped[int] = mapped_column(default=0)
    takes_over: Mapped[bool] = mapped_column(default=False)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]
