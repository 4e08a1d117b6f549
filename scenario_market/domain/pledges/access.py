"""Which pledges an actor may read, for which party he speaks, and who stands back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_, select, true
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import BidMember
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import NotFound, NotPermitted, RuleRefused
from scenario_market.domain.parties.authority import check_independent
from scenario_market.domain.permissions import LEAD, OFFICE, allowed, require, sees_all
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.pledges.states import Party

READING = {Party.PROVIDER: ("offers", "sign"), Party.OWNER: ("demands", "sign")}
SIGN = "sign"


def readable(actor: Actor) -> ColumnElement[bool]:
    """Every pledge that the actor may read: its parties, members of the consortium, office and watch."""
    if not allowed(actor, "pledge.read"):
        return false()
    if sees_all(actor) or actor.is_system:
        return true()
    owning, providing = (_keys(actor, Party.OWNER), _keys(actor, Party.PROVIDER))
    member = exists().where(
        BidMember.bid_id == Pledge.bid_id, BidMember.organisation_id.in_(providing)
    )
    return or_(Pledge.owner_id.in_(owning), Pledge.organisation_id.in_(providing), member)


def _keys(actor: Actor, party: Party) -> list[int]:
    return sorted({key for scope in READING[party] for key in actor.organisations_with(scope)})


def open_pledge(
    session: Session, pledge_id: int, *, actor: Actor, permission: str, version: int | None
) -> tuple[Challenge, Pledge]:
    """Lock a pledge that the actor may read behind its call, for an act that his roles open.

    The call comes first, everywhere: the last signature moves it.

    :raises NotFound: there is none, or not for him.
    :raises StaleVersion: it was changed since the caller read it.
    """
    require(actor, permission)
    found: Any = select(Pledge.challenge_id).where(Pledge.id == pledge_id, readable(actor))
    challenge_id = session.scalar(found)
    if challenge_id is None:
        raise NotFound(kind="pledge")
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    return challenge, lifecycle.lock(session, Pledge, pledge_id, version=version)


def party_of(
    session: Session, actor: Actor, pledge: Pledge, *, now: datetime, scope: str | None = None
) -> Party:
    """The party that the actor speaks for.

    :param scope: that his mandate must cover; None: the one by which that side negotiates.
    :raises RuleRefused: ``not_a_party``; ``own_organisation``: an officer who acts or lately acted for a party.
    :raises NotPermitted: ``scope_missing``: his mandate does not cover it.
    """
    sides = {Party.PROVIDER: pledge.organisation_id, Party.OWNER: pledge.owner_id}
    for party, organisation_id in sides.items():
        wanted = scope or READING[party][0]
        if actor.acts_for(organisation_id, wanted):
            return party
        if organisation_id in actor.mandates:
            raise NotPermitted("scope_missing", scope=wanted)
    if not actor.has_role(*OFFICE):
        raise RuleRefused("not_a_party")
    check_apart(session, actor, pledge, now=now)
    return Party.OFFICE


def check_signatory(actor: Actor, pledge: Pledge) -> None:
    """Only who may sign for a party. :raises NotFound: he may not, so for him there is nothing to sign."""
    signs = any(actor.acts_for(key, SIGN) for key in (pledge.organisation_id, pledge.owner_id))
    if not signs and not actor.has_role(*LEAD):
        raise NotFound(kind="pledge")


def check_apart(session: Session, actor: Actor, pledge: Pledge, *, now: datetime) -> None:
    """An officer acts for neither side. :raises RuleRefused: ``own_organisation``."""
    for organisation_id in (pledge.organisation_id, pledge.owner_id):
        check_independent(session, actor, organisation_id=organisation_id, now=now)
