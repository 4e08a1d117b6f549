"""Opening the bids of a closed call, by a worker that holds the opening key; and erasing those of a call that ended.

Decrypting and storing go on outside of the writing transactions, batch by batch, so that no more than a batch is held
in memory and nobody waits. A crash repeats the batch at hand; what is entered is not entered again.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import structlog

from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.bids import emergency, opening
from scenario_market.domain.bids.envelope import SealedFileRef
from scenario_market.domain.bids.opening import Opened
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.evaluation import reentering
from scenario_market.domain.keys.models import ChallengeKey
from scenario_market.domain.keys.values import CannotOpen
from scenario_market.vault.envelopes import OpenerSealing
from scenario_market.vault.pieces import Unsealing
from scenario_market.workers.machine import Work

log = structlog.get_logger("opening")
BATCH = 6
AHEAD = 2  # batches that are decrypted while one is entered


class Unsealer:
    """Decrypts attachments into the store, piece by piece; fits ``opening.Store``."""

    def __init__(self, files: Directory) -> None:
        self._files = files

    def unsealed(self, file: SealedFileRef) -> str:
        """The name of a file's plain content; see ``opening.Store``."""
        try:
            with self._files.open(file.stored_as) as sealed:
                plain = Unsealing(
                    sealed, bytes.fromhex(file.content_key), size_bytes=file.size_bytes
                )
                kept = self._files.keep(plain, limit_bytes=file.size_bytes)  # type: ignore[arg-type]
        except FileNotFoundError:
            raise CannotOpen("key_missing") from None
        if kept.sha256 != file.sha256:
            raise CannotOpen("seal_broken")
        return kept.stored_as


@dataclass(frozen=True)
class Read:
    """All batches are entered. ``unreadable``: workspaces whose envelope does not open."""

    unreadable: list[int]


def open_bids(work: Work) -> Read | None:
    """Enter the bids of a closed call, batch by batch; None where there is nothing (more) to open.

    :raises CannotOpen: neither the opening key here nor the halves of two officers open the call; ``too_early``: the
        opening key alone does not open it yet; ``nothing_opens``: not one of its workspaces: then the key is wrong
        rather than each of them, and nothing is given up.
    """
    challenge_id = work.event.subject_id
    if not opening.is_due(work.session, challenge_id):
        return None
    private_key = _private_key(work, challenge_id)
    keys = opening.waiting(work.session, challenge_id)
    unreadable: list[int] = []
    for opened in _decrypted(work, challenge_id, keys, private_key):
        with work.machine.database.unit_of_work(request_id=work.event.request_id) as session:
            opening.enter(session, challenge_id, opened, now=clock.now(session))
        unreadable += [one.workspace_id for one in opened if one.contents is None]
    if keys and len(unreadable) == len(keys) and not opening.has_bids(work.session, challenge_id):
        raise _failed(work, challenge_id, CannotOpen("nothing_opens"))
    return Read(unreadable)


def _decrypted(
    work: Work, challenge_id: int, keys: list[int], private_key: Any
) -> Iterator[list[Opened]]:
    """Batches, some of them decrypted ahead in threads of their own: ciphers and disks leave the interpreter free."""
    machine = work.machine
    opener = machine.opener
    assert opener is not None

    def read(batch: list[int]) -> list[Opened]:
        store = Unsealer(machine.files)
        with machine.database.reading() as session:
            return opening.read(
                session, challenge_id, batch, opening=opener, private_key=private_key, store=store
            )

    batches = (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
    with ThreadPoolExecutor(AHEAD, thread_name_prefix="opening") as pool:
        ahead = deque(pool.submit(read, batch) for batch in islice(batches, AHEAD))
        while ahead:
            opened = ahead.popleft().result()
            ahead.extend(pool.submit(read, batch) for batch in islice(batches, 1))
            yield opened


def _private_key(work: Work, challenge_id: int) -> Any:
    """By the halves that two officers handed over; without them by the opening key, from the first deadline on."""
    opener = work.machine.opener
    try:
        if opener is None:
            raise CannotOpen("key_missing")
        return _unlocked(work, opener, challenge_id)
    except CannotOpen as refusal:
        raise _failed(work, challenge_id, refusal) from None


def _failed(work: Work, challenge_id: int, refusal: CannotOpen) -> CannotOpen:
    """Say in public that a call is not opened, but where it is only not time yet."""
    log.error("bids_not_opened", challenge_id=challenge_id, rule=refusal.rule)
    if refusal.rule != "too_early":
        with work.machine.database.unit_of_work() as session:
            emergency.note_failure(session, challenge_id, now=clock.now(session))
    return refusal


def _unlocked(work: Work, opener: OpenerSealing, challenge_id: int) -> Any:
    handed = emergency.handed_over(work.session, challenge_id)
    kept = work.session.get(ChallengeKey, challenge_id)
    if handed:
        try:
            public_key = work.session.get_one(Challenge, challenge_id).public_key or b""
            return opener.unlock_shares(handed, challenge_id=challenge_id, public_key=public_key)
        except CannotOpen:
            if kept is None:
                raise
    if kept is None:
        raise CannotOpen("key_missing")
    return opener.unlock(kept.wrapped, challenge_id=challenge_id, now=_own_time(work))


def _own_time(work: Work) -> datetime:
    """In production this machine's own clock: the database's is set by whoever writes to it."""
    return datetime.now(UTC) if work.machine.settings.production else work.now


def unseal(work: Work, read: Read | None) -> None:
    """All are entered: the call is unsealed."""
    if read is None:
        return
    challenge_id = work.event.subject_id
    opening.finish(work.session, challenge_id, unreadable=read.unreadable, now=work.now)
    emergency.forget_halves(work.session, challenge_id)


def erase(work: Work, _: None) -> None:
    """The call was cancelled or failed: what was not opened is never opened, by nobody and with no key."""
    if opening.is_opened(work.session, work.event.subject_id):
        return
    opening.erase(work.session, work.event.subject_id)
    emergency.forget_key(work.session, work.event.subject_id)


def look_again(work: Work) -> list[Opened]:
    """Envelopes that did not open, after a backup was put back and two officers asked to look at them again.

    :raises CannotOpen: the key of the call is not here.
    """
    opener, challenge_id = work.machine.opener, work.event.subject_id
    if opener is None:
        raise CannotOpen("key_missing")
    private_key = _unlocked(work, opener, challenge_id)
    return opening.read(
        work.session,
        challenge_id,
        reentering.unreadable(work.session, challenge_id),
        opening=opener,
        private_key=private_key,
        store=Unsealer(work.machine.files),
    )


def reenter(work: Work, opened: list[Opened]) -> None:
    """Enter those that are what was written last."""
    about = work.event.payload or {}
    reentering.enter(work.session, work.event.subject_id, about["reentry_id"], opened, now=work.now)
