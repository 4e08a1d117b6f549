"""Who is told of results: owner, panel, bidders, reviewers, who objected; and the office and who watches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, cast, null, select, union

from scenario_market.domain.base import Key
from scenario_market.domain.bids.models import Bid, BidMember
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import OFFICE, WATCH
from scenario_market.domain.publicity.models import Objection
from scenario_market.domain.results.models import PanelOpinion
from scenario_market.workers.recipients import Recipients, organisations, with_role

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


def owner(work: Work) -> Select[Any]:
    """The owner of the call."""
    return organisations(Challenge.owner_organisation_id).where(
        Challenge.id == work.event.subject_id
    )


def owner_and_office(work: Work) -> Recipients:
    """The owner of the call, and the office."""
    return union(owner(work), with_role(work, *sorted(OFFICE)))


def _person(column: Any) -> Select[Any]:
    nobody: Any = cast(null(), Key)
    found: Any = select(nobody.label("organisation_id"), column.label("person_id"))
    return found


def _people(*keys: int) -> Select[Any]:
    return _person(Person.id).where(Person.id.in_(keys))


def _opinion(work: Work) -> PanelOpinion | None:
    query = select(PanelOpinion).where(PanelOpinion.challenge_id == work.event.subject_id)
    return work.session.scalar(query.order_by(PanelOpinion.attempt.desc()).limit(1))


def panel(work: Work) -> Select[Any]:
    """Everybody on the panel that wrote the last opinion."""
    opinion = _opinion(work)
    return _people(*(opinion.members if opinion is not None else ()))


def chair(work: Work) -> Recipients:
    """Its chair."""
    opinion = _opinion(work)
    return _people(*((opinion.chair_id,) if opinion is not None else ()))


def panel_and_office(work: Work) -> Recipients:
    """The panel, and the office."""
    return union(panel(work), with_role(work, *sorted(OFFICE)))


def sent_back(work: Work) -> Recipients:
    """Everybody whom a result concerned that is sent back: panel, owner, office, and the bidders."""
    bidding = (
        organisations(BidMember.organisation_id)
        .join(Bid, Bid.id == BidMember.bid_id)
        .where(Bid.challenge_id == work.event.subject_id)
    )
    return union(panel(work), owner(work), bidding, with_role(work, *sorted(OFFICE)))


def bidder(work: Work) -> Recipients:
    """Every organisation of the bid whose letter it is."""
    bid_id = (work.event.payload or {})["bid_id"]
    return organisations(BidMember.organisation_id).where(BidMember.bid_id == bid_id)


def reviewers(work: Work) -> Recipients:
    """Everybody who reviews objections now."""
    return with_role(work, "objection_reviewer")


def reviewers_and_watch(work: Work) -> Recipients:
    """Everybody who reviews objections, and who watches."""
    return with_role(work, "objection_reviewer", *sorted(WATCH))


def objector(work: Work) -> Recipients:
    """Who filed the objection."""
    return _person(Objection.objector_id).where(Objection.id == work.event.subject_id)
