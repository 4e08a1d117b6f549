"""The ranking of a call's bids by the panel's sheets, in exact arithmetic, as rows that are never changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BID_MOVES, BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.draws import seating
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.evaluation import (
    deliberating,
    events,
    finding,
    formal,
    sheets,
    ties,
)
from scenario_market.domain.evaluation.aggregate import exact, result
from scenario_market.domain.evaluation.models import Panel, PanelSeat, Ranking, ScoreSheet
from scenario_market.domain.evaluation.states import PanelState, SeatState, SheetState
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.programmes.values import programme


def rank(
    session: Session, panel_id: int, *, actor: Actor, now: datetime, version: int | None
) -> list[Ranking]:
    """The chair has the bids ranked, as often as the panel deliberates anew.

    :raises RuleRefused: as :func:`propose`, and ``not_the_chair``.
    """
    challenge, panel, _ = deliberating.open_as_chair(
        session, panel_id, actor=actor, version=version
    )
    made = propose(session, challenge, actor=actor, now=now)
    lifecycle.touch(panel, now=now)
    return made


def propose(
    session: Session, challenge: Challenge, *, actor: Actor, now: datetime
) -> list[Ranking]:
    """Rank the bids of a locked challenge: rows of a new attempt, and each bid ranked or below the threshold.

    What wins, is kept in reserve or is passed over is in the rows (``outcome``); the moves follow the recommendation.

    :raises RuleRefused: ``panel_not_seated``, ``sheets_missing``, ``too_few_bids``; ``ranked``: nothing was reopened
        since the last time.
    """
    finding.require_state(challenge, {ChallengeState.CONSENSUS}, "rank")
    panel = finding.panel_of(session, challenge.id)
    if panel is None:
        raise RuleRefused("panel_not_seated")
    deliberating.check_sheets(session, challenge, panel)
    formal.check_enough(session, challenge)
    bids = finding.bids_of(session, challenge.id, {BidState.SCORED})
    if not bids:
        raise RuleRefused("ranked")
    last = session.scalar(
        select(func.max(Ranking.attempt)).where(Ranking.challenge_id == challenge.id)
    )
    attempt = (last or 0) + 1
    rows = _rows(challenge, bids, _sheets(session, challenge.id), panel)
    for row in rows:
        row.attempt, row.made_at = attempt, now
    session.add_all(rows)
    by_id = {bid.id: bid for bid in bids}
    for row in rows:
        verb = "sink" if row.place is None else "rank"
        lifecycle.move(session, by_id[row.bid_id], BID_MOVES, verb, actor=actor, now=now)
    said = [[row.bid_id, row.place, row.total, row.scores] for row in rows]
    event = events.RankingMade(subject_id=challenge.id, attempt=attempt, digest=sheets.digest(said))
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    return rows


def _rows(
    challenge: Challenge,
    bids: Sequence[Bid],
    scores: Mapping[int, Mapping[int, Mapping[str, int]]],
    panel: Panel,
) -> list[Ranking]:
    rules = programme(challenge.rules)
    by_pseudonym = {bid.pseudonym: bid for bid in bids}
    entries = [
        ties.Entry(bid.pseudonym, result(list(scores[bid.id].values()), rules), bid.total_fen)
        for bid in bids
    ]
    return [
        Ranking(
            challenge_id=challenge.id,
            bid_id=by_pseudonym[one.entry.pseudonym].id,
            place=one.place,
            total=exact(one.entry.result.total),
            scores={code: exact(mean) for code, mean in one.entry.result.means.items()},
            failed=list(one.entry.result.failed),
            used=one.entry.result.used,
            outcome=one.outcome,
            settled_by=one.settled_by,
        )
        for one in ties.places(entries, rules, seating.seed(panel))
    ]


def _submitted(session: Session, challenge_id: int) -> Sequence[ScoreSheet]:
    query = (
        select(ScoreSheet)
        .join(PanelSeat, PanelSeat.id == ScoreSheet.seat_id)
        .where(
            ScoreSheet.challenge_id == challenge_id,
            ScoreSheet.state == SheetState.SUBMITTED,
            PanelSeat.state == SeatState.CLEAR,
        )
    )
    return session.scalars(query.order_by(ScoreSheet.id)).all()


def _sheets(session: Session, challenge_id: int) -> Mapping[int, Mapping[int, dict[str, int]]]:
    """bid → seat → criterion → score, of both parts together."""
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for sheet in _submitted(session, challenge_id):
        whole = found[sheet.bid_id][sheet.seat_id]
        whole |= {code: one["score"] for code, one in sheet.scores.items()}
    return found


def current(session: Session, challenge_id: int) -> Sequence[Ranking]:
    """The last ranking as long as it stands, by place, those below the threshold last; none where it was reopened."""
    reopened = select(Bid.id).where(
        Bid.challenge_id == challenge_id, Bid.state.in_([BidState.QUALIFIED, BidState.SCORED])
    )
    if session.scalar(reopened.limit(1)) is not None:
        return []
    last = select(func.max(Ranking.attempt)).where(Ranking.challenge_id == challenge_id)
    query = select(Ranking).where(
        Ranking.challenge_id == challenge_id, Ranking.attempt == last.scalar_subquery()
    )
    rows = session.scalars(query).all()
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0, row.bid_id))


def places_of(session: Session, challenge_id: int) -> list[dict[str, Any]]:
    """The standing ranking as an opinion keeps it: bid_id, pseudonym, place, total, scores and reasons by criterion.

    The reasons stand in the order of their texts, so that none tells who wrote it.
    """
    rows = current(session, challenge_id)
    names = dict(
        session.execute(select(Bid.id, Bid.pseudonym).where(Bid.challenge_id == challenge_id)).all()
    )
    reasons: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for sheet in _submitted(session, challenge_id):
        for code, one in sheet.scores.items():
            reasons[sheet.bid_id][code].append(one["reason"])
    return [
        {
            "bid_id": row.bid_id,
            "pseudonym": names[row.bid_id],
            "place": row.place,
            "total": row.total,
            "scores": dict(row.scores),
            "reasons": {code: sorted(texts) for code, texts in reasons[row.bid_id].items()},
            "outcome": row.outcome,
            "failed": list(row.failed),
        }
        for row in rows
    ]


def check_whole(session: Session, challenge_id: int) -> None:
    """:raises RuleRefused: ``panel_not_seated``: somebody has left the panel and nobody has taken his seat."""
    panel = finding.panel_of(session, challenge_id)
    if panel is None or panel.state != PanelState.SEATED:
        raise RuleRefused("panel_not_seated")


def panel_people(session: Session, challenge_id: int) -> tuple[int | None, list[int]]:
    """Keys of the people who sit on a call's panel: the chair's, and everybody's, the chair among them."""
    panel = finding.panel_of(session, challenge_id)
    if panel is None:
        return None, []
    query = (
        select(Expert.person_id, PanelSeat.is_chair)
        .join(PanelSeat, PanelSeat.expert_id == Expert.id)
        .where(PanelSeat.panel_id == panel.id, PanelSeat.state == SeatState.CLEAR)
        .order_by(PanelSeat.number)
    )
    rows = session.execute(query).all()
    return next((row.person_id for row in rows if row.is_chair), None), [r.person_id for r in rows]
