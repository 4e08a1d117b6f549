"""What of a workspace is answered to those who work in it, in the reader's words."""

import base64
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from scenario_market.api import identity, language
from scenario_market.domain.bids import envelope, judging, queries
from scenario_market.domain.bids.envelope import Contents, SealedFileRef
from scenario_market.domain.bids.judging import Refusal, Verdict
from scenario_market.domain.bids.queries import Read
from scenario_market.domain.bids.sections import SECTIONS
from scenario_market.domain.bids.working import Done
from scenario_market.texts import bids as texts
from scenario_market.texts import eligibility, errors
from scenario_market.texts.names import names

TOLD_MAX = 100  # so many lacks and names are told at once: an answer has one size
FILE_FIELDS = ("key", "section", "name", "media_type", "size_bytes", "sha256")


def acted(done: Done, asked: str) -> dict[str, Any]:
    """The answer to an act."""
    return {
        "version": done.desk.workspace.version,
        "act": asked,
        "done": not done.verdict.refused,
        "refused": _refusals(done.verdict.refused),
        "etags": envelope.etags(done.contents.draft),
        "receipt": done.receipt,
        "invited": done.desk.invited,
        "padding": "",
        **judged(done.verdict, str(done.standing)),
    }


def judged(verdict: Verdict | None, standing: str | None) -> dict[str, Any]:
    """What stands against handing in; nothing from the opening on."""
    locale = language.current()
    if verdict is None:
        return {"standing": None, "obstacles": [], "missing": [], "names": []}
    return {
        "standing": standing,
        "obstacles": _refusals(verdict.obstacles),
        "missing": [
            {
                "field": one.field,
                "rule": one.rule,
                "message": errors.field_message(one.rule, _short(one.params), locale),
            }
            for one in verdict.missing[:TOLD_MAX]
        ],
        "names": [
            {
                "field": one.field,
                "rule": "name_in_blind_part",
                "message": texts.warning(one.found, locale),
            }
            for one in verdict.names[:TOLD_MAX]
        ],
    }


def _short(params: Any) -> dict[str, Any]:
    return {k: v[:5] if isinstance(v, list) else v for k, v in params.items()}


def _refusals(found: Sequence[Refusal]) -> list[dict[str, Any]]:
    locale = language.current()
    return [
        {
            "rule": one.rule,
            "message": _message(one, locale),
            "params": dict(one.params),
        }
        for one in found
    ]


def _message(one: Refusal, locale: str) -> str:
    if one.answer is None:
        return texts.refusal(one.rule, dict(one.params), locale)
    name = names(identity.city(), locale)
    return eligibility.say(asdict(one.answer), language=locale, name=name)


def file_of(ref: SealedFileRef) -> dict[str, Any]:
    """A file without what opens it."""
    return {name: getattr(ref, name) for name in FILE_FIELDS}


def read(session: Session, found: Read) -> dict[str, Any]:
    """A workspace."""
    workspace, challenge = found.desk.workspace, found.desk.challenge
    contents = found.contents
    standing = str(judging.standing(contents, found.desk)) if contents else None
    return {
        **{name: getattr(workspace, name) for name in ("access_key", "challenge_id")},
        "organisation_id": workspace.organisation_id,
        "version": workspace.version,
        "created_at": workspace.created_at,
        "updated_at": workspace.updated_at,
        "challenge_state": str(challenge.state),
        "challenge_number": challenge.content_number,
        "closes_at": challenge.closes_at,
        "rules_number": contents.rules_number if contents else 0,
        "content_bytes_max": envelope.content_limit(challenge.rules["envelope_bytes"]),
        "partners": [
            {"id": one.organisation_id, "name": one.name, "uscc": one.uscc, "is_lead": one.is_lead}
            for one in found.desk.partners
        ],
        "invited": found.desk.invited,
        "invitations": [asdict(one) for one in queries.invitations_of(session, workspace.id)],
        "sections": _sections(contents) if contents else {},
        "files": [file_of(one) for one in contents.files] if contents else [],
        "handed_in": _handed_in(found),
        "padding": "",
        **judged(found.verdict, standing),
    }


def _sections(contents: Contents) -> dict[str, Any]:
    return {
        name: {
            "part": SECTIONS[name].part,
            "answer": answer,
            "etag": envelope.etag(answer),
            "changed_at": contents.changed.get(name, {}).get("at"),
            "changed_by_id": contents.changed.get(name, {}).get("by"),
        }
        for name, answer in contents.draft.items()
    }


def _handed_in(found: Read) -> dict[str, Any] | None:
    if found.contents is not None:
        return _sealed(found.contents)
    bid = found.bid
    if bid is None:
        return None
    return {
        "number": bid.number,
        "challenge_number": None,
        "at": bid.handed_in_at.isoformat(),
        "content": bid.content,
        "changed_since": [],
        "files": [
            {"key": ""} | {name: getattr(one, name) for name in FILE_FIELDS if name != "key"}
            for one in found.bid_files
        ],
        "content_hash": bid.content_hash,
        "receipt": {},
    }


def _sealed(contents: Contents) -> dict[str, Any] | None:
    """What is handed in and sealed, without its content: a reading is as long as the draft, whatever is handed in."""
    handed_in = contents.handed_in
    if handed_in is None:
        return None
    return {
        "number": handed_in.number,
        "challenge_number": handed_in.challenge_number,
        "at": handed_in.at,
        "content": None,
        "changed_since": [
            name
            for name, answer in contents.draft.items()
            if envelope.etag(answer) != handed_in.etags.get(name)
        ],
        "files": [file_of(one) for one in handed_in.files],
        "content_hash": handed_in.content_hash,
        "receipt": handed_in.receipt,
    }


def content_files(found: Read) -> dict[str, Any]:
    """The files that receipts are about."""
    contents, key = found.contents, found.desk.challenge.id
    if contents is None or not contents.receipt:
        return {"last": None, "handed_in": None, "padding": ""}
    handed_in = contents.handed_in
    return {
        "last": _content_file(contents.receipt, envelope.drafted_file(contents, challenge_id=key)),
        "handed_in": handed_in
        and _content_file(handed_in.receipt, envelope.handed_in_file(handed_in, challenge_id=key)),
        "padding": "",
    }


def _content_file(receipt: Any, content: bytes) -> dict[str, Any]:
    return {"receipt": receipt, "content": base64.b64encode(content).decode()}
