"""奖榜: the result becomes final under a document number, when its notice is over and nothing is open against it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import awards
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.city import City
from scenario_market.domain.pledges import beginning
from scenario_market.domain.programmes.values import programme
from scenario_market.domain.publicity import posting
from scenario_market.domain.results import letters
from scenario_market.domain.results.finding import (
    bids_of,
    check_state,
    check_stranger,
    open_result,
    opinion_of,
)
from scenario_market.domain.results.models import AwardDocument, PanelOpinion
from scenario_market.domain.results.numbering import take_number

KIND = "challenge"


def award(
    session: Session,
    challenge_id: int,
    *,
    document_number: str,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Challenge:
    """Award every recommended bid; those in reserve stay so. Each winner's pledge begins.

    :raises RuleRefused: ``notice_standing``, ``objection_open``; ``places_taken``; ``own_organisation``,
        ``panel_member``.
    :raises AlreadyDone: ``document_number_used``.
    """
    challenge = open_result(
        session, challenge_id, actor=actor, permission="result.award", version=version
    )
    check_state(challenge, CHALLENGE_MOVES, "award")
    check_stranger(session, challenge, actor=actor, now=now)
    notice = posting.settle(session, KIND, challenge.id, now=now, city=city)
    number = take_number(
        session, document_number, kind=KIND, subject_id=challenge.id, now=now, city=city
    )
    opinion = opinion_of(session, challenge.id)
    assert opinion is not None  # nothing stands in notice without one
    rules = programme(challenge.rules)
    document = AwardDocument(
        challenge_id=challenge.id,
        number=number,
        notice_id=notice.id,
        attempt=opinion.attempt,
        issued_at=now,
        issued_by_id=actor.person_id,
        retained_until=retained_until(city.day(now), rules.retention_years),
    )
    session.add(document)
    act: dict[str, Any] = {"actor": actor, "now": now}
    lifecycle.move(session, challenge, CHALLENGE_MOVES, "award", document_number=number, **act)
    for bid in _winners(session, challenge, opinion):
        awards.give(session, bid, winners=rules.winners, document_number=number, **act)
        beginning.begin(session, challenge=challenge, bid=bid, city=city, **act)
    letters.confirm(session, challenge, attempt=opinion.attempt, actor=actor, now=now)
    return challenge


def _winners(session: Session, challenge: Challenge, opinion: PanelOpinion) -> list[Bid]:
    """The recommended bids, locked, in the order of their places."""
    places = {one["bid_id"]: one["place"] for one in opinion.places}
    found = bids_of(session, challenge.id, {BidState.RECOMMENDED})
    return sorted(found, key=lambda bid: places[bid.id])


def retained_until(day: date, years: int) -> date:
    """The last day of the year in which the period of retention ends: it begins with the year after the decision.

    Source: 档案 practice, 保管期限 counted from 1 January of the next year [M].
    """
    return date(day.year + years, 12, 31)
