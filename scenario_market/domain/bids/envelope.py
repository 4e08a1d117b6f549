"""What stands inside a workspace's envelope, and how it becomes bytes and again what it was. Pure.

One JSON object: the draft's sections, the files with their keys, what was handed in with its salt and hash, the rules
accepted, and traces; and behind it the content that was handed in, as bytes that no act reads or writes anew, so that
an act takes as long whether or not they are there. Whether they are stands here and nowhere else (ADR 3).
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from scenario_market.domain.bids.states import SealedState

FORMAT = 1
HEAD_BYTES = 4  # how long the JSON object is
# Besides the answers: files with their keys, salts, receipts, traces.
RESERVED_BYTES = 65_536
TRACES_MAX = 40
ETAG_DIGITS = 16
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class SealedFileRef:
    """A file of a bid. ``stored_as`` names its ciphertext in the store, ``content_key`` (hex) opens it.

    ``key``: random, its name in addresses. ``stored_bytes``: size of the ciphertext, in whole steps.
    """

    key: str
    section: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    stored_as: str
    stored_bytes: int
    content_key: str


@dataclass(frozen=True)
class HandedIn:
    """What was handed in: as it will be opened.

    :param number: the workspace's version that the act made. :param challenge_number: the call's version then.
    :param packed: section → answer, canonical. :param etags: section → its version.
    :param members: of each organisation its key ``organisation_id``, ``uscc``, ``is_lead``, ``role`` and
        ``share_percent``, the lead first.
    :param content_hash: SHA-256 of salt and :func:`content_file`, hex. :param at: ISO, UTC.
    """

    number: int
    challenge_number: int
    packed: bytes
    etags: Mapping[str, str]
    files: Sequence[SealedFileRef]
    members: Sequence[Mapping[str, Any]]
    total_fen: int | None
    salt: str
    content_hash: str
    at: str
    receipt: Mapping[str, Any]

    @property
    def content(self) -> dict[str, Any]:
        """Section → answer."""
        content: dict[str, Any] = json.loads(self.packed)
        return content


@dataclass(frozen=True)
class Contents:
    """All that an envelope holds.

    :param draft: section → answer. :param changed: section → ``at`` and ``by`` (key of the person).
    :param rules_number: the call's version whose rules were accepted, 0: none.
    :param mark: of this writing of the envelope (``marking.py``).
    :param traces: kind (``addresses``, ``devices``) → salted digests, the last seen last.
    :param receipt: of the last act, over the draft, the files and the organisations (``usccs``) as they stood then.
    """

    draft: Mapping[str, Any] = field(default_factory=dict)
    changed: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[SealedFileRef] = ()
    rules_number: int = 0
    handed_in: HandedIn | None = None
    is_withdrawn: bool = False
    traces: Mapping[str, Sequence[str]] = field(default_factory=dict)
    receipt: Mapping[str, Any] = field(default_factory=dict)
    usccs: Sequence[str] = ()
    mark: str = ""


def canonical(value: Any) -> bytes:
    """One byte string for one JSON value: sorted keys, no blanks, UTF-8."""
    return CANONICAL.encode(value).encode()


def etag(answer: Any) -> str:
    """The version of one section: of its content alone, so that the same words are the same version."""
    return hashlib.sha256(canonical(answer)).hexdigest()[:ETAG_DIGITS]


def etags(answers: Mapping[str, Any]) -> dict[str, str]:
    """The version of each section."""
    return {name: etag(answer) for name, answer in answers.items()}


def content_file(
    *,
    challenge_id: int,
    packed: bytes,
    files: Sequence[SealedFileRef],
    usccs: Sequence[str],
) -> bytes:
    """The file that a receipt is about: what the bidder keeps to verify it, byte for byte.

    :param packed: section → answer, canonical; it stands as it is in the file, which is canonical as a whole.
    """
    named = [{"section": f.section, "name": f.name, "sha256": f.sha256} for f in files]
    rest = {
        "files": sorted(named, key=lambda one: (one["section"], one["name"], one["sha256"])),
        "organisations": list(usccs),
    }
    head = canonical({"challenge_id": challenge_id})[:-1] + b',"content":'
    return head + packed + b"," + canonical(rest)[1:]


def drafted_file(contents: Contents, *, challenge_id: int) -> bytes:
    """The content file of the last act."""
    return content_file(
        challenge_id=challenge_id,
        packed=canonical(contents.draft),
        files=contents.files,
        usccs=contents.usccs,
    )


def handed_in_file(handed_in: HandedIn, *, challenge_id: int) -> bytes:
    """The content file of what was handed in."""
    return content_file(
        challenge_id=challenge_id,
        packed=handed_in.packed,
        files=handed_in.files,
        usccs=[one["uscc"] for one in handed_in.members],
    )


def salted_hash(salt: str, content: bytes) -> str:
    """SHA-256, hex, of the salt (hex) and a content file."""
    return hashlib.sha256(bytes.fromhex(salt) + content).hexdigest()


def content_limit(envelope_bytes: int) -> int:
    """How many bytes the answers of one bid may take: an envelope holds what was handed in and a draft after it."""
    return (envelope_bytes - RESERVED_BYTES) // 2


def trace_of(challenge_id: int, digest: str) -> str:
    """A trace that can be compared within one call alone.

    :param digest: keyed by a secret that no database holds, so that nobody finds an address by trying all.
    """
    return hashlib.sha256(f"{challenge_id}:{digest}".encode()).hexdigest()[:32]


def traced(contents: Contents, kind: str, digest: str) -> Contents:
    """With one more trace, each kept once, the oldest dropped beyond a number."""
    known = [one for one in contents.traces.get(kind, ()) if one != digest]
    return replace(contents, traces={**contents.traces, kind: [*known, digest][-TRACES_MAX:]})


def standing(
    contents: Contents, *, reconfirm_number: int, participating: Collection[int]
) -> SealedState:
    """What the workspace is now.

    :param reconfirm_number: of the call: its last version whose change was material.
    :param participating: keys of the organisations that take part in this workspace now. One that left takes its word
        with it: what names it must be handed in again.
    """
    handed_in = contents.handed_in
    if handed_in is None:
        return SealedState.WITHDRAWN if contents.is_withdrawn else SealedState.DRAFT
    named = {one["organisation_id"] for one in handed_in.members}
    if handed_in.challenge_number < reconfirm_number or not named <= set(participating):
        return SealedState.RECONFIRM
    return SealedState.SUBMITTED


def pack(contents: Contents) -> bytes:
    """The bytes to seal."""
    handed_in = contents.handed_in
    stated = _plain(contents) | {"format": FORMAT, "handed_in": handed_in and _plain(handed_in)}
    packed = stated["handed_in"].pop("packed") if handed_in else b""
    head = canonical(stated)
    return len(head).to_bytes(HEAD_BYTES, "big") + head + packed


def _plain(one: Contents | HandedIn) -> dict[str, Any]:
    return {**vars(one), "files": [vars(file) for file in one.files]}


def unpack(packed: bytes) -> Contents:
    """What was packed.

    :raises ValueError: another format.
    """
    end = HEAD_BYTES + int.from_bytes(packed[:HEAD_BYTES], "big")
    made = json.loads(packed[HEAD_BYTES:end])
    if made.pop("format", None) != FORMAT:
        raise ValueError("an envelope of another format")
    handed_in = made.pop("handed_in")
    files = _files(made.pop("files"))
    if handed_in is not None:
        more = {"files": _files(handed_in["files"]), "packed": packed[end:]}
        handed_in = HandedIn(**handed_in | more)
    return Contents(**made, files=files, handed_in=handed_in)


def _files(rows: Sequence[Mapping[str, Any]]) -> tuple[SealedFileRef, ...]:
    return tuple(SealedFileRef(**row) for row in rows)
