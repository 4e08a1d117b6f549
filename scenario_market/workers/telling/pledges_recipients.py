"""Who is told of a pledge: its parties, as organisations; the office, as people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, false, select, true, union

from scenario_market.domain.bids.models import BidMember
from scenario_market.domain.permissions import LEAD, OFFICE
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.pledges.states import Party
from scenario_market.workers.recipients import Recipients, office, organisations, with_role

if TYPE_CHECKING:
    from scenario_market.workers.machine import Work

COLUMNS = {Party.PROVIDER: Pledge.organisation_id, Party.OWNER: Pledge.owner_id}


def _of(work: Work, *parties: str) -> list[Select[Any]]:
    about = Pledge.id == work.event.subject_id
    return [organisations(COLUMNS[Party(one)]).where(about) for one in parties if one in COLUMNS]


def parties(work: Work) -> Recipients:
    """Provider and owner."""
    return union(*_of(work, *COLUMNS))


def parties_and_office(work: Work) -> Recipients:
    """Provider, owner, and everybody in the office who reviews or leads."""
    return union(*_of(work, *COLUMNS), with_role(work, *sorted(OFFICE)))


def delivering(work: Work) -> Recipients:
    """Everybody concerned, the members of the consortium too."""
    members = (
        organisations(BidMember.organisation_id)
        .join(Pledge, Pledge.bid_id == BidMember.bid_id)
        .where(Pledge.id == work.event.subject_id)
    )
    return union(*_of(work, *COLUMNS), members, with_role(work, *sorted(OFFICE)))


def others(work: Work) -> Recipients:
    """The parties besides the one that the event names; the office only where it did not act."""
    acted = (work.event.payload or {}).get("party")
    told = _of(work, *(one for one in COLUMNS if one != acted))
    return union(*told, office(work)) if acted != Party.OFFICE else union(*told)


def signing(work: Work) -> Recipients:
    """Provider, owner, and who signs for the office."""
    return union(*_of(work, *COLUMNS), with_role(work, *sorted(LEAD)))


def refused(work: Work) -> Recipients:
    """The party whose scan was not accepted; nobody where it was."""
    payload = work.event.payload or {}
    wanted = false() if payload.get("is_accepted", True) else true()
    found = _of(work, payload.get("party", ""))
    return (
        found[0].where(wanted)
        if found
        else select(*_of(work, Party.OWNER)[0].subquery().c).where(false())
    )
