"""The formal check (形式审查): begun by the office, every bid qualified or not, handed over to the panel."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import ending
from scenario_market.domain.bids.models import Bid, BidFile
from scenario_market.domain.bids.states import BID_MOVES, BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import (
    NotFound,
    RuleRefused,
)
from scenario_market.domain.evaluation import finding, sheets
from scenario_market.domain.evaluation.states import PanelState
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require

B = BidState
OPEN_CHECK = frozenset({B.UNDER_REVIEW, B.CORRECTION})


def begin(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Challenge:
    """Begin the formal check.

    :raises RuleRefused: ``too_few_bids``: fewer were handed in than the call asks for; it can only fail;
        ``reentry_under_way``: others are being entered from a backup.
    """
    challenge = _open(session, challenge_id, actor=actor, now=now, version=version)
    finding.check_state(challenge, CHALLENGE_MOVES, "prequalify")
    finding.check_reentered(session, challenge.id, now=now)
    check_enough(session, challenge)
    lifecycle.move(session, challenge, CHALLENGE_MOVES, "prequalify", actor=actor, now=now)
    return challenge


def begin_scoring(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Challenge:
    """Hand the qualified bids over to the panel: each member gets a sheet for each part of each.

    :raises RuleRefused: ``bids_unchecked``: a bid is neither qualified nor disqualified; ``too_few_bids``: the call can
        only fail; ``panel_not_seated``; ``blind_copies_waiting``: a worker still cleans attachments.
    """
    challenge = _open(session, challenge_id, actor=actor, now=now, version=version)
    finding.check_state(challenge, CHALLENGE_MOVES, "score")
    waiting = finding.bids_of(session, challenge.id, OPEN_CHECK)
    if waiting:
        raise RuleRefused("bids_unchecked", bids=[bid.pseudonym for bid in waiting])
    check_enough(session, challenge)
    panel = finding.panel_of(session, challenge.id)
    if panel is None or panel.state != PanelState.SEATED:
        raise RuleRefused("panel_not_seated")
    _check_copies(session, challenge)
    lifecycle.move(session, challenge, CHALLENGE_MOVES, "score", actor=actor, now=now)
    sheets.assign(session, challenge, finding.seats_of(session, panel.id), now=now)
    return challenge


def _check_copies(session: Session, challenge: Challenge) -> None:
    """:raises RuleRefused: ``blind_copies_waiting``: attachments are neither copied nor refused as unclean."""
    waiting = (
        select(BidFile.id)
        .join(Bid, Bid.id == BidFile.bid_id)
        .where(
            Bid.challenge_id == challenge.id,
            Bid.state == B.QUALIFIED,
            BidFile.blind_stored_as.is_(None),
            BidFile.unclean.is_(None),
        )
    )
    count = len(session.scalars(waiting).all())
    if count:
        raise RuleRefused("blind_copies_waiting", count=count)


def check_enough(session: Session, challenge: Challenge) -> None:
    """:raises RuleRefused: ``too_few_bids``."""
    found, least = ending.qualified(session, challenge.id), challenge.rules["bids_min"]
    if found < least:
        raise RuleRefused("too_few_bids", found=found, minimum=least)


def qualify(
    session: Session, bid_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Bid:
    """Find a bid formally in order."""
    _, bid = open_bid(session, bid_id, actor=actor, now=now, version=version)
    lifecycle.move(session, bid, BID_MOVES, "qualify", actor=actor, now=now)
    return bid


def disqualify(
    session: Session,
    bid_id: int,
    *,
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Bid:
    """Exclude a bid, with reason, until the panel has deliberated; its sheets do not count.

    After that only where an upheld objection sent the result back: what it found may be that a bid had no right to win.
    """
    _, bid = open_bid(session, bid_id, actor=actor, now=now, version=version, late=True)
    lifecycle.move(
        session, bid, BID_MOVES, "disqualify", actor=actor, now=now, reason=reason, codes=city.codes
    )
    sheets.void(session, sheets.of_bid(session, bid.id), actor=actor, now=now)
    return bid


def _open(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Challenge:
    return finding.open_call(
        session,
        challenge_id,
        actor=actor,
        permission="challenge.evaluate",
        version=version,
        now=now,
    )


def open_bid(
    session: Session,
    bid_id: int,
    *,
    actor: Actor,
    now: datetime,
    version: int | None,
    late: bool = False,
) -> tuple[Challenge, Bid]:
    """Lock a bid, and its challenge before it, for the office's check.

    :raises IllegalMove: the challenge is not at the check (``late``: nor at scoring).
    """
    require(actor, "challenge.evaluate")
    challenge_id = session.scalar(select(Bid.challenge_id).where(Bid.id == bid_id))
    if challenge_id is None:
        raise NotFound(kind="bid")
    challenge = _open(session, challenge_id, actor=actor, now=now, version=None)
    if challenge.state not in finding.OPENED:
        raise NotFound(kind="bid")
    at = {ChallengeState.PREQUALIFYING} | ({ChallengeState.SCORING} if late else set())
    if late and _was_remanded(session, challenge):
        at.add(ChallengeState.CONSENSUS)
    finding.require_state(challenge, at, "check")
    return challenge, lifecycle.lock(session, Bid, bid_id, version=version)


def _was_remanded(session: Session, challenge: Challenge) -> bool:
    """Whether an upheld objection is what brought the call to where it stands."""
    query = select(StateChange.verb).where(
        StateChange.subject_kind == "challenge", StateChange.subject_id == challenge.id
    )
    return session.scalar(query.order_by(StateChange.id.desc()).limit(1)) == "remand"
