"""Attachments of demands and of answers to them: who reads, who changes.

A demand's files can be changed only while its text can: what the officers approved and cleared is what comes out.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.attachments.purposes import PURPOSES
from scenario_market.domain.demands import access, docking, drafting, list_queries
from scenario_market.domain.demands.kind import DEMANDS
from scenario_market.domain.demands.lists import Contract, Response
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.responding import open_answer
from scenario_market.domain.demands.states import (
    EDITABLE,
    SHOWN_STATES,
    ResponseState,
)
from scenario_market.domain.errors import IllegalMove, RuleRefused
from scenario_market.domain.permissions import allowed
from scenario_market.domain.postings.enclosures import is_held

DOCKED = frozenset({ResponseState.DOCKING, ResponseState.CONFIRMED})


def readable(session: Session, demand_id: int, actor: Actor) -> Collection[str]:
    """All for those who work on the demand; what is public for everybody, once it is listed."""
    purposes = PURPOSES["demand"]
    works = access.worked_on(actor).label("works")
    row = session.execute(select(Demand.state, works).where(Demand.id == demand_id)).one_or_none()
    if row is not None and row.works:
        return tuple(purposes)
    if row is not None and row.state in SHOWN_STATES:
        return tuple(name for name, purpose in purposes.items() if purpose.public)
    return ()


def open_demand(session: Session, demand_id: int, actor: Actor) -> None:
    """Lock a demand for whoever may write in it, while it may be written in."""
    demand = drafting.open_editable(session, demand_id, actor=actor, version=None)
    if demand.state not in EDITABLE:
        raise IllegalMove(verb="attach", state=demand.state, kind="demand")


def is_in_version(session: Session, row: Attachment, actor: Actor) -> bool:
    """Whether a version holds it, for those who read all versions: those that are public hold what is attached."""
    return is_held(session, DEMANDS, row.id, row.subject_id, access.inside(actor))


def readable_of_response(session: Session, response_id: int, actor: Actor) -> Collection[str]:
    """For whoever reads the answer: both sides, the office and those who watch it, and no rival among them."""
    if not allowed(actor, "demand.read"):
        return ()
    found = list_queries.readable_answers(session, actor).where(Response.id == response_id)
    return tuple(PURPOSES["response"]) if session.scalar(found) is not None else ()


def open_response(session: Session, response_id: int, actor: Actor) -> None:
    """Lock an answer for either side, while the two are docking."""
    _, row = open_answer(
        session,
        response_id,
        actor=actor,
        permission="contract.record",
        version=None,
        sides=docking.BOTH,
    )
    if row.state not in DOCKED:
        raise IllegalMove(verb="attach", state=row.state, kind="response")


def check_contract(session: Session, row: Attachment, actor: Actor) -> None:
    """A recorded contract keeps its scan, and nobody takes away what the other side brought."""
    if session.scalar(select(Contract.id).where(Contract.attachment_id == row.id).limit(1)):
        raise RuleRefused("attachment_in_use")
    if row.uploaded_by_id != actor.person_id:
        raise RuleRefused("attachment_of_another")
