"""What calls, questions on them and opened bids wait for. Nothing here looks at what is sealed."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.question_states import QuestionState
from scenario_market.domain.challenges.review import countersigned
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.evaluation import finding
from scenario_market.domain.evaluation.panels import DRAWABLE
from scenario_market.domain.projects import race
from scenario_market.domain.publicity.models import PublicNotice
from scenario_market.domain.results.confirming import due_at
from scenario_market.domain.results.models import PanelOpinion
from scenario_market.domain.todos.waiting import Waiting, organisation, person, role

C = ChallengeState
OFFICE, LEAD, JOINT = role("office_reviewer"), role("office_lead"), role("joint_organiser")
DELIVERED = frozenset({C.AWARDED, C.PLEDGED, C.IN_DELIVERY})
# state → what is to be done, and by whom; the others need a second look
STEPS = {
    C.UNDER_REVIEW: ("challenge_decide", OFFICE),
    C.UNSEALED: ("challenge_prequalify", OFFICE),
    C.PREQUALIFYING: ("challenge_check", OFFICE),
    C.OWNER_CONFIRMED: ("result_decide", LEAD),
    C.APPROVED_AWARD: ("result_announce", OFFICE),
}


def titles(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    rows = session.execute(select(Challenge.id, Challenge.title).where(Challenge.id.in_(ids)))
    return {row.id: row.title for row in rows}


def waiting(session: Session, challenge_id: int, city: City) -> list[Waiting]:
    row = session.get(Challenge, challenge_id, populate_existing=True)
    if row is None:
        return []
    state = ChallengeState(row.state)
    found = [Waiting(*STEPS[state])] if state in STEPS else []
    if state == C.DRAFT and row.content_number > 0:  # it was returned
        found.append(_of_author(row))
    if state in (C.UNDER_REVIEW, C.APPROVED) and row.is_joint and not countersigned(session, row):
        found.append(Waiting("challenge_countersign", JOINT))
    if state == C.APPROVED and row.publish_at is None:
        found.append(Waiting("challenge_publish", LEAD))
    if state in DRAWABLE and finding.panel_of(session, row.id) is None:
        found.append(Waiting("panel_prepare", OFFICE))
    if state == C.RECOMMENDED:
        found += _owners_word(session, row, city)
    if state == C.PUBLIC_NOTICE and _notice_is_over(session, row):
        found.append(Waiting("result_award", LEAD))
    if state in DELIVERED and race.is_ready(session, row.id):
        found.append(Waiting("race_decide", LEAD))
    return found


def _of_author(row: Challenge) -> Waiting:
    """Who wrote it: the owner's people where it is made of their need, else the officer or host who began it."""
    if row.source == "demand" or row.author_id is None:
        return Waiting("challenge_mend", organisation(row.owner_organisation_id, "demands"))
    return Waiting("challenge_mend", person(row.author_id))


def _owners_word(session: Session, row: Challenge, city: City) -> list[Waiting]:
    newest = (
        select(PanelOpinion.recommended_at)
        .where(PanelOpinion.challenge_id == row.id, PanelOpinion.recommended_at.is_not(None))
        .order_by(PanelOpinion.attempt.desc())
        .limit(1)
    )
    recommended_at = session.scalar(newest)
    until = due_at(row, recommended_at, city) if recommended_at else None
    return [Waiting("result_confirm", organisation(row.owner_organisation_id, "demands"), until)]


def _notice_is_over(session: Session, row: Challenge) -> bool:
    newest = (
        select(PublicNotice.ended_at)
        .where(PublicNotice.subject_kind == "challenge", PublicNotice.subject_id == row.id)
        .order_by(PublicNotice.attempt.desc())
        .limit(1)
    )
    return session.scalar(newest) is not None


def titles_of_questions(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Question.id, Challenge.title).join(
        Challenge, Challenge.id == Question.challenge_id
    )
    return {row.id: row.title for row in session.execute(query.where(Question.id.in_(ids)))}


def waiting_of_question(session: Session, question_id: int, city: City) -> list[Waiting]:
    row = session.get(Question, question_id, populate_existing=True)
    call = session.get(Challenge, row.challenge_id, populate_existing=True) if row else None
    if row is None or call is None or call.state != C.OPEN:
        return []
    until = call.questions_close_at
    if row.state == QuestionState.ASKED:
        return [Waiting("question_publish", OFFICE)]
    if row.state == QuestionState.PUBLISHED:
        owner = organisation(call.owner_organisation_id, "demands")
        return [Waiting("question_answer", owner, until)]
    return []


def titles_of_bids(session: Session, ids: Collection[int]) -> Mapping[int, str]:
    query = select(Bid.id, Bid.pseudonym, Challenge.title).join(
        Challenge, Challenge.id == Bid.challenge_id
    )
    rows = session.execute(query.where(Bid.id.in_(ids)))
    return {row.id: f"{row.title}（{row.pseudonym}）" for row in rows}


def waiting_of_bid(session: Session, bid_id: int, city: City) -> list[Waiting]:
    row = session.get(Bid, bid_id, populate_existing=True)
    if row is None or row.state != BidState.CORRECTION:
        return []
    bidder = organisation(row.organisation_id, "offers")
    return [Waiting("bid_correct", bidder, row.correction_due_at)]
