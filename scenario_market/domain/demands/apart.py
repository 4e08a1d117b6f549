"""The two sides of an answer stay apart: by organisation and by person. Who may end something may be on both."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.demands.lists import Response
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.parties.control import is_under
from scenario_market.domain.parties.models import Mandate


def check_apart(
    session: Session, demand: Demand, organisation_id: int, *, actor: Actor, now: datetime
) -> None:
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
    if {owner_id, organisation_id} <= _represented(session, actor, now):
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


def _represented(session: Session, actor: Actor, now: datetime) -> set[int]:
    """Organisations for which the person stands, today or from a later day on."""
    held = select(Mandate.organisation_id).where(
        Mandate.person_id == actor.person_id, Mandate.ended_at.is_(None), Mandate.expires_at > now
    )
    return {*actor.mandates, *session.scalars(held)}
