"""Who has a stake in a call, and what conflicts of interest with it are judged by."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.bids.models import Bid, BidMember
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.draws.conflicts import Party, Terms
from scenario_market.domain.draws.relations import stakeholders


def terms(challenge: Challenge, fields: Collection[str], *, now: datetime, city: City) -> Terms:
    """What conflicts of a call are judged by on this day."""
    return Terms(
        on=city.day(now),
        past_months=challenge.rules["panel"]["past_conflict_months"],
        free_mail=frozenset(city.policy["evaluation"]["free_mail_domains"]),
        fields=frozenset(fields),
    )


def parties(
    session: Session, challenge: Challenge, *, now: datetime, bid_id: int | None = None
) -> list[Party]:
    """The owner and every organisation of every opened bid, or of one, with all under one control with it."""
    roles: dict[int, str] = {}
    query = (
        select(BidMember.organisation_id, BidMember.is_lead)
        .join(Bid, Bid.id == BidMember.bid_id)
        .where(Bid.challenge_id == challenge.id)
    )
    if bid_id is not None:
        query = query.where(Bid.id == bid_id)
    for organisation_id, is_lead in session.execute(query):
        if roles.get(organisation_id) != "lead":
            roles[organisation_id] = "lead" if is_lead else "member"
    roles[challenge.owner_organisation_id] = "owner"
    return stakeholders(session, roles, now=now)
