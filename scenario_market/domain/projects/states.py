"""Lifecycles of a project (实施项目) and of its milestones (里程碑)."""

from enum import StrEnum

from scenario_market.domain.moves import table
from scenario_market.domain.projects import events as e
from scenario_market.domain.projects import milestone_events as me
from scenario_market.domain.projects import panel_events as pe


class ProjectState(StrEnum):
    PLEDGE_PENDING = "pledge_pending"
    ACTIVE = "active"
    CHANGE_PENDING = "change_pending"
    SUSPENDED = "suspended"
    FINAL_ACCEPTANCE = "final_acceptance"
    RECTIFYING = "rectifying"
    ACCEPTED = "accepted"
    FAILED = "failed"
    EXCUSED = "excused"  # 尽职免责: an outcome of its own, never what happens if nobody decides
    TERMINATED = "terminated"
    ELIMINATED = "eliminated"


P = ProjectState
# The work goes on, and so does the clock of its milestones.
RUNNING = frozenset({P.ACTIVE, P.CHANGE_PENDING})
ENDED = frozenset({P.ACCEPTED, P.FAILED, P.EXCUSED, P.TERMINATED, P.ELIMINATED})
# Between the signed pledge and the end: reports are owed, a light shows.
UNDER_WAY = frozenset(P) - ENDED - {P.PLEDGE_PENDING}
REASONS = "reasons_project"

PROJECT_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "activate": (P.PLEDGE_PENDING, P.ACTIVE, "pledge.follow", e.ProjectActivated),
        "drop": (P.PLEDGE_PENDING, P.TERMINATED, "pledge.follow", e.ProjectDropped, REASONS),
        "propose": (P.ACTIVE, P.CHANGE_PENDING, "project.change", e.ChangeProposed),
        "take_back": (P.CHANGE_PENDING, P.ACTIVE, "project.change", e.ChangeTakenBack),
        "disagree": (P.CHANGE_PENDING, P.ACTIVE, "project.change", e.ChangeDisagreed, REASONS),
        "approve": (P.CHANGE_PENDING, P.ACTIVE, "project.approve", e.ChangeApproved),
        "refuse": (P.CHANGE_PENDING, P.ACTIVE, "project.approve", e.ChangeRefused, REASONS),
        "suspend": (RUNNING, P.SUSPENDED, "project.suspend", e.ProjectSuspended, REASONS),
        "resume": (P.SUSPENDED, P.ACTIVE, "project.suspend", e.ProjectResumed),
        "present": (
            (P.ACTIVE, P.RECTIFYING),
            P.FINAL_ACCEPTANCE,
            "project.deliver",
            e.AcceptanceAsked,
        ),
        "accept": (P.FINAL_ACCEPTANCE, P.ACCEPTED, "project.conclude", e.ProjectAccepted),
        "rectify": (
            P.FINAL_ACCEPTANCE,
            P.RECTIFYING,
            "project.conclude",
            e.RectificationAsked,
            REASONS,
        ),
        "prolong": (
            P.RECTIFYING,
            P.RECTIFYING,
            "project.conclude",
            e.RectificationProlonged,
            REASONS,
        ),
        "fail": (
            (P.FINAL_ACCEPTANCE, P.RECTIFYING),
            P.FAILED,
            "project.conclude",
            e.ProjectFailed,
            REASONS,
        ),
        "terminate": (
            (P.ACTIVE, P.CHANGE_PENDING, P.SUSPENDED, P.RECTIFYING),
            P.TERMINATED,
            "project.end",
            e.ProjectTerminated,
            REASONS,
        ),
        "eliminate": (RUNNING, P.ELIMINATED, "project.end", e.ProjectEliminated, REASONS),
        "excuse": (
            (P.FAILED, P.TERMINATED, P.ELIMINATED),
            P.EXCUSED,
            "project.excuse",
            e.ProjectExcused,
            REASONS,
        ),
    }
)


class MilestoneState(StrEnum):
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    OWNER_CONFIRMED = "owner_confirmed"
    ACCEPTED = "accepted"
    PARTIALLY_MET = "partially_met"
    REJECTED = "rejected"
    MISSED = "missed"


M = MilestoneState
# Evidence is owed until its time, which the clock watches.
OPEN = frozenset({M.SCHEDULED, M.IN_PROGRESS, M.REJECTED})
CONCLUDED = frozenset({M.ACCEPTED, M.PARTIALLY_MET, M.MISSED})
MILESTONE_REASONS = "reasons_milestone"

MILESTONE_MOVES = table(
    {
        "begin": (M.SCHEDULED, M.IN_PROGRESS, "project.deliver", me.MilestoneBegun),
        "submit": (M.IN_PROGRESS, M.SUBMITTED, "project.deliver", me.MilestoneSubmitted),
        "confirm": (M.SUBMITTED, M.OWNER_CONFIRMED, "project.confirm", me.MilestoneConfirmed),
        "decline": (
            M.SUBMITTED,
            M.REJECTED,
            "project.confirm",
            me.MilestoneDeclined,
            MILESTONE_REASONS,
        ),
        "accept": (M.OWNER_CONFIRMED, M.ACCEPTED, "project.accept", me.MilestoneAccepted),
        "accept_partly": (
            M.OWNER_CONFIRMED,
            M.PARTIALLY_MET,
            "project.accept",
            me.MilestonePartlyMet,
            MILESTONE_REASONS,
        ),
        "reject": (
            M.OWNER_CONFIRMED,
            M.REJECTED,
            "project.accept",
            me.MilestoneRejected,
            MILESTONE_REASONS,
        ),
        "retry": (M.REJECTED, M.IN_PROGRESS, "project.deliver", me.MilestoneRetried),
        "miss": (OPEN, M.MISSED, "system", me.MilestoneMissed),
        # Only an approved change of its date takes a missed milestone up again.
        "reinstate": (M.MISSED, M.IN_PROGRESS, "project.approve", me.MilestoneReinstated),
    }
)


class SeatState(StrEnum):
    """Of a seat in the panel of a final acceptance."""

    INVITED = "invited"
    CLEAR = "clear"
    SILENT = "silent"
    RECUSED = "recused"
    DROPPED = "dropped"


S = SeatState
SEATED = frozenset({S.INVITED, S.CLEAR})
SEAT_REASONS = "reasons_panel"

SEAT_MOVES = table(
    {
        "declare": (S.INVITED, S.CLEAR, "project.judge", pe.SeatDeclared),
        "recuse": (SEATED, S.RECUSED, "project.judge", pe.SeatRecused, SEAT_REASONS),
        "lapse": (S.INVITED, S.SILENT, "system", pe.SeatLapsed),
        "drop": (SEATED, S.DROPPED, "project.conclude", pe.SeatDropped, SEAT_REASONS),
    }
)
