"""Reading opened bids: who sees which part, and that each reading is on record.

A panel's member sees a bid by its pseudonym, its blind part first (暗标); the open part (明标), and with it who bids,
only when the blind part is locked and his own sheets on it are in. What an actor may not see is not found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import readings
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.models import Bid, BidFile, BidMember
from scenario_market.domain.bids.sections import SECTIONS
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.evaluation import finding, sheets
from scenario_market.domain.evaluation.models import BidCorrection, ScoreSheet
from scenario_market.domain.evaluation.states import COUNTS, SeatState
from scenario_market.domain.parties.authority import recused_from
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require, sees_all

BLIND, OPEN, IDENTITY = "blind", "open", "identity"
WHOLE = frozenset({BLIND, OPEN, IDENTITY})
NOTHING: frozenset[str] = frozenset()
C = ChallengeState
# When a panel's member reads: from the hand-over to the recommendation.
PANEL_READS = frozenset({C.SCORING, C.CONSENSUS, C.RECOMMENDED})


@dataclass(frozen=True)
class FileShown:
    """A file as its reader gets it: where its bytes are, and by which name."""

    stored_as: str
    name: str
    media_type: str


def bids(
    session: Session, challenge_id: int, *, actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """The bids of a call in the order of their pseudonyms, without their content: all for the office and those who
    watch it, those to score for a member, one's own for a bidder.

    :raises NotFound: there is no such call, its bids are not open, or none of them is for the actor.
    """
    require(actor, "bid.read")
    challenge = _opened(session, challenge_id)
    rows = session.scalars(select(Bid).where(Bid.challenge_id == challenge.id)).all()
    if _oversees(session, challenge, actor, now):
        shown = [summary(row, is_known=True) for row in rows]
    else:
        seat = _own_seat(session, challenge, actor)
        own = _led_or_joined(session, [row.id for row in rows], actor)
        scored = _scored(session, seat.id) if seat is not None else set()
        shown = [
            summary(row, is_known=row.id in own)
            for row in rows
            if row.id in own or row.id in scored
        ]
        if not shown:
            raise NotFound(kind="challenge")
    return sorted(shown, key=lambda one: one["pseudonym"])


def summary(row: Bid, *, is_known: bool) -> dict[str, Any]:
    """A bid without its content. :param is_known: whether the reader may know who bids."""
    shown = {
        name: getattr(row, name)
        for name in ("id", "version", "challenge_id", "pseudonym", "state", "opened_at")
    }
    if is_known:
        shown |= {
            "organisation_id": row.organisation_id,
            "handed_in_at": row.handed_in_at,
            "content_hash": row.content_hash,
            "correction_due_at": row.correction_due_at,
            "correction_fields": row.correction_fields,
        }
    return shown


def bid(
    session: Session, bid_id: int, *, actor: Actor, now: datetime, city: City
) -> dict[str, Any]:
    """One bid as far as the actor may read it now, put on record.

    :raises NotFound: there is none, or nothing of it is for him.
    :raises RuleRefused: ``own_organisation_scored``: a member has a conflict with this bid.
    """
    row, parts = _visible(session, bid_id, actor=actor, now=now, city=city)
    is_known = IDENTITY in parts
    named = {name: row.content[name] for name in _sections(parts) if name in row.content}
    part = "whole" if parts == WHOLE else BLIND if parts == {BLIND} else OPEN
    _record(session, row, part, actor=actor, now=now)
    shown = summary(row, is_known=is_known) | {"sections": named, "parts": sorted(parts)}
    if BLIND in parts:
        shown["total_fen"] = row.total_fen
    shown["files"] = [_file(one, number, is_known) for number, one in _files(session, row, parts)]
    if is_known:
        shown["organisations"] = _organisations(session, row.id)
        shown["correction"] = session.scalar(
            select(BidCorrection).where(BidCorrection.bid_id == row.id)
        )
    return shown


def file(
    session: Session, bid_id: int, file_id: int, *, actor: Actor, now: datetime, city: City
) -> FileShown:
    """One attachment, put on record; a blind reader gets the copy without metadata, under a name that tells nothing.

    :raises NotFound: there is none, or not for the actor.
    """
    row, parts = _visible(session, bid_id, actor=actor, now=now, city=city)
    is_known = IDENTITY in parts
    for number, one in _files(session, row, parts, replaced=is_known):
        if one.id == file_id:
            _record(session, row, "file", actor=actor, now=now)
            stored_as = one.stored_as if is_known else one.blind_stored_as or ""
            name = _file(one, number, is_known)["name"]
            return FileShown(stored_as, name, one.media_type)
    raise NotFound(kind="bid_file")


def _record(session: Session, row: Bid, part: str, *, actor: Actor, now: datetime) -> None:
    readings.record(
        session, "bid", row.id, challenge_id=row.challenge_id, part=part, actor=actor, now=now
    )


def _visible(
    session: Session, bid_id: int, *, actor: Actor, now: datetime, city: City
) -> tuple[Bid, frozenset[str]]:
    require(actor, "bid.read")
    row = session.get(Bid, bid_id, populate_existing=True)
    if row is None:
        raise NotFound(kind="bid")
    challenge = _opened(session, row.challenge_id, kind="bid")
    parts = _parts(session, challenge, row, actor=actor, now=now, city=city)
    if not parts:
        raise NotFound(kind="bid")
    return row, parts


def _parts(
    session: Session, challenge: Challenge, row: Bid, *, actor: Actor, now: datetime, city: City
) -> frozenset[str]:
    """What of a bid the actor may read. A lapsed one is read by nobody but those who handed it in."""
    if _led_or_joined(session, [row.id], actor):
        return WHOLE
    if row.state == BidState.LAPSED:
        return NOTHING
    if _oversees(session, challenge, actor, now):
        return WHOLE
    seat = _own_seat(session, challenge, actor)
    if seat is None or row.id not in _scored(session, seat.id):
        return NOTHING
    sheets.check_conflict(session, challenge, seat.expert_id, row.id, now=now, city=city)
    panel = finding.panel_of(session, challenge.id)
    if panel is not None and sheets.sees_open(session, panel, seat):
        return WHOLE
    return frozenset({BLIND})


def _opened(session: Session, challenge_id: int, kind: str = "challenge") -> Challenge:
    challenge = session.get(Challenge, challenge_id, populate_existing=True)
    opened = challenge is not None and challenge.unsealed_at is not None
    if challenge is None or not opened or challenge.state not in finding.OPENED:
        raise NotFound(kind=kind)
    return challenge


def _oversees(session: Session, challenge: Challenge, actor: Actor, now: datetime) -> bool:
    """The office and those who watch it, but for who stands for the owner or a bidder."""
    if not sees_all(actor):
        return False
    near = {*actor.mandates, *recused_from(session, [actor.person_id], now=now)}
    return not near & finding.sides(session, challenge)


def _own_seat(session: Session, challenge: Challenge, actor: Actor) -> Any:
    """The actor's seat, once he has declared himself clear, while the panel reads."""
    if challenge.state not in PANEL_READS or not actor.has_role("expert"):
        return None
    panel = finding.panel_of(session, challenge.id)
    seat = finding.seat_of(session, panel.id, actor) if panel is not None else None
    return seat if seat is not None and seat.state == SeatState.CLEAR else None


def _scored(session: Session, seat_id: int) -> set[int]:
    """Keys of the bids on which a member has sheets that count."""
    query = select(ScoreSheet.bid_id).where(
        ScoreSheet.seat_id == seat_id, ScoreSheet.state.in_(sorted(COUNTS))
    )
    return set(session.scalars(query))


def _led_or_joined(session: Session, bid_ids: Sequence[int], actor: Actor) -> set[int]:
    """Which of these bids are of organisations for which the actor may bid."""
    mine = actor.organisations_with("offers")
    if not mine or not bid_ids:
        return set()
    query = select(BidMember.bid_id).where(
        BidMember.bid_id.in_(bid_ids), BidMember.organisation_id.in_(mine)
    )
    led = select(Bid.id).where(Bid.id.in_(bid_ids), Bid.organisation_id.in_(mine))
    return set(session.scalars(query.union(led)))


def _sections(parts: frozenset[str]) -> list[str]:
    return [name for name, section in SECTIONS.items() if section.part in parts]


def _files(
    session: Session, row: Bid, parts: frozenset[str], *, replaced: bool = False
) -> list[tuple[int, BidFile]]:
    """The files that a reader of these parts gets, numbered within the bid.

    :param replaced: those too that a correction replaced.
    """
    # What took another's place keeps its number.
    place = func.coalesce(BidFile.replaces_id, BidFile.id)
    query = select(BidFile).where(BidFile.bid_id == row.id)
    query = query.order_by(BidFile.section, place, BidFile.id)
    if not replaced:
        query = query.where(BidFile.is_standing)
    return [
        (number, one)
        for number, one in enumerate(session.scalars(query), start=1)
        if one.section in _sections(parts) and (IDENTITY in parts or one.blind_stored_as)
    ]


def _file(one: BidFile, number: int, is_known: bool) -> dict[str, Any]:
    ending = one.name.rpartition(".")[2].casefold() if "." in one.name else "bin"
    return {
        "id": one.id,
        "section": one.section,
        "name": one.name if is_known else f"{one.section}-{number}.{ending}",
        "media_type": one.media_type,
    }


def _organisations(session: Session, bid_id: int) -> list[dict[str, Any]]:
    query = (
        select(BidMember, Organisation.name, Organisation.uscc)
        .join(Organisation, Organisation.id == BidMember.organisation_id)
        .where(BidMember.bid_id == bid_id)
        .order_by(BidMember.is_lead.desc(), Organisation.id)
    )
    return [
        {
            "organisation_id": member.organisation_id,
            "name": name,
            "uscc": uscc,
            "is_lead": member.is_lead,
            "share_percent": member.share_percent,
            "role": member.role,
        }
        for member, name, uscc in session.execute(query)
    ]
