"""The two sides of an answer stay apart: by organisation and by person. Who may end something may be on both."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.parties.authority import represented
from scenario_market.domain.parties.control import is_under


def check_apart(session: Session, demand: Demand, organisation_id: int, *, actor: Actor) -> None:
    """Whether an organisation and a person may take a step that both sides must mean. The demand is locked.

    :param organisation_id: the one that answers, or sharpens.
    :raises RuleRefused: ``owner_side``: it is the owner or under its control, since whenever; ``both_sides``: the
        actor holds mandates of both, whatever their scopes.
    """
    owner_id = demand.owner_organisation_id
    if owner_id is None:
        return
    if is_under(session, organisation_id, owner_id):
        raise RuleRefused("owner_side")
    if {owner_id, organisation_id} <= represented(session, actor):
        raise RuleRefused("both_sides")


def check_other_person(session: Session, row: Response, verb: str, *, actor: Actor) -> None:
    """Whether somebody else took the step before, for the other side: a mandate may have changed hands since.

    :param verb: the step before: ``submit``, or a verb of the response's moves.
    :raises RuleRefused: ``both_sides``.
    """
    if verb == "submit":
        took = row.submitted_by_id
    else:
        newest = (
            select(StateChange.actor_person_id)
            .where(
                StateChange.subject_kind == "response",
                StateChange.subject_id == row.id,
                StateChange.verb == verb,
            )
            .order_by(StateChange.id.desc())
        )
        took = session.scalar(newest.limit(1))
    if took == actor.person_id:
        raise RuleRefused("both_sides")
