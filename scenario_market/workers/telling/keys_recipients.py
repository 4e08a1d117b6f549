"""Who is told of an opening: it concerns all who take part, the owner, and all who answer for its being fair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import union

from scenario_market.domain.bids.models import Bid, Workspace
from scenario_market.domain.permissions import OFFICE, WATCH
from scenario_market.workers.recipients import Recipients, organisations, with_role
from scenario_market.workers.telling.challenges_recipients import owner, who_takes_part

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def all_concerned(work: Work) -> Recipients:
    """Bidders, followers, owner, the office, who watches it, and the key officers."""
    seeing = with_role(work, *sorted(OFFICE | WATCH), "key_officer")
    return union(*who_takes_part(work), owner(work), seeing)


def who_answer_for_keys(work: Work) -> Recipients:
    """The key officers, the administrators, who leads the office, and who watches: nobody is named in secret."""
    return with_role(work, "key_officer", "administrator", "office_lead", *sorted(WATCH))


def bidder_and_office(work: Work) -> Recipients:
    """Whose envelope does not open, and the office."""
    key = (work.event.payload or {})["workspace_id"]
    lead = organisations(Workspace.organisation_id).where(Workspace.id == key)
    return union(lead, with_role(work, *sorted(OFFICE)))


def bidder_of_file_and_office(work: Work) -> Recipients:
    """Whose attachment does not open, and the office."""
    key = (work.event.payload or {})["bid_id"]
    lead = organisations(Bid.organisation_id).where(Bid.id == key)
    return union(lead, with_role(work, *sorted(OFFICE)))
