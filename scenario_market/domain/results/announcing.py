"""The public notice of a result: who is to win, in which place, and nothing of what the others offered."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid, BidMember
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES
from scenario_market.domain.city import City
from scenario_market.domain.evaluation.aggregate import shown as marked
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.programmes.values import Programme, programme
from scenario_market.domain.publicity import posting
from scenario_market.domain.results import letters
from scenario_market.domain.results.finding import (
    bids_of,
    check_state,
    check_stranger,
    open_result,
    opinion_of,
)
from scenario_market.domain.results.models import PanelOpinion

KIND = "challenge"


def announce(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Challenge:
    """Put the approved result up in public, from the day after on; each bidder can read its letter from now on.

    :raises RuleRefused: ``objection_open``: one against an earlier notice is not answered; ``own_organisation``,
        ``panel_member``.
    """
    challenge = open_result(
        session, challenge_id, actor=actor, permission="result.announce", version=version
    )
    check_state(challenge, CHALLENGE_MOVES, "announce")
    check_stranger(session, challenge, actor=actor, now=now)
    posting.check_unopposed(session, KIND, challenge.id)
    opinion = opinion_of(session, challenge.id)
    assert opinion is not None  # nothing is approved without one
    rules = programme(challenge.rules)
    poster = posting.Poster(
        kind=KIND,
        subject_id=challenge.id,
        title=f"{challenge.title}揭榜挂帅评审结果公示",
        content=public_content(session, challenge, opinion, rules),
        days=rules.notice.days,
        day_kind=rules.notice.kind,
        answer_days=rules.notice.objection_answer_days,
    )
    notice = posting.post(session, poster, actor=actor, now=now, city=city)
    ends_on = notice.last_on.isoformat()
    lifecycle.move(
        session, challenge, CHALLENGE_MOVES, "announce", actor=actor, now=now, ends_on=ends_on
    )
    letters.make(session, challenge, opinion, actor=actor, now=now)
    return challenge


def public_content(
    session: Session, challenge: Challenge, opinion: PanelOpinion, rules: Programme
) -> dict[str, Any]:
    """What the public may read: the call, and of winners (of reserves, where the programme says so) their names.

    ``rules.notice.shows`` says what besides: ``place``, ``total``, ``price``, ``reserves``.
    """
    shows = set(rules.notice.shows)
    states = {BidState.RECOMMENDED} | ({BidState.RESERVE} if "reserves" in shows else set())
    bids = bids_of(session, challenge.id, states)
    places = {one["bid_id"]: one for one in opinion.places}
    bids.sort(key=lambda bid: places[bid.id]["place"])
    names = _names(session, [bid.id for bid in bids])
    content: dict[str, Any] = {"number": challenge.number, "title": challenge.title}
    for part, state in (("winners", BidState.RECOMMENDED), ("reserves", BidState.RESERVE)):
        if part == "winners" or part in shows:
            chosen = (bid for bid in bids if bid.state == state)
            content[part] = [_entry(bid, places[bid.id], names[bid.id], shows) for bid in chosen]
    return content


def _entry(
    bid: Bid, placed: Mapping[str, Any], names: list[dict[str, Any]], shows: Iterable[str]
) -> dict[str, Any]:
    shown: dict[str, Any] = {"organisations": names}
    if "place" in shows:
        shown["place"] = placed["place"]
    if "total" in shows:
        shown |= {"total": placed["total"], "total_shown": marked(placed["total"])}
    if "price" in shows:
        shown["price_fen"] = bid.total_fen
    return shown


def _names(session: Session, bid_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The organisations of each bid, its lead first."""
    query = (
        select(BidMember.bid_id, BidMember.is_lead, Organisation.name, Organisation.uscc)
        .join(Organisation, Organisation.id == BidMember.organisation_id)
        .where(BidMember.bid_id.in_(bid_ids))
        .order_by(BidMember.bid_id, BidMember.is_lead.desc(), BidMember.organisation_id)
    )
    found: dict[int, list[dict[str, Any]]] = {key: [] for key in bid_ids}
    for bid_id, is_lead, name, uscc in session.execute(query):
        found[bid_id].append({"name": name, "uscc": uscc, "is_lead": is_lead})
    return found
