"""Telling of bids: sealed workspaces, and bids from their opening on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenario_market.domain.bids.models import Participation
from scenario_market.domain.parties.models import Organisation
from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def _organisations(work: Work, *keys: int) -> to.Recipients:
    return to.organisations(Organisation.id).where(Organisation.id.in_(keys))


def asked(work: Work) -> to.Recipients:
    """The organisation that is asked to join a consortium."""
    return _organisations(work, (work.event.payload or {})["organisation_id"])


def lead(work: Work) -> to.Recipients:
    """The lead of a consortium."""
    return _organisations(work, (work.event.payload or {})["lead_id"])


def members(work: Work) -> to.Recipients:
    """Who was a member of a consortium that is no more, or had been asked."""
    return _organisations(work, *(work.event.payload or {})["members"])


def everybody(work: Work) -> to.Recipients:
    """All who take part in a bid on the call, whatever stands in it."""
    return to.organisations(Participation.organisation_id).where(
        Participation.challenge_id == work.event.subject_id
    )


BY_LEAD, BY_MEMBER = ("lead_id",), ("organisation_id",)
RULES: dict[str, tuple[Rule, ...]] = {
    "consortium.invited": (Rule("consortium_invited", asked, BY_LEAD),),
    "consortium.called_back": (Rule("consortium_called_back", asked, BY_LEAD),),
    "consortium.consented": (Rule("consortium_consented", lead, BY_MEMBER),),
    "consortium.declined": (Rule("consortium_declined", lead, BY_MEMBER),),
    "consortium.left": (Rule("consortium_left", lead, BY_MEMBER),),
    "challenge.deadline_nears": (Rule("bid_deadline_nears", everybody, ("days",)),),
    "consortium.dissolved": (Rule("consortium_dissolved", members, BY_LEAD),),
}

# Events by which nobody is told.
RECORDS = {
    "workspace.opened": "its own people did it",
    "workspace.changed": "whatever was done in it is sealed; its own people did it",
    "bid.pledged": "its pledge tells",
    "bid.forfeited": "its pledge tells",
}
