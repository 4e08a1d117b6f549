"""Projects and their parts as readers see them. Pure of queries: rows in, mappings out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from scenario_market.domain.actor import Actor
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.permissions import sees_all
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.domain.projects.records import TrancheRelease
from scenario_market.domain.projects.rules import amounts
from scenario_market.domain.projects.states import OPEN, SEATED, MilestoneState, ProjectState
from scenario_market.domain.projects.timing import is_late

FACTS = (
    "id",
    "version",
    "state",
    "title",
    "challenge_id",
    "bid_id",
    "demand_id",
    "response_id",
    "predecessor_id",
    "domain",
    "district",
    "node",
    "reward_fen",
    "plan_number",
    "plan_by_id",
    "is_raced",
    "gate_milestone",
    "follower",
    "progress",
    "starts_on",
    "round",
    "rectify_until",
    "activated_at",
    "ended_at",
    "created_at",
    "updated_at",
)
STEPS = (
    "id",
    "version",
    "project_id",
    "number",
    "state",
    "title",
    "target",
    "evidence",
    "consequence",
    "weight",
    "due_on",
    "until_at",
    "attempt",
    "percent",
    "concluded_at",
)
SEAT = (
    *("id", "version", "round", "number", "kind", "state", "is_chair", "due_at", "declared_at"),
    *("person_id", "removal_asked_at", "removal_asked_by_id", "removal_code", "removal_text"),
)
PLAIN = ("round", "state")
OPINION = ("opinion", "reason")


def project(row: Project, light: str | None) -> dict[str, Any]:
    """A project in a list. ``light`` is None where none shows: before the work begins and after its end."""
    return {name: getattr(row, name) for name in FACTS} | {
        "light": light,
        "owner": {"id": row.owner.id, "name": row.owner.name},
        "organisation": {"id": row.organisation.id, "name": row.organisation.name},
    }


def milestone(row: Milestone, of: Project, now: datetime) -> dict[str, Any]:
    """A milestone. ``is_late``: it is owed, and evidence would be refused now."""
    owed = row.state in OPEN or row.state == MilestoneState.MISSED
    return {name: getattr(row, name) for name in STEPS} | {
        "is_late": owed and is_late(of, row, now)
    }


def tranches(row: Project, releases: Mapping[int, TrancheRelease]) -> list[dict[str, Any]]:
    """The tranches of the subsidy in fen, and which were released under which document."""
    given = row.terms.get("tranches") or []
    return [
        {
            "number": number,
            "percent": one["percent"],
            "at": one["at"],
            "milestone": one.get("milestone"),
            "amount_fen": amount,
            "released_at": releases[number].released_at if number in releases else None,
            "document_number": releases[number].document_number if number in releases else None,
        }
        for number, (one, amount) in enumerate(
            zip(given, amounts(row.reward_fen, given), strict=True), 1
        )
    ]


def panel(seats: Iterable[Seat], row: Project, actor: Actor) -> list[dict[str, Any]]:
    """The acceptance panels. Nobody reads another's opinion before all are in, nor whose it is.

    With the conclusion the draw is published with the names behind its numbers: but for the office and who watches it
    an opinion stands without number, kind and times, in no order that would tell. What became of a seat that
    somebody left is for them too.
    """
    officer = sees_all(actor)
    seats = [one for one in seats if officer or one.state in SEATED]
    waiting = {one.round for one in seats if one.state in SEATED and one.opinion is None}
    if row.state == ProjectState.FINAL_ACCEPTANCE and not officer:
        waiting.add(row.round)
    shown = []
    for one in seats:
        own = one.person_id == actor.person_id
        named, open_ = own or officer, own or one.round not in waiting
        shown.append(
            {name: getattr(one, name) if named or name in PLAIN else None for name in SEAT}
            | {name: getattr(one, name) if open_ else None for name in OPINION}
        )
    return shown if officer else sorted(shown, key=_without_names)


def _without_names(seat: Mapping[str, Any]) -> tuple[int, str, str]:
    return seat["round"], seat["opinion"] or "", seat["reason"] or ""


def move(change: StateChange, *, officer: bool) -> dict[str, Any]:
    """One move with its reason; who made it only for the office and who watches it."""
    shown = {
        "verb": change.verb,
        "source": change.source,
        "target": change.target,
        "at": change.at,
        "reason_code": change.reason_code,
        "reason_text": change.reason_text,
    }
    return shown | ({"actor_person_id": change.actor_person_id} if officer else {})
