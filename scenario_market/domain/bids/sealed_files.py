"""Attachments of a bid while it is sealed: ciphertext in the store, and all else about it in the envelope.

Adding one and taking one out are the act on the workspace, whether or not anything was handed in (ADR 3, point 5). The
bytes of what was taken out stay until the opening, whatever names them: what is missing from the store would tell.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids import finding, working
from scenario_market.domain.bids.beginning import KEY_BYTES
from scenario_market.domain.bids.envelope import SealedFileRef
from scenario_market.domain.bids.models import SealedFile
from scenario_market.domain.bids.sealing import Sealing
from scenario_market.domain.bids.sections import SECTIONS
from scenario_market.domain.bids.working import Act, Done, Receipts
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, RuleRefused

# Files that a workspace may keep, for each that a bid may have: what was replaced is kept too.
KEPT_FOR_EACH = 4


@dataclass(frozen=True)
class Stored:
    """A file whose ciphertext is in the store already: checked, named by us."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    stored_as: str
    stored_bytes: int
    content_key: str


@dataclass(frozen=True)
class Room:
    """What one more file may be. ``size_bytes_max``, and ``step_bytes`` to whole steps of which it is filled up."""

    size_bytes_max: int
    step_bytes: int


def room(session: Session, access_key: str, *, actor: Actor, now: datetime) -> Room:
    """Whether one more file may be added; asked before its bytes are read, so that nobody sends in vain.

    :raises NotFound, RuleRefused: as of every act. :raises RuleRefused: ``attachments_kept``.
    """
    workspace_id, rules = finding.looked_at(session, access_key, actor=actor, now=now)
    _check_kept(session, workspace_id, rules)
    return Room(rules["attachment_bytes_max"], rules["attachment_step_bytes"])


def _check_kept(session: Session, workspace_id: int, rules: Mapping[str, Any]) -> None:
    limit = rules["attachments_max"] * KEPT_FOR_EACH
    query = select(func.count()).where(SealedFile.workspace_id == workspace_id)
    kept = session.scalar(query) or 0
    if kept >= limit:
        raise RuleRefused("attachments_kept", limit=limit, kept=kept)


def _check_section(section: str) -> None:
    if section not in SECTIONS:
        params = {"value": section, "nearest": list(SECTIONS)}
        raise Invalid(FieldError("section", "unknown_code", params))


def add(
    session: Session,
    access_key: str,
    *,
    section: str,
    stored: Stored,
    traces: Mapping[str, str],
    actor: Actor,
    now: datetime,
    city: City,
    sealing: Sealing,
    receipts: Receipts,
) -> tuple[SealedFileRef, Done]:
    """Add a stored file to a section of the draft: an act on the workspace.

    :raises Invalid: no such section, or the draft has as many files as it may.
    :raises NotFound, RuleRefused: as :func:`room`.
    """
    _check_section(section)
    desk = finding.taken_up(session, access_key, actor=actor, now=now, city=city)
    _check_kept(session, desk.workspace.id, desk.challenge.rules)
    ref = SealedFileRef(key=secrets.token_hex(KEY_BYTES), section=section, **asdict(stored))
    session.add(
        SealedFile(
            workspace_id=desk.workspace.id,
            stored_as=stored.stored_as,
            stored_bytes=stored.stored_bytes,
            created_at=now,
        )
    )
    done = working.act_at(
        session,
        desk,
        act=Act(verb="save", version=desk.workspace.version, added=ref, traces=traces),
        actor=actor,
        now=now,
        city=city,
        sealing=sealing,
        receipts=receipts,
    )
    return ref, done
