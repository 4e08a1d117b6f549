"""The formal check (形式审查): begun by the office, one correction of named fields, every bid qualified or not."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.bids import ending, sections
from scenario_market.domain.bids.models import Bid, BidFile
from scenario_market.domain.bids.states import BID_MOVES, BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.deadlines import drop_deadline, set_deadline
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
)
from scenario_market.domain.evaluation import finding, paths, sheets
from scenario_market.domain.evaluation.models import BidCorrection
from scenario_market.domain.evaluation.states import PanelState
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require

CORRECTION_DUE = "bid_correction"  # kind of the deadline
B = BidState
OPEN_CHECK = frozenset({B.UNDER_REVIEW, B.CORRECTION})


def begin(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Challenge:
    """Begin the formal check.

    :raises RuleRefused: ``too_few_bids``: fewer were handed in than the call asks for; it can only fail.
    """
    challenge = _open(session, challenge_id, actor=actor, now=now, version=version)
    finding.check_state(challenge, CHALLENGE_MOVES, "prequalify")
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


def ask_correction(
    session: Session,
    bid_id: int,
    *,
    fields: Sequence[str],
    reason: Reason,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Bid:
    """Ask a bidder once to correct named fields, within the programme's hours.

    :param fields: paths in its content (``impact.text``, ``budget``).
    :raises AlreadyDone: ``corrected_once``. :raises Invalid: no field, or one that the bid does not have.
    """
    challenge, bid = _open_bid(session, bid_id, actor=actor, now=now, version=version)
    if session.scalar(select(BidCorrection.id).where(BidCorrection.bid_id == bid.id)):
        raise AlreadyDone("corrected_once")
    fields = list(dict.fromkeys(fields))
    before = _standing(bid.content, fields)
    due = now + timedelta(hours=challenge.rules["correction_hours"])
    session.add(
        BidCorrection(bid_id=bid.id, fields=fields, before=before, asked_at=now, due_at=due)
    )
    bid.correction_due_at, bid.correction_fields = due, fields
    lifecycle.move(
        session,
        bid,
        BID_MOVES,
        "ask_correction",
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
        fields=fields,
        due_at=due.isoformat(),
    )
    set_deadline(session, CORRECTION_DUE, bid.id, due_at=due)
    return bid


def _standing(content: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    if not fields:
        raise Invalid(FieldError("fields", "required"))
    found, errors = {}, []
    for place, path in enumerate(fields):
        try:
            found[path] = paths.get(content, path)
        except paths.NoSuchField:
            errors.append(FieldError(f"fields.{place}", "unknown_field"))
    if errors:
        raise Invalid(*errors)
    return found


def correct(
    session: Session,
    bid_id: int,
    *,
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Bid:
    """The bidder's one answer: new values for fields that were named, and for no other.

    What was handed in stays on record beside it, so that the receipt's hash can still be compared.

    :raises Invalid: a field that was not asked for, or a value out of shape. :raises RuleRefused: ``correction_over``.
    """
    require(actor, "bid.correct")
    bid = _open_own(session, bid_id, actor=actor, version=version)
    if bid.state != B.CORRECTION:
        raise IllegalMove(verb="correct", state=bid.state, kind="bid")
    row = session.scalar(select(BidCorrection).where(BidCorrection.bid_id == bid.id))
    if row is None or row.due_at <= now:
        raise RuleRefused("correction_over")
    wrong = [
        FieldError(f"values.{name}", "not_asked_for") for name in values if name not in row.fields
    ]
    if wrong or not values:
        raise Invalid(*(wrong or [FieldError("values", "required")]))
    bid.content = sections.checked(paths.replaced(bid.content, values), city.codes)
    bid.total_fen = (bid.content.get("budget") or {}).get("total_fen")
    row.values, row.corrected_at = dict(values), now
    changed = sorted(values)
    lifecycle.move(session, bid, BID_MOVES, "correct", actor=actor, now=now, fields=changed)
    drop_deadline(session, CORRECTION_DUE, bid.id)
    return bid


def lapse_correction(session: Session, subject_id: int, *, now: datetime, city: City) -> None:
    """By the clock: the time to correct has run out; the office decides on the bid as it stands."""
    challenge_id = session.scalar(select(Bid.challenge_id).where(Bid.id == subject_id))
    if challenge_id is None:
        return
    lifecycle.lock(session, Challenge, challenge_id)
    bid = lifecycle.lock(session, Bid, subject_id)
    if bid.state != B.CORRECTION or (bid.correction_due_at or now) > now:
        return
    row = session.scalar(select(BidCorrection).where(BidCorrection.bid_id == bid.id))
    if row is not None:
        row.lapsed_at = now
    lifecycle.move(session, bid, BID_MOVES, "lapse_correction", actor=SYSTEM, now=now)


def qualify(
    session: Session, bid_id: int, *, actor: Actor, now: datetime, version: int | None
) -> Bid:
    """Find a bid formally in order."""
    _, bid = _open_bid(session, bid_id, actor=actor, now=now, version=version)
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
    """Exclude a bid, with reason; a qualified one too, until the panel has deliberated. Its sheets do not count."""
    _, bid = _open_bid(session, bid_id, actor=actor, now=now, version=version, late=True)
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


def _open_bid(
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
    finding.require_state(challenge, at, "check")
    return challenge, lifecycle.lock(session, Bid, bid_id, version=version)


def _open_own(session: Session, bid_id: int, *, actor: Actor, version: int | None) -> Bid:
    """Lock a bid of an organisation that leads it and for which the actor may bid; others find nothing."""
    found = session.execute(
        select(Bid.challenge_id, Bid.organisation_id).where(Bid.id == bid_id)
    ).one_or_none()
    if found is None or not actor.acts_for(found.organisation_id, "offers"):
        raise NotFound(kind="bid")
    challenge = lifecycle.lock(session, Challenge, found.challenge_id)
    if challenge.state not in finding.OPENED:
        raise NotFound(kind="bid")
    return lifecycle.lock(session, Bid, bid_id, version=version)
