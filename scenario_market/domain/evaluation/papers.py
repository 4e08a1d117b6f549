"""Files in the one correction (补正): what cannot be read is sent again, and what was handed in is kept beside it.

Only files of sections of which every word may be corrected: what is offered, and what proves it, stays as it is.
"""

import re
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.bids.models import Bid, BidFile

FORMAL = frozenset({"statement", "division", "team"})
PATH = re.compile(r"files\.(\d{1,18})")


def number_of(path: str) -> int | None:
    """The key of the file that a field of a correction names; None: it names something else."""
    found = PATH.fullmatch(path)
    return int(found[1]) if found else None


def standing(session: Session, bid: Bid, path: str) -> BidFile | None:
    """The file of a bid that a path names, where it is part of the bid now."""
    query = select(BidFile).where(BidFile.bid_id == bid.id, BidFile.is_standing)
    return session.scalar(query.where(BidFile.id == number_of(path)))


def send(session: Session, old: BidFile, upload: Upload) -> BidFile:
    """Keep a file in the place of another until the bidder answers; one that was sent before goes."""
    session.execute(delete(BidFile).where(BidFile.replaces_id == old.id))
    row = BidFile(
        bid_id=old.bid_id,
        section=old.section,
        name=upload.name,
        media_type=upload.media_type,
        size_bytes=upload.size_bytes,
        sha256=upload.sha256,
        stored_as=upload.stored_as,
        replaces_id=old.id,
        is_standing=False,
    )
    session.add(row)
    session.flush()
    return row


def sent(session: Session, bid: Bid) -> Sequence[tuple[BidFile, BidFile]]:
    """What waits for the bidder's answer: old and new file, by key."""
    query = select(BidFile).where(
        BidFile.bid_id == bid.id, BidFile.replaces_id.is_not(None), ~BidFile.is_standing
    )
    return [
        (session.get_one(BidFile, row.replaces_id), row)
        for row in session.scalars(query.order_by(BidFile.id)).all()
    ]


def replace(pairs: Sequence[tuple[BidFile, BidFile]]) -> None:
    """Put what was sent in the place of the old files."""
    for old, new in pairs:
        old.is_standing, new.is_standing = False, True


def forget(session: Session, bid: Bid) -> None:
    """What was sent and never answered with is no part of the bid."""
    session.execute(
        delete(BidFile).where(
            BidFile.bid_id == bid.id, BidFile.replaces_id.is_not(None), ~BidFile.is_standing
        )
    )
