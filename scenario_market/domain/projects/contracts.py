"""Projects of contracts made without a call: one side puts the plan, the other agrees, and the work begins."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands.lists import Contract, Response
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import ResponseState
from scenario_market.domain.errors import AlreadyDone, IllegalMove, NotFound, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require
from scenario_market.domain.projects import access, beginning, events
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.states import ProjectState


def begin_from_contract(
    session: Session,
    response_id: int,
    *,
    terms: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """Open the project of a confirmed contract and put its plan; the other side has to agree to it.

    :param terms: ``metrics``, ``milestones``, ``reward_fen`` (0 where no subsidy is promised), ``tranches``.
    :raises NotFound: no such answer to a need, or the actor is on neither side of it.
    :raises IllegalMove: it is not contracted. :raises AlreadyDone: it has its project.
    :raises RuleRefused: ``both_sides``: the actor acts for both. :raises Invalid: with every wrong field.
    """
    require(actor, "project.plan")
    found = session.get(Response, response_id)
    demand = session.get(Demand, found.demand_id) if found is not None else None
    if found is None or demand is None or demand.owner_organisation_id is None:
        raise NotFound(kind="response")
    side = access.side_of(actor, demand.owner_organisation_id, found.organisation_id)
    if side is None:
        raise NotFound(kind="response")
    row = lifecycle.lock(session, Response, response_id)
    _check_contracted(session, row)
    project = _opened(demand, row, beginning.checked(terms, city), now=now)
    project.plan_by_id = side
    session.add(project)
    session.flush()
    beginning.add_members(session, project, {row.organisation_id})
    event = events.ProjectOpened(subject_id=project.id, challenge_id=None, demand_id=demand.id)
    outbox.record(session, event, actor=actor, now=now)
    put = events.PlanPut(subject_id=project.id, organisation_id=side)
    outbox.record(session, put, actor=actor, now=now)
    return project


def _check_contracted(session: Session, row: Response) -> None:
    contract = select(Contract.confirmed_at).where(Contract.response_id == row.id)
    if row.state != ResponseState.CONTRACTED or session.scalar(contract) is None:
        raise IllegalMove(verb="begin_project", state=row.state, kind="response")
    live = select(Project.id).where(
        Project.response_id == row.id, Project.state != ProjectState.TERMINATED
    )
    if session.scalar(live.limit(1)) is not None:
        raise AlreadyDone(kind="project")


def _opened(demand: Demand, row: Response, terms: dict[str, Any], *, now: datetime) -> Project:
    return Project(
        title=demand.title,
        state=ProjectState.PLEDGE_PENDING,
        demand_id=demand.id,
        response_id=row.id,
        owner_id=demand.owner_organisation_id,
        organisation_id=row.organisation_id,
        domain=demand.domain,
        district=demand.district,
        node=demand.node,
        terms=terms,
        reward_fen=terms["reward_fen"],
        plan_number=0,
        round=0,
        created_at=now,
        updated_at=now,
    )


def put_plan(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    terms: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """Put the plan of a contract's project otherwise; the other side has to agree to this one.

    :raises RuleRefused: ``by_pledge``: the plan of a call's project is its pledge; ``both_sides``.
    :raises IllegalMove: it has begun. :raises Invalid: with every wrong field.
    """
    project, side = _pending(session, project_id, version=version, actor=actor)
    kept = beginning.checked(terms, city)
    project.terms, project.reward_fen, project.plan_by_id = kept, kept["reward_fen"], side
    lifecycle.touch(project, now=now)
    event = events.PlanPut(subject_id=project.id, organisation_id=side)
    outbox.record(session, event, actor=actor, now=now)
    return project


def agree_to_plan(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """The other side agrees to the plan as it was put: the work begins today.

    :raises RuleRefused: ``own_record``: the side that put the plan does not agree to it too; ``by_pledge``,
        ``both_sides``. :raises IllegalMove: it has begun.
    """
    project, side = _pending(session, project_id, version=version, actor=actor)
    if side == project.plan_by_id:
        raise RuleRefused("own_record")
    beginning.start(session, project, terms=None, cause="contract", actor=actor, now=now, city=city)
    return project


def withdraw(
    session: Session,
    project_id: int,
    *,
    version: int | None,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
) -> Project:
    """Either side gives the plan of a contract's project up, with reason; another may be begun on the contract.

    :raises RuleRefused: ``by_pledge``, ``both_sides``. :raises IllegalMove: it has begun.
    """
    project, _ = _pending(session, project_id, version=version, actor=actor)
    return beginning.drop(session, project, actor=actor, now=now, city=city, reason=reason)


def _pending(
    session: Session, project_id: int, *, version: int | None, actor: Actor
) -> tuple[Project, int]:
    project = access.open_project(
        session, project_id, actor=actor, permission="project.plan", version=version
    )
    side = access.side(actor, project)
    if project.response_id is None:
        raise RuleRefused("by_pledge")
    if project.state != ProjectState.PLEDGE_PENDING:
        raise IllegalMove(verb="put_plan", state=project.state, kind="project")
    return project, side
