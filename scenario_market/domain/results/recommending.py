"""The panel recommends: the first places win, the next are kept in reserve, by a ranking that every member signed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.states import BID_MOVES, BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.city import City
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.programmes.values import programme
from scenario_market.domain.publicity import posting
from scenario_market.domain.results import confirming, standing
from scenario_market.domain.results.finding import bids_of, check_state, open_result, opinion_of
from scenario_market.domain.results.opinion import unsigned

KIND = "challenge"


def recommend(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Challenge:
    """Recommend by the signed opinion. The owner's word is owed from now on.

    :raises RuleRefused: ``opinion_missing``; ``signatures_missing``, with how many; ``not_the_chair``;
        ``opinion_outdated``: the ranking or the panel are not those that were signed;
        ``none_passed``: the call can only fail;
        ``objection_open``: one is not answered yet.
    """
    challenge = open_result(
        session, challenge_id, actor=actor, permission="panel.chair", version=version
    )
    check_state(challenge, CHALLENGE_MOVES, "recommend")
    opinion = opinion_of(session, challenge.id)
    if opinion is None or opinion.recommended_at is not None:
        raise RuleRefused("opinion_missing")
    if actor.person_id != opinion.chair_id:
        raise RuleRefused("not_the_chair")
    standing.check_current(session, opinion)
    missing = unsigned(session, opinion)
    if missing:
        raise RuleRefused("signatures_missing", count=len(missing))
    posting.check_unopposed(session, KIND, challenge.id)
    rules = programme(challenge.rules)
    verbs = outcomes(opinion.places, winners=rules.winners, reserves=rules.reserves)
    ranked = {bid.id: bid for bid in bids_of(session, challenge.id, {BidState.RANKED})}
    if not verbs:
        raise RuleRefused("none_passed")
    for bid_id, verb in verbs.items():
        lifecycle.move(session, ranked[bid_id], BID_MOVES, verb, actor=actor, now=now)
    lifecycle.move(session, challenge, CHALLENGE_MOVES, "recommend", actor=actor, now=now)
    opinion.recommended_at = now
    lifecycle.touch(opinion, now=now)
    confirming.ask(session, challenge, now=now, city=city)
    return challenge


def outcomes(places: Sequence[Any], *, winners: int, reserves: int) -> dict[int, str]:
    """What becomes of each bid that has a place, as the verb of its move, in the order of the places."""
    placed = sorted((one for one in places if one["place"] is not None), key=lambda o: o["place"])
    found = {}
    for order, one in enumerate(placed):
        verb = "recommend" if order < winners else "reserve"
        found[one["bid_id"]] = verb if order < winners + reserves else "pass_over"
    return found
