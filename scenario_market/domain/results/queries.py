"""Reading a result and its letters: the public learns what is final, those concerned what it rests on.

The names of the panel stay hidden until the notice of the result; from then on everybody reads them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scenario_market.domain import readings
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.awards import Award
from scenario_market.domain.bids.models import Bid, BidMember
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import PUBLIC_STATES, ChallengeState
from scenario_market.domain.errors import NotFound
from scenario_market.domain.evaluation.ranking import panel_people
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.permissions import allowed, require, sees_all
from scenario_market.domain.publicity import posting
from scenario_market.domain.publicity.models import PublicNotice
from scenario_market.domain.results.finding import opinion_of, panel_of
from scenario_market.domain.results.models import (
    AwardDocument,
    CollectiveDecision,
    OpinionSignature,
    PanelOpinion,
    ResultLetter,
)

C = ChallengeState
FINAL = frozenset({C.AWARDED, C.PLEDGED, C.IN_DELIVERY, C.COMPLETED})
# Who objects may have to name a member's conflict: names are out while the notice stands.
NAMED = FINAL | {C.PUBLIC_NOTICE}


def result(session: Session, challenge_id: int, *, actor: Actor) -> dict[str, Any]:
    """The result of a challenge that is public.

    :raises NotFound: there is none, or it is not public yet.
    """
    query = select(Challenge).where(
        Challenge.id == challenge_id,
        Challenge.state.in_(sorted(PUBLIC_STATES)),
        Challenge.published_at.is_not(None),
    )
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound(kind="challenge")
    is_final = row.state in FINAL
    shown = _public(session, row)
    if _acts(session, row, actor):
        shown["version"] = row.version
    opinion = opinion_of(session, row.id)
    if opinion is not None and _is_concerned(session, row, opinion, actor):
        shown |= _inner(session, row, opinion, actor, is_final)
    return shown


def read(session: Session, challenge_id: int, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """The result, put on record where the reader learns the panel's reasons: more than the public does.

    :raises NotFound: as :func:`result`.
    """
    shown = result(session, challenge_id, actor=actor)
    if "opinion" in shown:
        readings.record(
            session,
            "result",
            challenge_id,
            challenge_id=challenge_id,
            part="whole",
            actor=actor,
            now=now,
        )
    return shown


def _public(session: Session, row: Challenge) -> dict[str, Any]:
    notices = select(PublicNotice.id).where(
        PublicNotice.subject_kind == "challenge", PublicNotice.subject_id == row.id
    )
    document = select(AwardDocument).where(AwardDocument.challenge_id == row.id)
    return {
        "challenge_id": row.id,
        "state": row.state,
        "version": row.public_version,
        "notice_ids": list(session.scalars(notices.order_by(PublicNotice.id))),
        "is_provisional": posting.is_provisional(session, "challenge", row.id),
        "document": session.scalar(document),
        "awards": _awards(session, row.id),
        "panel": _names(session, panel_of(session, row.id)) if row.state in NAMED else [],
    }


def _awards(session: Session, challenge_id: int) -> list[dict[str, Any]]:
    """Who holds or held a place: with all organisations of the bid, the lead first."""
    query = (
        select(Award, Organisation.name, Organisation.uscc)
        .join(BidMember, BidMember.bid_id == Award.bid_id)
        .join(Organisation, Organisation.id == BidMember.organisation_id)
        .where(Award.challenge_id == challenge_id)
        .order_by(Award.id, BidMember.is_lead.desc(), Organisation.id)
    )
    found: dict[int, dict[str, Any]] = {}
    for award, name, uscc in session.execute(query):
        one = found.setdefault(
            award.id,
            {
                "bid_id": award.bid_id,
                "slot": award.slot,
                "awarded_at": award.awarded_at,
                "ended_at": award.ended_at,
                "organisations": [],
            },
        )
        one["organisations"].append({"name": name, "uscc": uscc})
    return list(found.values())


def _names(session: Session, person_ids: set[int]) -> list[str]:
    query = select(Person.name).where(Person.id.in_(person_ids)).order_by(Person.id)
    return list(session.scalars(query))


def _acts(session: Session, row: Challenge, actor: Actor) -> bool:
    """Office and watch, the owner and the panel: to others the version that acts count on would tell of hidden acts."""
    if not allowed(actor, "result.read"):
        return False
    if sees_all(actor) or actor.acts_for(row.owner_organisation_id, "demands"):
        return True
    return actor.has_role("expert") and actor.person_id in panel_people(session, row.id)[1]


def _is_concerned(session: Session, row: Challenge, opinion: PanelOpinion, actor: Actor) -> bool:
    """Office, watch and panel at once; the owner from the recommendation on."""
    if not allowed(actor, "result.read"):
        return False
    if sees_all(actor) or actor.person_id in opinion.members:
        return True
    return (
        actor.acts_for(row.owner_organisation_id, "demands") and opinion.recommended_at is not None
    )


def _inner(
    session: Session, row: Challenge, opinion: PanelOpinion, actor: Actor, is_final: bool
) -> dict[str, Any]:
    signed = select(OpinionSignature).where(OpinionSignature.opinion_id == opinion.id)
    signatures = [
        {
            "person_id": one.person_id if sees_all(actor) or is_final else None,
            "is_own": one.person_id == actor.person_id,
            "agrees": one.agrees,
            "dissent": one.dissent,
            "signed_at": one.signed_at,
            "holds": one.content_hash == opinion.content_hash,
        }
        for one in session.scalars(signed.order_by(OpinionSignature.id))
    ]
    shown = {
        "id": opinion.id,
        "attempt": opinion.attempt,
        "text": opinion.text,
        "content_hash": opinion.content_hash,
        "places": opinion.places,
        "owed": len(opinion.members),
        "signatures": signatures,
        "recommended_at": opinion.recommended_at,
    }
    decided = select(CollectiveDecision).where(CollectiveDecision.challenge_id == row.id)
    decisions = session.scalars(decided.order_by(CollectiveDecision.id)).all()
    return {"opinion": shown, "decisions": decisions if sees_all(actor) else []}


def readable_letters(actor: Actor) -> Select[Any]:
    """Letters that the actor may read: those of bids in which an organisation of his takes part; all for the office."""
    query = select(ResultLetter)
    if sees_all(actor):
        return query
    own = (
        select(BidMember.bid_id)
        .join(Bid, Bid.id == BidMember.bid_id)
        .where(BidMember.organisation_id.in_(actor.organisations_with("offers")))
    )
    return query.where(ResultLetter.bid_id.in_(own))


def letters(
    session: Session,
    *,
    actor: Actor,
    challenge_id: int | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[ResultLetter]:
    """Result letters that the actor may read, newest first."""
    require(actor, "letter.read")
    query = readable_letters(actor)
    if challenge_id is not None:
        query = query.where(ResultLetter.challenge_id == challenge_id)
    return page(session, query, ResultLetter.id, after=after, limit=limit)


def letter(session: Session, letter_id: int, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """One letter with its call and its addressee, put on record: it tells a bid's scores with their reasons.

    :raises NotFound: there is none, or not for the actor.
    """
    require(actor, "letter.read")
    row = session.scalar(readable_letters(actor).where(ResultLetter.id == letter_id))
    if row is None:
        raise NotFound(kind="result_letter")
    readings.record(
        session,
        "result_letter",
        row.id,
        challenge_id=row.challenge_id,
        part="whole",
        actor=actor,
        now=now,
    )
    challenge = session.get_one(Challenge, row.challenge_id)
    bid = session.get_one(Bid, row.bid_id)
    addressee = session.get_one(Organisation, bid.organisation_id).name
    document = session.scalar(
        select(AwardDocument.number).where(AwardDocument.challenge_id == row.challenge_id)
    )
    notice = select(PublicNotice).where(
        PublicNotice.subject_kind == "challenge", PublicNotice.subject_id == row.challenge_id
    )
    return {
        "row": row,
        "addressee": addressee,
        "title": challenge.title,
        "number": challenge.number,
        "document_number": document if row.final_at else None,
        "notice": session.scalar(notice.order_by(PublicNotice.attempt.desc()).limit(1)),
    }
