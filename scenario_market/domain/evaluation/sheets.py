"""Score sheets: assigned to members, saved as drafts, handed in; void when their member or their bid leaves."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor, consequence
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.draws.relations import conflicts_of
from scenario_market.domain.errors import FieldError, IllegalMove, Invalid, NotFound, RuleRefused
from scenario_market.domain.evaluation import events, finding, relations
from scenario_market.domain.evaluation.models import Panel, PanelSeat, ScoreSheet
from scenario_market.domain.evaluation.states import COUNTS, SHEET_MOVES, SeatState, SheetState
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.permissions import require
from scenario_market.domain.programmes.values import Programme, programme

BLIND, OPEN = "blind", "open"
REASON_MAX = 4_000
AT_WORK = frozenset({ChallengeState.SCORING, ChallengeState.CONSENSUS})
C = ChallengeState
# The sheets of others are seen from the deliberation on.
CONSENSUS_ON = frozenset(
    {C.CONSENSUS, C.RECOMMENDED, C.OWNER_CONFIRMED, C.APPROVED_AWARD, C.PUBLIC_NOTICE, C.AWARDED}
    | {C.PLEDGED, C.IN_DELIVERY, C.COMPLETED, C.FAILED, C.CANCELLED}
)


def parts(rules: Programme) -> list[str]:
    """The parts that have criteria, the blind one first."""
    found = {criterion.part for criterion in rules.criteria}
    return [part for part in (BLIND, OPEN) if part in found]


def assign(
    session: Session, challenge: Challenge, seats: Collection[PanelSeat], *, now: datetime
) -> None:
    """Give these members a sheet for each part of each bid that is scored, where they have none."""
    held = select(ScoreSheet.seat_id, ScoreSheet.bid_id, ScoreSheet.part).where(
        ScoreSheet.seat_id.in_([seat.id for seat in seats])
    )
    there = {tuple(row) for row in session.execute(held)}
    scored = select(Bid.id).where(
        Bid.challenge_id == challenge.id, Bid.state.in_([BidState.QUALIFIED, BidState.SCORED])
    )
    made = [
        {
            "challenge_id": challenge.id,
            "seat_id": seat.id,
            "bid_id": bid_id,
            "part": part,
            "state": SheetState.ASSIGNED,
            "scores": {},
            "version": 1,
            "created_at": now,
            "updated_at": now,
        }
        for bid_id in session.scalars(scored).all()
        for seat in seats
        for part in parts(programme(challenge.rules))
        if (seat.id, bid_id, part) not in there
    ]
    if made:
        session.execute(insert(ScoreSheet), made)


def void(session: Session, sheets: Collection[ScoreSheet], *, actor: Actor, now: datetime) -> None:
    """Sheets that no longer count: their member or their bid left."""
    follows = consequence(actor, "office_reviewer")
    for sheet in sheets:
        lifecycle.move(session, sheet, SHEET_MOVES, "void", actor=follows, now=now)


def of_seat(session: Session, seat_id: int) -> list[ScoreSheet]:
    """The sheets of a member that count, locked."""
    return _locked(session, ScoreSheet.seat_id == seat_id)


def of_bid(session: Session, bid_id: int) -> list[ScoreSheet]:
    """The sheets on a bid that count, locked."""
    return _locked(session, ScoreSheet.bid_id == bid_id)


def _locked(session: Session, condition: Any) -> list[ScoreSheet]:
    query: Any = select(ScoreSheet).where(condition, ScoreSheet.state.in_(sorted(COUNTS)))
    found = query.order_by(ScoreSheet.id).with_for_update()
    return list(session.scalars(found.execution_options(populate_existing=True)))


def save(
    session: Session,
    sheet_id: int,
    *,
    scores: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> ScoreSheet:
    """Keep scores and reasons as a draft; what is not given stays as it was.

    :param scores: criterion → object with ``score`` (0 to 100) and ``reason``.
    :raises Invalid: an unknown criterion, a score out of range, no text.
    :raises RuleRefused: as :func:`open_own`.
    """
    challenge, _, sheet = open_own(
        session, sheet_id, actor=actor, now=now, city=city, version=version
    )
    if sheet.state == SheetState.SUBMITTED:
        raise IllegalMove(verb="save", state=sheet.state, kind="score_sheet")
    kept = checked(scores, codes_of(challenge, sheet.part))
    sheet.scores = dict(sheet.scores) | kept
    if sheet.state == SheetState.ASSIGNED:
        lifecycle.move(session, sheet, SHEET_MOVES, "begin", actor=actor, now=now)
    else:
        lifecycle.touch(sheet, now=now)
        outbox.record(session, events.SheetSaved(subject_id=sheet.id), actor=actor, now=now)
    return sheet


def submit(
    session: Session,
    sheet_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> ScoreSheet:
    """Hand a sheet in: every criterion scored, each with its reason. The last of the blind part locks it.

    :raises Invalid: what is missing.
    """
    challenge, panel, sheet = open_own(
        session, sheet_id, actor=actor, now=now, city=city, version=version
    )
    if sheet.state in SHEET_MOVES["submit"].sources:
        missing = [
            FieldError(f"scores.{code}.{name}", "required")
            for code in codes_of(challenge, sheet.part)
            for name in ("score", "reason")
            if sheet.scores.get(code, {}).get(name) in (None, "")
        ]
        if missing:
            raise Invalid(*missing)
    sheet.submitted_at = now
    lifecycle.move(
        session, sheet, SHEET_MOVES, "submit", actor=actor, now=now, digest=digest(sheet.scores)
    )
    if sheet.part == BLIND and panel.blind_locked_at is None:
        _lock_blind(session, panel, actor=actor, now=now)
    return sheet


def digest(value: Any) -> str:
    """What a fact says of scores without telling them: SHA-256 in hex of their canonical JSON."""
    return hashlib.sha256(outbox.canonical(value)).hexdigest()


def _lock_blind(session: Session, panel: Panel, *, actor: Actor, now: datetime) -> None:
    session.flush()
    waiting = (
        select(ScoreSheet.id)
        .join(PanelSeat, PanelSeat.id == ScoreSheet.seat_id)
        .where(
            PanelSeat.panel_id == panel.id,
            ScoreSheet.part == BLIND,
            ScoreSheet.state.in_(sorted(COUNTS - {SheetState.SUBMITTED})),
        )
    )
    if session.scalar(waiting.limit(1)) is not None:
        return
    panel.blind_locked_at = now
    lifecycle.touch(panel, now=now)
    outbox.record(session, events.BlindPartLocked(subject_id=panel.id), actor=actor, now=now)


def open_own(
    session: Session,
    sheet_id: int,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> tuple[Challenge, Panel, ScoreSheet]:
    """Lock a member's own sheet for scoring; challenge and panel before it.

    :raises NotFound: there is none, or not his.
    :raises RuleRefused: ``declaration_missing``; ``own_organisation_scored``: a conflict with this very bid is known
        by now; ``blind_part_first``: his blind part, or another's, is not in yet.
    """
    require(actor, "panel.score")
    found = session.execute(
        select(ScoreSheet, PanelSeat)
        .join(PanelSeat, PanelSeat.id == ScoreSheet.seat_id)
        .join(Expert, Expert.id == PanelSeat.expert_id)
        .where(ScoreSheet.id == sheet_id, Expert.person_id == actor.person_id)
    ).one_or_none()
    if found is None or actor.person_id is None:
        raise NotFound(kind="score_sheet")
    challenge, panel = finding.lock_panel(session, found.PanelSeat.panel_id, version=None)
    sheet = lifecycle.lock(session, ScoreSheet, sheet_id, version=version)
    seat = lifecycle.lock(session, PanelSeat, sheet.seat_id)
    finding.require_state(challenge, AT_WORK, "score")
    if seat.state != SeatState.CLEAR:
        raise RuleRefused("declaration_missing")
    if sheet.state == SheetState.VOID:
        raise IllegalMove(verb="score", state=sheet.state, kind="score_sheet")
    check_conflict(session, challenge, seat.expert_id, sheet.bid_id, now=now, city=city)
    if sheet.part == OPEN and not sees_open(session, panel, seat):
        raise RuleRefused("blind_part_first")
    return challenge, panel, sheet


def check_conflict(
    session: Session,
    challenge: Challenge,
    expert_id: int,
    bid_id: int,
    *,
    now: datetime,
    city: City,
) -> None:
    """Whatever was declared: nobody scores or reads a bid with which the books show a conflict.

    :raises RuleRefused: ``own_organisation_scored``, with the reasons.
    """
    on = relations.terms(challenge, (), now=now, city=city)
    parties = relations.parties(session, challenge, now=now, bid_id=bid_id)
    if reasons := conflicts_of(session, Expert.id == expert_id, parties, on, now=now):
        raise RuleRefused("own_organisation_scored", reasons=reasons)


def sees_open(session: Session, panel: Panel, seat: PanelSeat) -> bool:
    """Whether a member may read the open part: the blind part is locked, and his own sheets on it are in."""
    if panel.blind_locked_at is None or seat.state != SeatState.CLEAR:
        return False
    waiting = select(ScoreSheet.id).where(
        ScoreSheet.seat_id == seat.id,
        ScoreSheet.part == BLIND,
        ScoreSheet.submitted_at.is_(None),
        ScoreSheet.state != SheetState.VOID,
    )
    return session.scalar(waiting.limit(1)) is None


def sees_others(session: Session, challenge: Challenge, seat: PanelSeat | None) -> bool:
    """Whether a member reads what the others scored: in the deliberation, declared, and once all of his own are in.

    Who comes in for another while the panel deliberates scores first, unswayed.
    """
    if seat is None or seat.state != SeatState.CLEAR or challenge.state not in CONSENSUS_ON:
        return False
    own = select(ScoreSheet.submitted_at.is_(None)).where(
        ScoreSheet.seat_id == seat.id, ScoreSheet.state != SheetState.VOID
    )
    waiting = session.scalars(own.distinct()).all()
    return waiting == [False]


def codes_of(challenge: Challenge, part: str) -> list[str]:
    """The criteria of a part, in their order."""
    return [one.code for one in programme(challenge.rules).criteria if one.part == part]


def checked(scores: Mapping[str, Any], codes: Collection[str]) -> dict[str, Any]:
    """Scores as they are kept. :raises Invalid: with every fault."""
    kept, errors = {}, []
    for code, given in scores.items():
        path = f"scores.{code}"
        if code not in codes:
            errors.append(FieldError(path, "unknown_code", {"value": code, "nearest": list(codes)}))
            continue
        score, reason = given.get("score"), given.get("reason") or ""
        if score is not None and (isinstance(score, bool) or not isinstance(score, int)):
            errors.append(FieldError(f"{path}.score", "not_a_whole_score"))
        elif score is not None and not 0 <= score <= 100:
            errors.append(FieldError(f"{path}.score", "out_of_range", {"min": 0, "max": 100}))
        if len(reason) > REASON_MAX:
            params = {"limit": REASON_MAX, "found": len(reason)}
            errors.append(FieldError(f"{path}.reason", "too_long", params))
        kept[code] = {"score": score, "reason": reason.strip()}
    if errors:
        raise Invalid(*errors)
    return kept
