"""Reading rankings, hints on scores, hearings and hints of collusion."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import readings
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.evaluation import bias, finding, ranking, sheets
from scenario_market.domain.evaluation.aggregate import exact, shown
from scenario_market.domain.evaluation.models import CollusionHint, Hearing, PanelSeat, ScoreSheet
from scenario_market.domain.evaluation.states import SeatState, SheetState
from scenario_market.domain.paging import Page, page
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.programmes.values import programme


def standing(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """The ranking as it stands, for the panel, the office and those who watch it, from the deliberation on."""
    _deliberated(session, challenge_id, actor)
    _note(session, challenge_id, "ranking", actor, now)
    named = session.execute(select(Bid.id, Bid.pseudonym).where(Bid.challenge_id == challenge_id))
    names = {row.id: row.pseudonym for row in named}
    fields = ("bid_id", "attempt", "place", "total", "scores", "failed", "used", "outcome")
    return [
        {name: getattr(row, name) for name in (*fields, "settled_by", "made_at")}
        | {"pseudonym": names[row.bid_id], "total_shown": shown(row.total)}
        for row in ranking.current(session, challenge_id)
    ]


def score_hints(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, city: City
) -> list[dict[str, Any]]:
    """Scores far off and members who lean, for the chair, the office and those who watch it."""
    challenge, seat = _deliberated(session, challenge_id, actor)
    if seat is not None and not seat.is_chair and not sees_all(actor):
        raise NotFound(kind="challenge")
    _note(session, challenge_id, "hints", actor, now)
    found = bias.hints(
        _by_member(session, challenge.id),
        programme(challenge.rules),
        outlier_points=city.policy["evaluation"]["outlier_points"],
        leniency_points=city.policy["evaluation"]["leniency_points"],
    )
    return [
        {
            "kind": one.kind,
            "member": one.member,
            "pseudonym": one.bid,
            "criterion": one.criterion,
            "by": exact(one.by),
        }
        for one in found
    ]


def _note(session: Session, challenge_id: int, part: str, actor: Actor, now: datetime) -> None:
    """What tells of several sheets at once is put on record as a reading of sheets."""
    readings.record(
        session, "score_sheet", 0, challenge_id=challenge_id, part=part, actor=actor, now=now
    )


def _by_member(session: Session, challenge_id: int) -> dict[str, dict[str, dict[str, int]]]:
    """Whole sheets by member and bid; a member who lacks one is left out."""
    query = (
        select(ScoreSheet, PanelSeat.number, Bid.pseudonym)
        .join(PanelSeat, PanelSeat.id == ScoreSheet.seat_id)
        .join(Bid, Bid.id == ScoreSheet.bid_id)
        .where(ScoreSheet.challenge_id == challenge_id, PanelSeat.state == SeatState.CLEAR)
    )
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    waiting = set()
    for sheet, member, pseudonym in session.execute(query):
        if sheet.state == SheetState.SUBMITTED:
            scores = {code: one["score"] for code, one in sheet.scores.items()}
            found[member][pseudonym] |= scores
        elif sheet.state != SheetState.VOID:
            waiting.add(member)
    return {member: dict(one) for member, one in found.items() if member not in waiting}


def hearings(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime
) -> Sequence[Hearing]:
    """The interviews and visits of a call, for the office, those who watch it, and members who see the open part.

    Put on record as a reading of hearings.
    """
    require(actor, "sheet.read")
    challenge = session.get(Challenge, challenge_id)
    if challenge is None or challenge.state not in finding.OPENED:
        raise NotFound(kind="challenge")
    if not sees_all(actor):
        panel = finding.panel_of(session, challenge_id)
        seat = finding.seat_of(session, panel.id, actor) if panel is not None else None
        if panel is None or seat is None or not sheets.sees_open(session, panel, seat):
            raise NotFound(kind="challenge")
    readings.record(
        session, "hearing", 0, challenge_id=challenge_id, part="list", actor=actor, now=now
    )
    query = select(Hearing).where(Hearing.challenge_id == challenge_id)
    return session.scalars(query.order_by(Hearing.id)).all()


def collusion_hints(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    now: datetime,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[CollusionHint]:
    """Hints of collusion among a call's bids, for the office alone; put on record as a reading of bids.

    :raises NotFound: there is no such call, or its bids are not open.
    """
    require(actor, "hint.read")
    challenge = session.get(Challenge, challenge_id)
    if challenge is None or challenge.state not in finding.OPENED:
        raise NotFound(kind="challenge")
    finding.check_stranger(session, challenge, actor=actor, now=now)
    readings.record(
        session, "bid", 0, challenge_id=challenge.id, part="hints", actor=actor, now=now
    )
    query = select(CollusionHint).where(CollusionHint.challenge_id == challenge_id)
    return page(session, query, CollusionHint.id, after=after, limit=limit, descending=False)


def _deliberated(
    session: Session, challenge_id: int, actor: Actor
) -> tuple[Challenge, PanelSeat | None]:
    require(actor, "sheet.read")
    challenge = session.get(Challenge, challenge_id, populate_existing=True)
    if challenge is None or challenge.state not in sheets.CONSENSUS_ON:
        raise NotFound(kind="challenge")
    panel = finding.panel_of(session, challenge_id)
    seat = finding.seat_of(session, panel.id, actor) if panel is not None else None
    if not sees_all(actor) and not sheets.sees_others(session, challenge, seat):
        raise NotFound(kind="challenge")
    return challenge, seat
