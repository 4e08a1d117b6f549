"""The one correction (补正) that the formal check may ask for: of named fields, in some hours, never of substance."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM, Actor
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.bids import events, sections
from scenario_market.domain.bids.models import Bid, BidFile
from scenario_market.domain.bids.states import BID_MOVES, BidState
from scenario_market.domain.challenges.models import Challenge
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
from scenario_market.domain.evaluation import finding, formal, papers, paths
from scenario_market.domain.evaluation.models import BidCorrection
from scenario_market.domain.moves import Reason
from scenario_market.domain.permissions import require

CORRECTION_DUE = "bid_correction"  # kind of the deadline
B = BidState


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

    :param fields: paths in its content (``statement.text``, ``team.0.role``), and files by key (``files.7``).
    :raises AlreadyDone: ``corrected_once``.
    :raises Invalid: no field, one that the bid does not have, or one of its substance (``paths.is_correctable``,
        ``papers.FORMAL``).
    """
    challenge, bid = formal.open_bid(session, bid_id, actor=actor, now=now, version=version)
    if session.scalar(select(BidCorrection.id).where(BidCorrection.bid_id == bid.id)):
        raise AlreadyDone("corrected_once")
    fields = list(dict.fromkeys(fields))
    before = _standing(session, bid, fields)
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


def _standing(session: Session, bid: Bid, fields: Sequence[str]) -> dict[str, Any]:
    if not fields:
        raise Invalid(FieldError("fields", "required"))
    found, errors = {}, []
    for place, path in enumerate(fields):
        try:
            found[path], is_formal = _named(session, bid, path)
        except paths.NoSuchField:
            errors.append(FieldError(f"fields.{place}", "unknown_field"))
            continue
        if not is_formal:
            errors.append(FieldError(f"fields.{place}", "substance_fixed"))
    if errors:
        raise Invalid(*errors)
    return found


def _named(session: Session, bid: Bid, path: str) -> tuple[Any, bool]:
    """What stands at a path of a bid, a file as name and digest, and whether a correction may touch it.

    :raises NoSuchField: nothing does.
    """
    if papers.number_of(path) is None:
        return paths.get(bid.content, path), paths.is_correctable(path)
    one = papers.standing(session, bid, path)
    if one is None:
        raise paths.NoSuchField(path)
    return {"name": one.name, "sha256": one.sha256}, one.section in papers.FORMAL


def check_may_send(
    session: Session, bid_id: int, file_id: int, *, actor: Actor, now: datetime
) -> tuple[Bid, BidFile]:
    """Lock a bid, and one of its files that was asked for anew; asked before the bytes of the new one are read.

    :raises NotFound: the file was not asked for. :raises IllegalMove: no correction is asked for.
    :raises RuleRefused: ``correction_over``.
    """
    require(actor, "bid.correct")
    bid = _open_own(session, bid_id, actor=actor, version=None)
    row = _asked(session, bid, now)
    path = f"files.{file_id}"
    old = papers.standing(session, bid, path) if path in row.fields else None
    if old is None:
        raise NotFound(kind="bid_file")
    return bid, old


def send_file(
    session: Session, bid_id: int, file_id: int, *, upload: Upload, actor: Actor, now: datetime
) -> BidFile:
    """Send a file in the place of one that was asked for anew; it counts with the answer (:func:`correct`).

    :raises NotFound, IllegalMove, RuleRefused: as :func:`check_may_send`.
    """
    bid, old = check_may_send(session, bid_id, file_id, actor=actor, now=now)
    row = papers.send(session, old, upload)
    lifecycle.touch(bid, now=now)
    event = events.CorrectionFileSent(subject_id=bid.id, section=row.section, sha256=row.sha256)
    outbox.record(session, event, actor=actor, now=now)
    return row


def _asked(session: Session, bid: Bid, now: datetime) -> BidCorrection:
    """The correction that a locked bid is asked for. :raises IllegalMove, RuleRefused: none, or no more."""
    if bid.state != B.CORRECTION:
        raise IllegalMove(verb="correct", state=bid.state, kind="bid")
    row = session.scalar(select(BidCorrection).where(BidCorrection.bid_id == bid.id))
    if row is None or row.due_at <= now:
        raise RuleRefused("correction_over")
    return row


def _faults(row: BidCorrection, values: Mapping[str, Any]) -> list[FieldError]:
    wrong = [
        FieldError(f"values.{name}", "not_asked_for")
        for name in values
        if name not in row.fields or papers.number_of(name) is not None
    ]
    wrong += [
        FieldError(f"values.{name}", "only_striking")
        for name, value in values.items()
        if name in row.before and not paths.is_struck(name, row.before[name], value)
    ]
    return wrong


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
    """The bidder's one answer: new values for fields that were named, and the files that he sent for named ones.

    What was handed in stays on record beside it, so that the receipt's hash can still be compared.

    :raises Invalid: a field that was not asked for, or a value out of shape. :raises RuleRefused: ``correction_over``.
    """
    require(actor, "bid.correct")
    bid = _open_own(session, bid_id, actor=actor, version=version)
    row = _asked(session, bid, now)
    wrong = _faults(row, values)
    sent = papers.sent(session, bid)
    if wrong or not (values or sent):
        raise Invalid(*(wrong or [FieldError("values", "required")]))
    bid.content = sections.checked(paths.replaced(bid.content, values), city.codes)
    bid.total_fen = (bid.content.get("budget") or {}).get("total_fen")
    row.values, row.corrected_at = dict(values), now
    lifecycle.move(
        session,
        bid,
        BID_MOVES,
        "correct",
        actor=actor,
        now=now,
        fields=sorted([*values, *(f"files.{old.id}" for old, _ in sent)]),
        before=[old.sha256 for old, _ in sent],
        after=[new.sha256 for _, new in sent],
    )
    papers.replace(sent)
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
    papers.forget(session, bid)
    lifecycle.move(session, bid, BID_MOVES, "lapse_correction", actor=SYSTEM, now=now)


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
