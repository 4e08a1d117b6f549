"""From opened bids to kept hints of collusion; and the rows of their files' blind copies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from scenario_market.domain.bids.models import Bid, BidFile
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.evaluation.collusion import Hint, Limits, Opened, find
from scenario_market.domain.evaluation.models import CollusionHint

BATCH = 500


@dataclass(frozen=True)
class Cleaned:
    """What became of one file. :param blind_stored_as: its copy's name in the store; None: it could not be cleaned.

    :param traces: what the file says of who made it.
    """

    file_id: int
    blind_stored_as: str | None
    unclean: str | None = None
    traces: Mapping[str, str] = field(default_factory=dict)


def files_of(session: Session, challenge_id: int) -> Sequence[BidFile]:
    """The files of a call's bids."""
    query = select(BidFile).join(Bid, Bid.id == BidFile.bid_id)
    return session.scalars(query.where(Bid.challenge_id == challenge_id).order_by(BidFile.id)).all()


def hints_of(
    session: Session, challenge_id: int, cleaned: Iterable[Cleaned], *, city: City
) -> list[Hint]:
    """Look through the opened bids of a call, those that lapsed left out."""
    challenge = session.get_one(Challenge, challenge_id)
    traces = {one.file_id: one.traces for one in cleaned}
    files: dict[int, list[dict[str, str]]] = {}
    for row in files_of(session, challenge_id):
        said = {"sha256": row.sha256, "name": row.name, **traces.get(row.id, {})}
        files.setdefault(row.bid_id, []).append(said)
    query = select(Bid).where(Bid.challenge_id == challenge_id, Bid.state != BidState.LAPSED)
    policy = city.policy["evaluation"]
    return find(
        [opened(bid, files.get(bid.id, ())) for bid in session.scalars(query)],
        call=call_text(challenge),
        limits=Limits(passage_chars=policy["passage_chars"], shared_max=policy["hint_bids_max"]),
    )


def opened(bid: Bid, files: Sequence[Mapping[str, str]]) -> Opened:
    """A bid as the finders see it; its key is its row's, written so that texts sort as numbers do."""
    items = {
        f"{place} {item.get('name', '')}": item["amount_fen"]
        for place, item in enumerate((bid.content.get("budget") or {}).get("items", ()), start=1)
        if item.get("amount_fen")
    }
    return Opened(
        key=f"{bid.id:012}",
        texts={name: _text(answer) for name, answer in bid.content.items() if name != "statement"},
        files=files,
        addresses=frozenset(bid.traces.get("addresses", ())),
        devices=frozenset(bid.traces.get("devices", ())),
        items=items,
        total_fen=bid.total_fen,
    )


def call_text(challenge: Challenge) -> str:
    """What the call says: quoting it is no hint."""
    said = (challenge.title, challenge.background, challenge.content, _text(challenge.metrics))
    return "\n".join((*said, _text(challenge.deliverables)))


def _text(value: Any) -> str:
    """All texts in an answer, one after the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(_text(one) for one in value.values() if isinstance(one, str | list | dict))
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    return ""


def keep(
    session: Session,
    challenge_id: int,
    cleaned: Sequence[Cleaned],
    hints: Sequence[Hint],
    *,
    now: datetime,
) -> None:
    """Write what was found, in place of what was found before: harmless to repeat."""
    rows = [
        {
            "id": one.file_id,
            "blind_stored_as": one.blind_stored_as,
            "unclean": one.unclean,
            "traces": dict(one.traces),
        }
        for one in cleaned
    ]
    if rows:
        session.execute(update(BidFile), rows)
    session.execute(delete(CollusionHint).where(CollusionHint.challenge_id == challenge_id))
    made = [
        {
            "challenge_id": challenge_id,
            "kind": hint.kind,
            "bid_ids": [int(key) for key in hint.bids],
            "evidence": {_name(key): value for key, value in hint.evidence.items()},
            "found_at": now,
        }
        for hint in hints
    ]
    for start in range(0, len(made), BATCH):
        session.execute(insert(CollusionHint), made[start : start + BATCH])


def _name(key: str) -> str:
    return str(int(key)) if key.isdigit() else key
