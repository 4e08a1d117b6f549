"""Pledges that are not signed: forfeited by their date or by the winner's word; void when the call is cancelled.

Who did all it could does not forfeit because others did not sign: then they are waited for, and the office is told.
Nor does a winner whom the others' last act leaves no time to answer.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor, consequence
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.bids.states import BID_MOVES
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.errors import IllegalMove, NotPermitted
from scenario_market.domain.moves import Reason
from scenario_market.domain.pledges import completing, negotiating, reserves
from scenario_market.domain.pledges.access import SIGN, open_pledge, party_of
from scenario_market.domain.pledges.beginning import DUE
from scenario_market.domain.pledges.events import PledgeStalled
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.domain.pledges.states import (
    OPEN,
    PARTIES,
    PLEDGE_MOVES,
    Party,
    PledgeState,
)
from scenario_market.domain.projects import beginning as projects
from scenario_market.domain.projects.models import Project

UNSIGNED = Reason("unsigned", "至签署期限届满，中榜单位未签署军令状")
CANCELLED = Reason("call_ended", "榜单已终止")
PATIENCE_WORKING_DAYS = 5  # then others than the winner are looked at again


def fire(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """The clock's command: the date of a pledge has come. Harmless to repeat."""
    found = session.get(Pledge, subject_id)
    if found is None:
        return
    challenge = lifecycle.lock(session, Challenge, found.challenge_id)
    pledge = lifecycle.lock(session, Pledge, subject_id)
    if pledge.state not in OPEN or pledge.due_at > now:
        return
    if challenge.state not in negotiating.WAITING:
        return
    missing = _waited_for(session, pledge)
    until = _answer_until(session, pledge, city)
    if Party.PROVIDER in missing and now < until:
        _wait_on(session, pledge, missing, due_at=until, now=now)
    elif Party.PROVIDER in missing:
        forfeit(session, challenge, pledge, UNSIGNED, actor=SYSTEM, now=now, city=city)
    else:
        _wait_on(session, pledge, missing, due_at=_in_some_days(now, city), now=now)


def decline(
    session: Session,
    pledge_id: int,
    *,
    text: str,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Pledge:
    """The winner says that it will not sign: forfeited at once, so that the reserve need not wait.

    :param text: why; owed.
    :raises NotPermitted: ``scope_missing``: who signs for the winner declines for it.
    """
    challenge, pledge = open_pledge(
        session, pledge_id, actor=actor, permission="pledge.decline", version=version
    )
    if party_of(session, actor, pledge, now=now, scope=SIGN) != Party.PROVIDER:
        raise NotPermitted(permission="pledge.decline")
    if challenge.state not in negotiating.WAITING:
        raise IllegalMove(verb="decline", state=challenge.state, kind="challenge")
    reason = Reason("declined", text)
    forfeit(session, challenge, pledge, reason, actor=actor, now=now, city=city)
    return pledge


def forfeit(
    session: Session,
    challenge: Challenge,
    pledge: Pledge,
    reason: Reason,
    *,
    actor: Actor,
    now: datetime,
    city: City,
) -> None:
    """Forfeit a locked pledge of a locked call; the first reserve moves up.

    :param reason: its code stands in the lists of pledges and of bids alike.
    """
    follow = consequence(actor, "system")
    lifecycle.move(
        session,
        pledge,
        PLEDGE_MOVES,
        "forfeit",
        actor=follow,
        now=now,
        reason=reason,
        codes=city.codes,
        challenge_id=challenge.id,
        bid_id=pledge.bid_id,
        reason_code=reason.code,
    )
    bid = lifecycle.lock(session, Bid, pledge.bid_id)
    lifecycle.move(
        session, bid, BID_MOVES, "forfeit", actor=follow, now=now, reason=reason, codes=city.codes
    )
    # The next project is opened before this one is dropped: a call in delivery is not over in between.
    reserves.move_up(session, challenge, pledge, actor=actor, now=now, city=city)
    _let_go(session, pledge, "pledge_unsigned", actor=actor, now=now, city=city)
    completing.deliver(session, challenge, actor=actor, now=now)


def void_all(session: Session, challenge_id: int, *, now: datetime, city: City) -> int:
    """The call was cancelled: its open pledges are void; how many. Harmless to repeat."""
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    if challenge.state != ChallengeState.CANCELLED:
        return 0
    query = select(Pledge.id).where(
        Pledge.challenge_id == challenge_id, Pledge.state.in_(sorted(OPEN))
    )
    keys = session.scalars(query.order_by(Pledge.id)).all()
    for key in keys:  # as many as the programme has winners
        pledge = lifecycle.lock(session, Pledge, key)
        lifecycle.move(
            session,
            pledge,
            PLEDGE_MOVES,
            "void",
            actor=SYSTEM,
            now=now,
            reason=CANCELLED,
            codes=city.codes,
        )
        _let_go(session, pledge, "call_ended", actor=SYSTEM, now=now, city=city)
    return len(keys)


def _let_go(
    session: Session, pledge: Pledge, code: str, *, actor: Actor, now: datetime, city: City
) -> None:
    """Nothing is waited for: neither the date nor the project."""
    drop_deadline(session, DUE, pledge.id)
    project = lifecycle.lock(session, Project, pledge.project_id)
    text = city.codes["reasons_project"][code].zh
    projects.drop(session, project, actor=actor, now=now, city=city, reason=Reason(code, text))


def _waited_for(session: Session, pledge: Pledge) -> Sequence[Party]:
    """The parties that have not done what is theirs: agreed while it is negotiated, signed while it is to be signed."""
    if pledge.state == PledgeState.NEGOTIATING:
        done = negotiating.agreed(session, pledge)
    else:
        done = {one.party for one in completing.signatures(session, pledge.id)}
    return [party for party in PARTIES if party not in done]


def _answer_until(session: Session, pledge: Pledge, city: City) -> datetime:
    """Until when the winner may answer what others did last: a proposal of theirs, or a refusal of its scan.

    Nobody makes a winner forfeit by an act on the last day.
    """
    present = negotiating.version_of(session, pledge)
    acts = [] if present.party in (None, Party.PROVIDER) else [present.created_at]
    refused = select(func.max(PledgeSignature.void_at)).where(
        PledgeSignature.pledge_id == pledge.id,
        PledgeSignature.party == Party.PROVIDER,
        PledgeSignature.checked_by_id.is_not(None),
    )
    at = session.scalar(refused)
    acts += [at] if at is not None else []
    return _in_some_days(max(acts), city) if acts else pledge.created_at


def _in_some_days(at: datetime, city: City) -> datetime:
    day = city.calendar.working_days_after(city.day(at), PATIENCE_WORKING_DAYS)
    return city.end_of(day)


def _wait_on(
    session: Session, pledge: Pledge, missing: Sequence[Party], *, due_at: datetime, now: datetime
) -> None:
    """Give who is missing more days. An officer who owes the check of a scan counts as the office."""
    pledge.due_at = due_at
    lifecycle.touch(pledge, now=now)
    set_deadline(session, DUE, pledge.id, due_at=pledge.due_at)
    event = PledgeStalled(
        subject_id=pledge.id,
        waited_for=list(missing) or [Party.OFFICE],
        due_at=pledge.due_at.isoformat(),
    )
    outbox.record(session, event, actor=SYSTEM, now=now)
    session.flush()
