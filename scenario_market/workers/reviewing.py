"""After the opening: blind copies of the attachments, and hints of collusion for the office.

Files are read and cleaned one by one, outside of the writing transaction. A crash repeats all of it; a copy that was
kept already has the same name, and what was found before is written anew.
"""

import io
from dataclasses import dataclass

import structlog

from scenario_market.documents import provenance
from scenario_market.documents.files import Directory
from scenario_market.documents.stripping import Unclean, stripped
from scenario_market.domain.bids.models import Bid, BidFile
from scenario_market.domain.evaluation import looking
from scenario_market.domain.evaluation.collusion import Hint
from scenario_market.domain.evaluation.looking import Cleaned
from scenario_market.workers.machine import Work

log = structlog.get_logger("reviewing")


@dataclass(frozen=True)
class Found:
    """What is to be written."""

    cleaned: list[Cleaned]
    hints: list[Hint]


def look(work: Work) -> Found:
    """Clean the files of a call's bids, and look through the bids."""
    challenge_id = work.event.subject_id
    files = work.machine.files
    cleaned = [clean(files, row) for row in looking.files_of(work.session, challenge_id)]
    return Found(cleaned, looking.hints_of(work.session, challenge_id, cleaned, city=work.city))


def look_again(work: Work) -> Found:
    """Look through the bids of a call anew, of which one was corrected; clean the files that came with it."""
    challenge_id = _call_of(work)
    rows = looking.files_of(work.session, challenge_id)
    came = [row for row in rows if row.blind_stored_as is None and row.unclean is None]
    fresh = [clean(work.machine.files, row) for row in came]
    known = [
        Cleaned(row.id, row.blind_stored_as, row.unclean, row.traces or {})
        for row in rows
        if row not in came
    ]
    hints = looking.hints_of(work.session, challenge_id, [*known, *fresh], city=work.city)
    return Found(fresh, hints)


def keep_again(work: Work, found: Found) -> None:
    """Write the copies that are new, and the hints in place of those before."""
    looking.keep(work.session, _call_of(work), found.cleaned, found.hints, now=work.now)


def _call_of(work: Work) -> int:
    return work.session.get_one(Bid, work.event.subject_id).challenge_id


def clean(files: Directory, row: BidFile) -> Cleaned:
    """One file: its blind copy in the store, and what it said of who made it."""
    try:
        with files.open(row.stored_as) as source:
            content = source.read()
    except FileNotFoundError:
        return Cleaned(row.id, None, "missing")
    traces = provenance.of(content, row.media_type)
    try:
        copy = stripped(content, row.media_type)
    except Unclean as error:
        log.info("file_unclean", file_id=row.id, why=error.why)
        return Cleaned(row.id, None, error.why[:40], traces)
    # A copy may be larger than its source: what is stored compressed inside is written anew.
    kept = files.keep(io.BytesIO(copy), limit_bytes=max(len(copy), 1))
    return Cleaned(row.id, kept.stored_as, None, traces)


def keep(work: Work, found: Found) -> None:
    """Write copies and hints, in the transaction that completes the job."""
    looking.keep(work.session, work.event.subject_id, found.cleaned, found.hints, now=work.now)
