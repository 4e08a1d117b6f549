"""Who is told of the evaluation: experts, members of a panel, bidders, the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, union

from scenario_market.domain.bids.models import BidMember
from scenario_market.domain.evaluation.models import Panel, PanelSeat, ScoreSheet
from scenario_market.domain.evaluation.states import PanelState, SeatState
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.permissions import LEAD, OFFICE, WATCH
from scenario_market.workers.recipients import Recipients, organisations, people, with_role

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def expert(work: Work) -> Recipients:
    """The expert that the event is about."""
    return people(Expert.person_id).where(Expert.id == work.event.subject_id)


def seated(work: Work) -> Recipients:
    """Who holds the seat that the event is about."""
    return (
        people(Expert.person_id)
        .join(PanelSeat, PanelSeat.expert_id == Expert.id)
        .where(PanelSeat.id == work.event.subject_id)
    )


def leads_and_watch(work: Work) -> Recipients:
    """Who leads the office, and who watches it."""
    return with_role(work, *sorted(LEAD | WATCH))


def scorer(work: Work) -> Recipients:
    """Whose sheet the event is about."""
    return (
        people(Expert.person_id)
        .join(PanelSeat, PanelSeat.expert_id == Expert.id)
        .join(ScoreSheet, ScoreSheet.seat_id == PanelSeat.id)
        .where(ScoreSheet.id == work.event.subject_id)
    )


def _members() -> Select[Any]:
    return (
        people(Expert.person_id)
        .join(PanelSeat, PanelSeat.expert_id == Expert.id)
        .join(Panel, Panel.id == PanelSeat.panel_id)
        .where(PanelSeat.state == SeatState.CLEAR, Panel.state != PanelState.DISSOLVED)
    )


def members(work: Work) -> Recipients:
    """Everybody who sits on the panel that the event is about."""
    return _members().where(Panel.id == work.event.subject_id)


def members_of_call(work: Work) -> Recipients:
    """Everybody who sits on the panel of the call that the event is about."""
    return _members().where(Panel.challenge_id == work.event.subject_id)


def bidders(work: Work) -> Select[Any]:
    """The organisations of the bid that the event is about."""
    return organisations(BidMember.organisation_id).where(BidMember.bid_id == work.event.subject_id)


def bidders_and_office(work: Work) -> Recipients:
    """They, and the office."""
    return union(bidders(work), with_role(work, *sorted(OFFICE)))
