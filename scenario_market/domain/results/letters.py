"""结果通知书: what each bidder is told of its own bid. Nothing of another's bid, and no expert's name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.programmes.values import Programme, programme
from scenario_market.domain.results import events
from scenario_market.domain.results.finding import bids_of
from scenario_market.domain.results.models import PanelOpinion, ResultLetter

# What was never opened as a bid, or left with its call, gets no letter of its own.
UNTOLD = frozenset({BidState.LAPSED, BidState.ENDED})


def make(
    session: Session,
    challenge: Challenge,
    opinion: PanelOpinion,
    *,
    actor: Actor,
    now: datetime,
) -> list[ResultLetter]:
    """One letter for each bid of a locked challenge, as its result goes into notice."""
    rules = programme(challenge.rules)
    places = {one["bid_id"]: one for one in opinion.places}
    told = [bid for bid in bids_of(session, challenge.id) if bid.state not in UNTOLD]
    reasons = _disqualified(session, [bid.id for bid in told])
    placed = sum(one["place"] is not None for one in opinion.places)
    made = []
    for bid in told:
        content = _content(rules, places.get(bid.id), reasons.get(bid.id)) | {"placed": placed}
        row = ResultLetter(
            challenge_id=challenge.id,
            bid_id=bid.id,
            attempt=opinion.attempt,
            outcome=str(bid.state),
            content=content | {"pseudonym": bid.pseudonym},
            made_at=now,
        )
        session.add(row)
        made.append(row)
    session.flush()
    for row in made:
        fact = events.LetterMade(subject_id=row.id, challenge_id=challenge.id, bid_id=row.bid_id)
        outbox.record(session, fact, actor=actor, now=now)
    return made


def _content(
    rules: Programme, placed: Mapping[str, Any] | None, refused: tuple[str, str] | None
) -> dict[str, Any]:
    """Scores and reasons by criterion, with total and place; or why the formal check refused the bid."""
    if placed is None:
        code, text = refused or (None, "")
        shut = {"reason_code": code, "reason_text": text}
        return {"criteria": [], "place": None, "total": None, "pass_mark": None, "refused": shut}
    criteria = [
        {
            "code": one.code,
            "zh": one.zh,
            "en": one.en,
            "weight": one.weight,
            "pass_mark": one.pass_mark,
            "score": placed["scores"].get(one.code),
            "reasons": list(placed["reasons"].get(one.code, ())),
        }
        for one in rules.criteria
    ]
    shown = {"criteria": criteria, "place": placed["place"], "total": placed["total"]}
    return shown | {"pass_mark": rules.pass_mark, "refused": None}


def _disqualified(session: Session, bid_ids: list[int]) -> dict[int, tuple[str, str]]:
    """Code and text of the reason, of each bid that the formal check refused."""
    query = select(StateChange.subject_id, StateChange.reason_code, StateChange.reason_text).where(
        StateChange.subject_kind == "bid",
        StateChange.subject_id.in_(bid_ids),
        StateChange.verb == "disqualify",
    )
    return {key: (code or "", text or "") for key, code, text in session.execute(query)}


def confirm(
    session: Session, challenge: Challenge, *, attempt: int, actor: Actor, now: datetime
) -> None:
    """The award makes the letters of its attempt final, each with what its bid has become."""
    query = (
        select(ResultLetter, Bid.state)
        .join(Bid, Bid.id == ResultLetter.bid_id)
        .where(ResultLetter.challenge_id == challenge.id, ResultLetter.attempt == attempt)
        .order_by(ResultLetter.id)
    )
    for letter, state in session.execute(query).all():
        letter.outcome, letter.final_at = str(state), now
        fact = events.LetterConfirmed(
            subject_id=letter.id, challenge_id=challenge.id, bid_id=letter.bid_id
        )
        outbox.record(session, fact, actor=actor, now=now)


def supersede(session: Session, challenge_id: int, *, now: datetime) -> None:
    """Letters of a result that was sent back hold no more; they stay on record."""
    live = update(ResultLetter).where(
        ResultLetter.challenge_id == challenge_id,
        ResultLetter.final_at.is_(None),
        ResultLetter.superseded_at.is_(None),
    )
    session.execute(live.values(superseded_at=now))
