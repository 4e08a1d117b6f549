"""The subsidy in tranches: each released once, by the lead, when its condition is met."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, RuleRefused
from scenario_market.domain.projects import access, events
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.records import TrancheRelease
from scenario_market.domain.projects.rules import amounts
from scenario_market.domain.projects.states import RUNNING, MilestoneState, ProjectState

P = ProjectState
RELEASING = RUNNING | {P.FINAL_ACCEPTANCE, P.RECTIFYING, P.ACCEPTED}


def release(
    session: Session,
    project_id: int,
    number: int,
    *,
    version: int | None,
    document_number: str,
    actor: Actor,
    now: datetime,
) -> TrancheRelease:
    """The lead releases a tranche, under the number of the document that decided it.

    :param number: which tranche, from 1 on.
    :raises RuleRefused: ``no_such_tranche``; ``tranche_held``: the project rests or was ended; ``tranche_not_due``: its
        condition is not met; ``self_acceptance``. :raises AlreadyDone: ``tranche_released``.
    """
    project = access.open_project(
        session, project_id, actor=actor, permission="project.release", version=version
    )
    access.check_apart(session, actor, project, now=now)
    tranches = project.terms.get("tranches") or []
    if not 1 <= number <= len(tranches):
        raise RuleRefused("no_such_tranche")
    _check_once(session, project, number)
    _check_condition(session, project, tranches[number - 1])
    said = document_number.strip()
    if not said or len(said) > 80:
        shown = {"limit": 80, "found": len(said)}
        raise Invalid(FieldError("document_number", "too_long" if said else "required", shown))
    row = TrancheRelease(
        project_id=project.id,
        number=number,
        amount_fen=amounts(project.reward_fen, tranches)[number - 1],
        document_number=said,
        released_by_id=actor.person_id,
        released_at=now,
    )
    session.add(row)
    lifecycle.touch(project, now=now)
    event = events.TrancheReleased(subject_id=project.id, number=number, amount_fen=row.amount_fen)
    outbox.record(session, event, actor=actor, now=now)
    return row


def due(session: Session, project: Project) -> list[int]:
    """Numbers of the tranches whose condition is met and that wait to be released."""
    done = select(TrancheRelease.number).where(TrancheRelease.project_id == project.id)
    tranches = project.terms.get("tranches") or []
    if project.state not in RELEASING or not tranches:
        return []
    released, found = set(session.scalars(done)), []
    for number, tranche in enumerate(tranches, 1):
        if number not in released and _lacks(session, project, tranche) is None:
            found.append(number)
    return found


def _check_once(session: Session, project: Project, number: int) -> None:
    done = select(TrancheRelease.id).where(
        TrancheRelease.project_id == project.id, TrancheRelease.number == number
    )
    if session.scalar(done) is not None:
        raise AlreadyDone("tranche_released")


def _check_condition(session: Session, project: Project, tranche: Mapping[str, Any]) -> None:
    if project.state != P.PLEDGE_PENDING and project.state not in RELEASING:
        raise RuleRefused("tranche_held")
    lacking = _lacks(session, project, tranche)
    if lacking is not None:
        raise RuleRefused("tranche_not_due", condition=lacking)


def _lacks(session: Session, project: Project, tranche: Mapping[str, Any]) -> str | None:
    """The condition of a tranche that is not met yet; None: it is due."""
    if project.state == P.PLEDGE_PENDING:
        return str(tranche["at"])
    if tranche["at"] == "acceptance" and project.state != P.ACCEPTED:
        return "acceptance"
    if tranche["at"] == "milestone":
        reached = select(Milestone.id).where(
            Milestone.project_id == project.id,
            Milestone.number == tranche["milestone"],
            Milestone.state == MilestoneState.ACCEPTED,
        )
        if session.scalar(reached) is None:
            return f"milestone {tranche['milestone']}"
    return None
