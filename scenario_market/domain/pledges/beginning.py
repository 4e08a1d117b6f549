"""How a pledge begins: drawn up from the winning bid, with a date by which it is signed. Called by the award."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid, BidMember
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.check_codes import new_code
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import set_deadline
from scenario_market.domain.errors import IllegalMove
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.pledges import document
from scenario_market.domain.pledges.events import PledgeBegun
from scenario_market.domain.pledges.models import Pledge, PledgeVersion
from scenario_market.domain.programmes.values import Programme, programme
from scenario_market.domain.projects import beginning as projects

DUE = "pledge_due"


def begin(
    session: Session, *, challenge: Challenge, bid: Bid, actor: Actor, now: datetime, city: City
) -> Pledge:
    """Draw up the pledge of an awarded bid, open its project, and set the date. The caller holds the call's lock.

    :raises IllegalMove: the bid is not awarded.
    """
    if bid.state != BidState.AWARDED:
        raise IllegalMove(verb="begin_pledge", state=bid.state, kind="bid")
    rules = programme(challenge.rules)
    drawn = _draw_up(session, challenge, bid, rules, city)
    text = document.canonical(drawn)
    due_at = city.end_of(city.calendar.working_days_after(city.day(now), rules.pledge_days))
    project = projects.open_project(
        session,
        challenge=challenge,
        bid=bid,
        organisation_id=bid.organisation_id,
        owner_id=challenge.owner_organisation_id,
        terms=document.terms(drawn),
        now=now,
        actor=actor,
    )
    pledge = Pledge(
        challenge_id=challenge.id,
        bid_id=bid.id,
        project_id=project.id,
        organisation_id=bid.organisation_id,
        owner_id=challenge.owner_organisation_id,
        check_code=drawn["code"],
        sha256=document.sha256(text),
        due_at=due_at,
        created_at=now,
        updated_at=now,
    )
    session.add(pledge)
    session.flush()
    _record(session, pledge, text, actor=actor, now=now)
    return pledge


def _record(session: Session, pledge: Pledge, text: str, *, actor: Actor, now: datetime) -> None:
    """The first version, the date, the fact."""
    first = PledgeVersion(
        pledge_id=pledge.id, number=1, canonical=text, sha256=pledge.sha256, created_at=now
    )
    session.add(first)
    set_deadline(session, DUE, pledge.id, due_at=pledge.due_at)
    event = PledgeBegun(
        subject_id=pledge.id,
        challenge_id=pledge.challenge_id,
        bid_id=pledge.bid_id,
        due_at=pledge.due_at.isoformat(),
    )
    outbox.record(session, event, actor=actor, now=now)
    session.flush()


def _draw_up(
    session: Session, challenge: Challenge, bid: Bid, rules: Programme, city: City
) -> document.Document:
    return document.draw_up(
        code=new_code(),
        challenge={
            "number": challenge.number,
            "title": challenge.title,
            "programme": challenge.programme,
            "programme_name": rules.zh,
            "term_months": challenge.term_months or rules.term_months_max,
            "reward_fen": challenge.reward_fen or 0,
        },
        parties=_parties(session, challenge, bid, city),
        called=challenge.metrics,
        bid={**bid.content, "content_hash": bid.content_hash},
        template=city.pledges[rules.pledge_template],
        tranches=rules.tranches,
    )


def _parties(session: Session, challenge: Challenge, bid: Bid, city: City) -> dict[str, Any]:
    members = session.scalars(select(BidMember).where(BidMember.bid_id == bid.id)).all()
    keys = {bid.organisation_id, challenge.owner_organisation_id}
    keys |= {member.organisation_id for member in members}
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(keys)))
    named = {row.id: {"name": row.name, "uscc": row.uscc} for row in rows}
    joined = [
        {**named[one.organisation_id], "role": one.role, "share_percent": one.share_percent}
        for one in sorted(members, key=lambda one: one.organisation_id)
        if one.organisation_id != bid.organisation_id
    ]
    return {
        "provider": {**named[bid.organisation_id], "members": joined},
        "owner": named[challenge.owner_organisation_id],
        "office": {"name": city.identity["office"]["name"]["zh"]},
    }
