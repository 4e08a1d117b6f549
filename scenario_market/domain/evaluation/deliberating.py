"""Deliberation (合议), begun when all sheets are in; scores change only by sheets that the chair reopens."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.bids.states import BID_MOVES, PLACED, BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound, RuleRefused
from scenario_market.domain.evaluation import finding, sheets
from scenario_market.domain.evaluation.models import Panel, PanelSeat, ScoreSheet
from scenario_market.domain.evaluation.states import (
    COUNTS,
    SHEET_MOVES,
    PanelState,
    SeatState,
    SheetState,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require


def deliberate(
    session: Session, panel_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Challenge:
    """Begin the deliberation; from now on the members see each other's sheets.

    With too few bids left it begins too: what it comes to is that the call fails.

    :raises RuleRefused: ``panel_not_seated``; ``sheets_missing``, with how many.
    """
    challenge, panel, _ = open_as_chair(session, panel_id, actor=actor, version=version)
    finding.check_state(challenge, CHALLENGE_MOVES, "deliberate")
    check_sheets(session, challenge, panel)
    lifecycle.move(session, challenge, CHALLENGE_MOVES, "deliberate", actor=actor, now=now)
    for bid in finding.bids_of(session, challenge.id, {BidState.QUALIFIED}):
        lifecycle.move(session, bid, BID_MOVES, "score", actor=actor, now=now)
    lifecycle.touch(panel, now=now)
    return challenge


def check_sheets(session: Session, challenge: Challenge, panel: Panel) -> None:
    """:raises RuleRefused: ``panel_not_seated`` or ``sheets_missing``."""
    if panel.state != PanelState.SEATED:
        raise RuleRefused("panel_not_seated")
    waiting = select(ScoreSheet.id).where(
        ScoreSheet.challenge_id == challenge.id,
        ScoreSheet.state.in_(sorted(COUNTS - {SheetState.SUBMITTED})),
    )
    missing = len(session.scalars(waiting).all())
    if missing:
        raise RuleRefused("sheets_missing", count=missing)


def reopen(
    session: Session,
    sheet_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> ScoreSheet:
    """The chair opens a sheet again, with reason; what stood in it is kept. Once ranked, bids are open again
    until they are ranked anew.

    :raises RuleRefused: ``blind_part_locked``: while the panel scores, what was scored blind stays.
    """
    require(actor, "panel.chair")
    panel_id = session.scalar(
        select(PanelSeat.panel_id)
        .join(ScoreSheet, ScoreSheet.seat_id == PanelSeat.id)
        .where(ScoreSheet.id == sheet_id)
    )
    if panel_id is None:
        raise NotFound(kind="score_sheet")
    challenge, panel, _ = open_as_chair(session, panel_id, actor=actor, version=None)
    sheet = lifecycle.lock(session, ScoreSheet, sheet_id, version=version)
    finding.require_state(challenge, sheets.AT_WORK, "reopen")
    locked = sheet.part == sheets.BLIND and panel.blind_locked_at is not None
    if locked and challenge.state == ChallengeState.SCORING:
        raise RuleRefused("blind_part_locked")
    lifecycle.move(
        session, sheet, SHEET_MOVES, "reopen", actor=actor, now=now, reason=reason, codes=city.codes
    )
    _keep(sheet, now)
    if challenge.state == ChallengeState.CONSENSUS:
        reopen_after_remand(session, challenge, actor=actor, now=now)
    return sheet


def _keep(sheet: ScoreSheet, now: datetime) -> None:
    """What stood in a sheet that is opened again stays on record."""
    submitted = sheet.submitted_at.isoformat() if sheet.submitted_at else None
    left = {"scores": sheet.scores, "submitted_at": submitted, "reopened_at": now.isoformat()}
    sheet.earlier = [*sheet.earlier, left]


def reopen_after_remand(
    session: Session, challenge: Challenge, *, actor: Actor, now: datetime
) -> None:
    """Take the places of a locked challenge's bids away: a result was sent back, or a score is looked at again."""
    follows = consequence(actor, "office_reviewer")
    for bid in finding.bids_of(session, challenge.id, PLACED):
        lifecycle.move(session, bid, BID_MOVES, "reconsider", actor=follows, now=now)


def open_as_chair(
    session: Session, panel_id: int, *, actor: Actor, version: int | None
) -> tuple[Challenge, Panel, PanelSeat]:
    """Lock a panel, and its challenge before it, for its chair.

    :raises NotFound: there is none, or the actor does not sit on it.
    :raises RuleRefused: ``not_the_chair``.
    """
    require(actor, "panel.chair")
    seat: Any = finding.seat_of(session, panel_id, actor)
    if seat is None or seat.state != SeatState.CLEAR:
        raise NotFound(kind="panel")
    if not seat.is_chair:
        raise RuleRefused("not_the_chair")
    challenge, panel = finding.lock_panel(session, panel_id, version=version)
    return challenge, panel, seat
