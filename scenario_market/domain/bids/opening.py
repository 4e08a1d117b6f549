"""The opening: what was handed in becomes a bid with a random pseudonym, in batches; the rest is never read by anybody.

A batch is read and decrypted outside of any lock and entered in one transaction. Whoever is killed in between leaves
whole batches: the next attempt goes on with the workspaces that have no bid.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.bids import envelope, marking
from scenario_market.domain.bids.envelope import Contents, HandedIn, SealedFileRef
from scenario_market.domain.bids.events import BidLapsed, BidOpened
from scenario_market.domain.bids.models import (
    Bid,
    BidFile,
    BidMember,
    Participation,
    SealedFile,
    Workspace,
)
from scenario_market.domain.bids.sealing import About, CannotOpen, Opening
from scenario_market.domain.bids.states import BidState, SealedState
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.opening_events import BidFileUnreadable, BidUnreadable
from scenario_market.domain.challenges.states import CHALLENGE_MOVES, ChallengeState

# Without letters and digits that are taken for each other.
SIGNS = "ACDEFGHJKLMNPQRTUVWXY34679"
PSEUDONYM_SIGNS = 8


class Store(Protocol):
    """Decrypts sealed attachments into the file store; ``workers/opening.py`` has it."""

    def unsealed(self, file: SealedFileRef) -> str:
        """The name in the store of a file's plain content.

        :raises CannotOpen: it is gone, or was changed.
        """


@dataclass(frozen=True)
class Opened:
    """What was found in a workspace.

    :param contents: None: its envelope does not open, or is not the one that was written last.
    :param stored: key of a file → its plain content's name.
    """

    workspace_id: int
    organisation_id: int
    contents: Contents | None
    stored: dict[str, str]


def is_due(session: Session, challenge_id: int) -> bool:
    """Whether a challenge is closed and not opened yet."""
    state = session.scalar(select(Challenge.state).where(Challenge.id == challenge_id))
    return state == ChallengeState.CLOSED


def is_opened(session: Session, challenge_id: int) -> bool:
    """Whether its bids were opened, whatever became of it then."""
    query = select(Challenge.unsealed_at).where(Challenge.id == challenge_id)
    return session.scalar(query) is not None


def has_bids(session: Session, challenge_id: int) -> bool:
    """Whether a bid of a challenge was entered."""
    return (
        session.scalar(select(Bid.id).where(Bid.challenge_id == challenge_id).limit(1)) is not None
    )


def waiting(session: Session, challenge_id: int) -> list[int]:
    """Keys of the workspaces of which there is no bid, in random order: no sequence of bids tells who began first."""
    bid = exists().where(Bid.workspace_id == Workspace.id)
    query = select(Workspace.id).where(Workspace.challenge_id == challenge_id, ~bid)
    keys = list(session.scalars(query))
    secrets.SystemRandom().shuffle(keys)
    return keys


def read(
    session: Session,
    challenge_id: int,
    workspace_ids: Sequence[int],
    *,
    opening: Opening,
    private_key: Any,
    store: Store,
) -> list[Opened]:
    """Decrypt some workspaces, and the attachments of those that were handed in."""
    marks = marking.last(session, workspace_ids)
    query = select(
        Workspace.id,
        Workspace.organisation_id,
        Workspace.access_key,
        Workspace.envelope,
        Workspace.sealed_key,
    ).where(Workspace.id.in_(workspace_ids))
    found = []
    for key, organisation_id, access_key, sealed, sealed_key in session.execute(query):
        about = About(challenge_id, access_key)
        try:
            plain = opening.open_sealed(sealed, sealed_key, private_key=private_key, about=about)
            contents = envelope.unpack(plain)
            if not marking.fits(contents.mark, marks.get(key)):
                raise CannotOpen("envelope_replaced")
        except (CannotOpen, ValueError, TypeError):
            found.append(Opened(key, organisation_id, None, {}))
            continue
        found.append(Opened(key, organisation_id, contents, _files(contents.handed_in, store)))
    return found


def _files(handed_in: HandedIn | None, store: Store) -> dict[str, str]:
    stored = {}
    for file in handed_in.files if handed_in else ():
        try:
            stored[file.key] = store.unsealed(file)
        except CannotOpen:
            continue
    return stored


def enter(
    session: Session,
    challenge_id: int,
    opened: Sequence[Opened],
    *,
    now: datetime,
    of_state: ChallengeState = ChallengeState.CLOSED,
) -> int:
    """Make the bids of a batch, each with its event; returns how many. Those that are there already are left alone.

    :param of_state: in which the call is; in another one nothing is entered.
    """
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    if challenge.state != of_state:
        return 0
    keys = [one.workspace_id for one in opened]
    entered = set(session.scalars(select(Bid.workspace_id).where(Bid.workspace_id.in_(keys))))
    taking_part = _taking_part(session, keys)
    made = []
    for one in opened:
        if one.workspace_id in entered or one.contents is None or one.contents.handed_in is None:
            continue
        standing = envelope.standing(
            one.contents,
            reconfirm_number=challenge.reconfirm_number,
            participating=taking_part[one.workspace_id],
        )
        lapses = standing == SealedState.RECONFIRM
        state = BidState.LAPSED if lapses else BidState.UNDER_REVIEW
        made.append((_bid(challenge_id, one, one.contents.handed_in, state, now=now), one))
    session.add_all([bid for bid, _ in made])
    session.flush()
    for bid, one in made:
        _complete(session, bid, one, now=now)
    return len(made)


def _taking_part(session: Session, keys: Sequence[int]) -> defaultdict[int, set[int]]:
    """Workspace → the organisations that take part in it now."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    query = select(Participation.workspace_id, Participation.organisation_id)
    for workspace_id, organisation_id in session.execute(
        query.where(Participation.workspace_id.in_(keys))
    ):
        found[workspace_id].add(organisation_id)
    return found


def _bid(
    challenge_id: int, one: Opened, handed_in: HandedIn, state: BidState, *, now: datetime
) -> Bid:
    assert one.contents is not None
    return Bid(
        state=state,
        challenge_id=challenge_id,
        workspace_id=one.workspace_id,
        organisation_id=one.organisation_id,
        pseudonym="".join(secrets.choice(SIGNS) for _ in range(PSEUDONYM_SIGNS)),
        number=handed_in.number,
        content=handed_in.content,
        total_fen=handed_in.total_fen,
        content_hash=handed_in.content_hash,
        salt=handed_in.salt,
        traces={kind: list(digests) for kind, digests in one.contents.traces.items()},
        handed_in_at=datetime.fromisoformat(handed_in.at),
        opened_at=now,
        created_at=now,
        updated_at=now,
    )


def _complete(session: Session, bid: Bid, one: Opened, *, now: datetime) -> None:
    """Members, files and the event of a bid that has its key."""
    assert one.contents is not None
    handed_in = one.contents.handed_in
    assert handed_in is not None
    for member in handed_in.members:
        session.add(
            BidMember(
                bid_id=bid.id,
                organisation_id=member["organisation_id"],
                is_lead=member["is_lead"],
                share_percent=member["share_percent"],
                role=member["role"],
            )
        )
    for file in handed_in.files:
        if file.key not in one.stored:
            fact = BidFileUnreadable(
                subject_id=bid.challenge_id,
                bid_id=bid.id,
                section=file.section,
                sha256=file.sha256,
            )
            outbox.record(session, fact, actor=SYSTEM, now=now)
            continue
        session.add(
            BidFile(
                bid_id=bid.id,
                section=file.section,
                name=file.name,
                media_type=file.media_type,
                size_bytes=file.size_bytes,
                sha256=file.sha256,
                stored_as=one.stored[file.key],
            )
        )
    kind = BidLapsed if bid.state == BidState.LAPSED else BidOpened
    event = kind(subject_id=bid.id, challenge_id=bid.challenge_id)
    outbox.record(session, event, actor=SYSTEM, now=now)


def finish(
    session: Session, challenge_id: int, *, unreadable: Sequence[int] = (), now: datetime
) -> Challenge | None:
    """Every workspace was looked at: the challenge is unsealed, and what was never handed in can be read by nobody.

    :param unreadable: workspaces whose envelope does not open; they are kept as they are, and their people are told.
    """
    challenge = lifecycle.lock(session, Challenge, challenge_id)
    if challenge.state != ChallengeState.CLOSED:
        return None
    for key in [*unreadable, *marking.gone(session, challenge_id)]:
        fact = BidUnreadable(subject_id=challenge_id, workspace_id=key)
        outbox.record(session, fact, actor=SYSTEM, now=now)
    erase(session, challenge_id, keep=unreadable)
    query = select(func.count(Bid.id)).where(
        Bid.challenge_id == challenge_id, Bid.state == BidState.UNDER_REVIEW
    )
    challenge.unsealed_at = now
    assert challenge.closed_at is not None
    assert challenge.closes_at is not None
    lifecycle.move(
        session,
        challenge,
        CHALLENGE_MOVES,
        "unseal",
        actor=SYSTEM,
        now=now,
        bids=session.scalar(query) or 0,
        early=challenge.closed_at < challenge.closes_at,
    )
    return challenge


def erase(session: Session, challenge_id: int, *, keep: Sequence[int] = ()) -> None:
    """Erase what opens the workspaces of a challenge for their own people, and envelopes of which there is no bid.

    The envelope of a bid stays with its sealed key: who holds the opening key can show that it was opened as it was.

    :param keep: workspaces whose envelope and attachments stay although there is no bid.
    """
    mine = Workspace.challenge_id == challenge_id
    quiet = {"synchronize_session": False}
    session.execute(update(Workspace).where(mine).values(draft_key=None), execution_options=quiet)
    bid = exists().where(Bid.workspace_id == Workspace.id)
    rest = update(Workspace).where(mine, ~bid, Workspace.id.not_in(list(keep)))
    session.execute(rest.values(envelope=b"", sealed_key=b""), execution_options=quiet)
    ours = select(Workspace.id).where(mine)
    files = SealedFile.workspace_id.in_(ours), SealedFile.workspace_id.not_in(list(keep))
    session.execute(delete(SealedFile).where(*files), execution_options=quiet)
