"""What panels and their members wait for: the draw, answers, declarations, scores, the opinion and its signatures."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.draws.seating import size
from scenario_market.domain.evaluation import finding
from scenario_market.domain.evaluation.models import Panel, PanelSeat, ScoreSheet
from scenario_market.domain.evaluation.panels import DRAWABLE
from scenario_market.domain.evaluation.states import PanelState, SeatState, SheetState
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.results.models import OpinionSignature, PanelOpinion
from scenario_market.domain.todos.waiting import Waiting, person, role

C, S = ChallengeState, SeatState
OFFICE = role("office_reviewer")
UNFINISHED = (SheetState.ASSIGNED, SheetState.DRAFT, SheetState.REOPENED)


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Panel.id, Challenge.title).join(Challenge, Challenge.id == Panel.challenge_id)
    return {row.id: row.title for row in session.execute(query.where(Panel.id.in_(ids)))}


def titles_of_seats(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = (
        select(PanelSeat.id, Challenge.title)
        .join(Panel, Panel.id == PanelSeat.panel_id)
        .join(Challenge, Challenge.id == Panel.challenge_id)
    )
    return {row.id: row.title for row in session.execute(query.where(PanelSeat.id.in_(ids)))}


def waiting(session: Session, panel_id: int, city: City) -> list[Waiting]:
    row = session.get(Panel, panel_id, populate_existing=True)
    call = session.get(Challenge, row.challenge_id, populate_existing=True) if row else None
    if row is None or call is None or call.state not in DRAWABLE:
        return []
    if row.state == PanelState.PREPARED:
        return [Waiting("panel_draw", OFFICE)]
    if row.state == PanelState.DRAWN and len(finding.seats_of(session, row.id)) < size(row):
        return [Waiting("panel_renew", OFFICE)]
    return []


def waiting_of_seat(session: Session, seat_id: int, city: City) -> list[Waiting]:
    seat = session.get(PanelSeat, seat_id, populate_existing=True)
    panel = session.get(Panel, seat.panel_id, populate_existing=True) if seat else None
    call = session.get(Challenge, panel.challenge_id, populate_existing=True) if panel else None
    if seat is None or panel is None or call is None or call.state in (C.FAILED, C.CANCELLED):
        return []
    person_id = session.scalar(select(Expert.person_id).where(Expert.id == seat.expert_id))
    if person_id is None:
        return []
    member = person(person_id)
    if seat.state == S.INVITED:
        return [Waiting("seat_answer", member, seat.due_at)]
    if seat.state == S.ACCEPTED:
        return [Waiting("seat_declare", member)]
    if seat.state != S.CLEAR:
        return []
    found = []
    own = ScoreSheet.seat_id == seat.id
    if call.state in (C.SCORING, C.CONSENSUS) and _unfinished(session, own):
        found.append(Waiting("sheet_score", member))
    elif (
        call.state == C.SCORING
        and panel.state == PanelState.SEATED
        and _all_in(session, call, seat)
    ):
        found.append(Waiting("panel_conclude", member))
    if call.state == C.CONSENSUS:
        found += _opinion(session, call, seat, person_id)
    return found


def _unfinished(session: Session, which: ColumnElement[bool]) -> bool:
    query = select(ScoreSheet.id).where(which, ScoreSheet.state.in_(UNFINISHED))
    return session.scalar(query.limit(1)) is not None


def _all_in(session: Session, call: Challenge, seat: PanelSeat) -> bool:
    """Whether it is the chair's turn: nobody scores any more."""
    return seat.is_chair and not _unfinished(session, ScoreSheet.challenge_id == call.id)


def _opinion(session: Session, call: Challenge, seat: PanelSeat, person_id: int) -> list[Waiting]:
    """The chair ranks and writes; then every member signs; then the chair hands it on."""
    newest = select(PanelOpinion).where(
        PanelOpinion.challenge_id == call.id, PanelOpinion.recommended_at.is_(None)
    )
    opinion = session.scalars(newest.order_by(PanelOpinion.attempt.desc()).limit(1)).first()
    member = person(person_id)
    chairing = [Waiting("panel_conclude", member)] if seat.is_chair else []
    if opinion is None:
        return chairing
    signed = set(
        session.scalars(
            select(OpinionSignature.person_id).where(
                OpinionSignature.opinion_id == opinion.id,
                OpinionSignature.content_hash == opinion.content_hash,
            )
        )
    )
    if person_id not in signed:
        return [Waiting("opinion_sign", member)]
    return chairing if set(opinion.members) <= signed else []
