"""The one act on a workspace: saving, handing in, changing what was handed in and taking it back (ADR 3, point 1).

Whichever it is, the request, the statements, the event and the size of the answer are the same, and the act succeeds:
where a guard refuses the handing in, the draft is saved all the same and the answer alone says what is lacking. So no
status, log line or count tells that somebody tried. What is refused outright (a closed call, a draft that others
changed) is refused of every act alike.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import envelope, finding, judging, marking, sections
from scenario_market.domain.bids.envelope import Contents, HandedIn, SealedFileRef
from scenario_market.domain.bids.events import WorkspaceChanged
from scenario_market.domain.bids.finding import Desk
from scenario_market.domain.bids.judging import Verdict
from scenario_market.domain.bids.sealing import About, Sealing
from scenario_market.domain.bids.states import SealedState
from scenario_market.domain.city import City
from scenario_market.domain.codes import CodeList
from scenario_market.domain.errors import DomainError, FieldError, Invalid, TooLarge

SALT_BYTES = 16
NOTHING: Mapping[str, Any] = {}


class Receipts(Protocol):
    """Signs receipts; ``vault`` has the real thing."""

    def issue(
        self,
        *,
        challenge_id: int,
        workspace: str,
        number: int,
        act: str,
        salt: str,
        content_hash: str,
        at: datetime,
    ) -> Mapping[str, Any]:
        """A signed receipt, of one shape whatever the act."""


class SectionConflict(DomainError):
    """Sections were changed since the caller read them; ``conflicts`` holds both texts of each, and nothing is lost."""

    code = "section_conflict"


@dataclass(frozen=True)
class Written:
    """A section as somebody wrote it, and the ETag of what he wrote over."""

    answer: Any
    etag: str


@dataclass(frozen=True)
class Act:
    """What is done in a workspace.

    :param verb: ``save``, ``hand_in`` or ``withdraw``. :param version: the workspace's, as the caller read it: he hands
        in and takes back what he has seen, and nothing else.
    :param written: section → what is written in it. :param accepts_rules: of the call as it stands now.
    :param removed: keys of files to take out of the draft. :param added: a file that is in the store already.
    :param traces: kind → keyed digest of where the act came from.
    """

    verb: str
    version: int
    written: Mapping[str, Written] = field(default_factory=dict)
    accepts_rules: bool = False
    removed: Sequence[str] = ()
    added: SealedFileRef | None = None
    traces: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What came of an act.

    :param verb: what was really done: ``save`` where handing in or taking back was refused.
    :param refused: the verb's own verdict; empty: it was done.
    """

    desk: Desk
    contents: Contents
    verb: str
    verdict: Verdict
    standing: SealedState
    receipt: Mapping[str, Any]


def act(
    session: Session,
    access_key: str,
    *,
    act: Act,
    actor: Actor,
    now: datetime,
    city: City,
    sealing: Sealing,
    receipts: Receipts,
) -> Done:
    """Do one act.

    :raises NotFound: no such workspace for the actor.
    :raises RuleRefused: ``challenge_closed``, ``both_sides``.
    :raises SectionConflict: with both texts; nothing was saved.
    :raises Invalid: a section has not its shape. :raises TooLarge: ``content_too_large``: more than a bid may hold.
    """
    desk = finding.taken_up(session, access_key, actor=actor, now=now, city=city)
    return act_at(
        session,
        desk,
        act=act,
        actor=actor,
        now=now,
        city=city,
        sealing=sealing,
        receipts=receipts,
    )


def act_at(
    session: Session,
    desk: Desk,
    *,
    act: Act,
    actor: Actor,
    now: datetime,
    city: City,
    sealing: Sealing,
    receipts: Receipts,
) -> Done:
    """Do one act in a workspace that was taken up for it; see :func:`act`."""
    about = About(challenge_id=desk.challenge.id, workspace=desk.workspace.access_key)
    before = envelope.unpack(sealing.open_draft(desk.workspace, about=about))
    contents = _drafted(before, act, desk, codes=city.codes, actor=actor, now=now)
    verdict = judging.verdict(contents, act.verb, act.version, desk)
    verb = act.verb if not verdict.refused else "save"
    lifecycle.touch(desk.workspace, now=now)
    contents, receipt = _moved(contents, verb, desk, receipts=receipts, now=now)
    contents = replace(contents, mark=marking.new())
    sealed = sealing.seal(
        envelope.pack(contents),
        public_key=desk.challenge.public_key or b"",
        about=about,
        envelope_bytes=desk.challenge.rules["envelope_bytes"],
    )
    desk.workspace.envelope = sealed.envelope
    desk.workspace.sealed_key = sealed.sealed_key
    desk.workspace.draft_key = sealed.draft_key
    event = WorkspaceChanged(subject_id=desk.workspace.id, mark_hash=marking.hashed(contents.mark))
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    standing = judging.standing(contents, desk)
    return Done(desk, contents, verb, verdict, standing, receipt)


def _drafted(
    contents: Contents,
    act: Act,
    desk: Desk,
    *,
    codes: Mapping[str, CodeList],
    actor: Actor,
    now: datetime,
) -> Contents:
    """The contents with what was written, attached, accepted and traced."""
    answers = sections.checked({name: one.answer for name, one in act.written.items()}, codes)
    _check_conflicts(contents, answers, act.written)
    stamp = {"at": now.isoformat(), "by": actor.person_id}
    new = {name for name, answer in answers.items() if answer != contents.draft[name]}
    contents = replace(
        contents,
        draft={**contents.draft, **answers},
        changed={**contents.changed, **dict.fromkeys(sorted(new), stamp)},
        files=_files(contents.files, act, desk),
    )
    if act.accepts_rules:
        contents = replace(contents, rules_number=desk.challenge.content_number)
    for kind, digest in act.traces.items():
        contents = envelope.traced(contents, kind, envelope.trace_of(desk.challenge.id, digest))
    limit = envelope.content_limit(desk.challenge.rules["envelope_bytes"])
    size = len(envelope.canonical(contents.draft))
    if size > limit:
        raise TooLarge("content_too_large", limit_bytes=limit, size_bytes=size)
    return contents


def _check_conflicts(
    contents: Contents, answers: Mapping[str, Any], written: Mapping[str, Written]
) -> None:
    """Whoever wrote over what he had not read gets both texts back, unless they are the same."""
    conflicts = []
    for name, answer in answers.items():
        current = contents.draft[name]
        if answer == current or written[name].etag == envelope.etag(current):
            continue
        stamp = contents.changed.get(name, NOTHING)
        conflicts.append(
            {
                "section": name,
                "yours": answer,
                "current": current,
                "etag": envelope.etag(current),
                "changed_at": stamp.get("at"),
                "changed_by_id": stamp.get("by"),
            }
        )
    if conflicts:
        raise SectionConflict(conflicts=conflicts)


def _files(kept: Sequence[SealedFileRef], act: Act, desk: Desk) -> tuple[SealedFileRef, ...]:
    unknown = sorted(set(act.removed) - {one.key for one in kept})
    if unknown:
        raise Invalid(*(FieldError("removed_files", "unknown", {"value": one}) for one in unknown))
    left = [one for one in kept if one.key not in act.removed]
    if act.added is None:
        return tuple(left)
    limit = desk.challenge.rules["attachments_max"]
    if len(left) >= limit:
        raise Invalid(FieldError("file", "too_many", {"limit": limit, "found": len(left) + 1}))
    return (*left, act.added)


def _moved(
    contents: Contents, verb: str, desk: Desk, *, receipts: Receipts, now: datetime
) -> tuple[Contents, Mapping[str, Any]]:
    """The contents after the verb, with the receipt for it: of the same shape and over the draft as it now stands."""
    salt = secrets.token_hex(SALT_BYTES)
    contents = replace(contents, usccs=[one.uscc for one in desk.partners])
    # Worked out whatever the verb, so that none takes longer.
    packed, etags = envelope.canonical(contents.draft), envelope.etags(contents.draft)
    members = judging.members(contents.draft["division"], desk.partners)
    stated = envelope.content_file(
        challenge_id=desk.challenge.id, packed=packed, files=contents.files, usccs=contents.usccs
    )
    content_hash = envelope.salted_hash(salt, stated)
    receipt = receipts.issue(
        challenge_id=desk.challenge.id,
        workspace=desk.workspace.access_key,
        number=desk.workspace.version,
        act=verb,
        salt=salt,
        content_hash=content_hash,
        at=now,
    )
    contents = replace(contents, receipt=receipt)
    if verb == "withdraw":
        contents = replace(contents, handed_in=None, is_withdrawn=True)
    elif verb == "hand_in":
        handed_in = HandedIn(
            number=desk.workspace.version,
            challenge_number=desk.challenge.content_number,
            packed=packed,
            etags=etags,
            files=contents.files,
            members=members,
            total_fen=contents.draft["budget"]["total_fen"],
            salt=salt,
            content_hash=content_hash,
            at=now.isoformat(),
            receipt=receipt,
        )
        contents = replace(contents, handed_in=handed_in, is_withdrawn=False)
    return contents, receipt
