"""The office's work on a need: 区级推荐, review, return, reject, two approvals, and the signed clearance steps.

Each of them is refused to an officer who wrote the need or a version of it, or acts or lately acted for its owner
(``own_writing``, ``own_organisation``); only recommending and taking up are open to the officer who took it down at a
visit: others decide afterwards.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.demands import access, events, rules, versions
from scenario_market.domain.demands.kind import DEMANDS
from scenario_market.domain.demands.models import Approval, Demand
from scenario_market.domain.demands.states import DEMAND_MOVES, DemandState
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.postings import review


def recommend(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Demand:
    """区级推荐 by an officer of the need's district, before the city's review, where the programme asks for it.

    :raises RuleRefused: ``no_recommendation_asked``.
    """
    demand = _open(session, demand_id, actor, version, now, "demand.recommend", by_collector=True)
    if demand.district not in actor.districts:
        raise NotFound(kind="demand")
    if not _asks_district(demand, city):
        raise RuleRefused("no_recommendation_asked", programme=demand.programme)
    if demand.state != DemandState.SUBMITTED:
        raise IllegalMove(verb="recommend", state=demand.state, kind="demand")
    if demand.recommended_at is not None:
        raise AlreadyDone("recommended")
    demand.recommended_at, demand.recommended_by_id = now, actor.person_id
    lifecycle.touch(demand, now=now)
    event = events.DemandRecommended(subject_id=demand.id, district=demand.district)
    outbox.record(session, event, actor=actor, now=now)
    return demand


def _asks_district(demand: Demand, city: City) -> bool:
    return bool(city.policy["programmes"][demand.programme]["district_recommendation"])


def begin(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Demand:
    """Take a submitted need up.

    :raises RuleRefused: ``recommendation_missing``: the programme asks for the district's word first.
    """
    demand = _open(session, demand_id, actor, version, now, by_collector=True)
    waits = demand.state == DemandState.SUBMITTED and demand.recommended_at is None
    if waits and _asks_district(demand, city):
        raise RuleRefused("recommendation_missing", district=demand.district)
    lifecycle.move(session, demand, DEMAND_MOVES, "review", actor=actor, now=now)
    return demand


def give_back(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Demand:
    """Return a need to its author, with a reason and remarks per field.

    :raises Invalid: the reason is not one of the list, or a remark is on a field that does not exist.
    """
    demand = _open(session, demand_id, actor, version, now)
    review.check_remarks(reason, rules.FIELDS)
    lifecycle.move(
        session,
        demand,
        DEMAND_MOVES,
        "return",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    return demand


def reject(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    reason: Reason,
) -> Demand:
    """Reject a need for good, with reason."""
    demand = _open(session, demand_id, actor, version, now)
    lifecycle.move(
        session,
        demand,
        DEMAND_MOVES,
        "reject",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    return demand


def approve(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    opinion: str = "",
) -> Demand:
    """Give one officer's approval of the present version; the last one that is owed approves the need.

    What is approved can be published: what publication would miss is missed here, while it can still be returned.

    :raises AlreadyDone: the officer approved this version before.
    :raises Invalid: with everything that publication would miss.
    """
    demand = _open(session, demand_id, actor, version, now, "demand.approve")
    if demand.state != DemandState.IN_REVIEW:
        raise IllegalMove(verb="approve", state=demand.state, kind="demand")
    given = select(Approval.officer_id).where(
        Approval.demand_id == demand.id, Approval.number == demand.content_number
    )
    officers = set(session.scalars(given))
    if actor.person_id in officers:
        raise AlreadyDone("approved_by_you")
    content, policy = versions.values(demand), city.policy["demand"]
    missing = rules.missing_for_publication(content, today=city.day(now), policy=policy)
    if missing:
        raise Invalid(*missing)
    session.add(
        Approval(
            demand_id=demand.id,
            number=demand.content_number,
            officer_id=actor.person_id,
            at=now,
            opinion=opinion,
        )
    )
    event = events.ApprovalGiven(subject_id=demand.id, number=demand.content_number)
    outbox.record(session, event, actor=actor, now=now)
    if len(officers) + 1 >= policy["approvals"]:
        lifecycle.move(session, demand, DEMAND_MOVES, "approve", actor=actor, now=now)
    else:
        lifecycle.touch(demand, now=now)
    return demand


def clear(
    session: Session,
    demand_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
    step: str,
    opinion: str = "",
) -> Demand:
    """Sign one step of 保密审查 or 三审三校 for the present version.

    :raises Invalid: the city has no such step.
    :raises RuleRefused: ``distinct_signers``: the readings are by different people.
    :raises AlreadyDone: the step is signed.
    """
    policy = city.policy["demand"]
    review.check_step(step, policy)
    demand = _open(session, demand_id, actor, version, now, "demand.clear")
    if demand.state not in (DemandState.IN_REVIEW, DemandState.APPROVED):
        raise IllegalMove(verb="clear", state=demand.state, kind="demand")
    review.sign(
        session,
        DEMANDS,
        demand,
        step,
        actor=actor,
        now=now,
        apart=policy["distinct_signers"],
        opinion=opinion,
    )
    lifecycle.touch(demand, now=now)
    event = events.ClearanceSigned(subject_id=demand.id, step=step, number=demand.content_number)
    outbox.record(session, event, actor=actor, now=now)
    return demand


def _open(
    session: Session,
    demand_id: int,
    actor: Actor,
    version: int | None,
    now: datetime,
    permission: str = "demand.review",
    *,
    by_collector: bool = False,
) -> Demand:
    return access.open_for_decision(
        session,
        demand_id,
        actor=actor,
        permission=permission,
        version=version,
        now=now,
        by_collector=by_collector,
    )
