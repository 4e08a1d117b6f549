"""Reading pledges, each for an actor; and what anybody may check by the code on the paper."""

import hmac
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scenario_market.domain import check_codes
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.paging import Page, page
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.pledges import completing, document
from scenario_market.domain.pledges.access import readable
from scenario_market.domain.pledges.models import (
    Pledge,
    PledgeAgreement,
    PledgeSignature,
    PledgeVersion,
)
from scenario_market.domain.pledges.negotiating import version_of
from scenario_market.domain.pledges.states import PledgeState

FACTS = (
    "id",
    "version",
    "challenge_id",
    "bid_id",
    "project_id",
    "organisation_id",
    "owner_id",
    "state",
    "check_code",
    "number",
    "sha256",
    "due_at",
    "extended_at",
    "extension_reason",
    "signed_at",
    "attachment_id",
    "issued_sha256",
    "created_at",
    "updated_at",
)
WHOLE = (
    joinedload(Pledge.challenge),
    joinedload(Pledge.provider),
    joinedload(Pledge.owner),
)


def list_pledges(
    session: Session,
    *,
    actor: Actor,
    state: str | None = None,
    challenge_id: int | None = None,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """Pledges that the actor may read, the newest first."""
    require(actor, "pledge.read")
    query = select(Pledge).options(*WHOLE).where(readable(actor))
    if state is not None:
        query = query.where(Pledge.state == state)
    if challenge_id is not None:
        query = query.where(Pledge.challenge_id == challenge_id)
    rows = page(session, query, Pledge.id, after=after, limit=limit)
    return Page([_summary(row) for row in rows.rows], rows.after)


def get_pledge(session: Session, pledge_id: int, *, actor: Actor) -> dict[str, Any]:
    """One pledge: its present text, who agreed to it, who signed it, its moves.

    :raises NotFound: there is none, or not for the actor.
    """
    row = _find(session, pledge_id, actor)
    text = version_of(session, row)
    return _summary(row) | {
        "document": document.read(text.canonical),
        "canonical": text.canonical,
        "weakened": text.weakened,
        "agreements": _agreed(session, row, [row.number])[row.number],
        "signatures": _signatures(session, row),
        "history": _history(session, row, actor),
    }


def list_versions(
    session: Session,
    pledge_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """The versions of a pledge with their tracked changes, the newest first."""
    row = _find(session, pledge_id, actor)
    query = select(PledgeVersion).where(PledgeVersion.pledge_id == row.id)
    found = page(session, query, PledgeVersion.number, after=after, limit=limit)
    agreed = _agreed(session, row, [one.number for one in found.rows])
    shown = [
        {
            "number": one.number,
            "sha256": one.sha256,
            "party": one.party,
            "proposed_by_id": one.proposed_by_id,
            "reason": one.reason,
            "changed": one.changed,
            "weakened": one.weakened,
            "created_at": one.created_at,
            "agreements": agreed[one.number],
        }
        for one in found.rows
    ]
    return Page(shown, found.after)


def verification(session: Session, code: str) -> dict[str, Any]:
    """What anybody may know of a signed pledge by the code on its paper: no person, no text, no owner that is masked.

    :raises NotFound: no signed pledge has this code.
    """
    row = _signed(session, code)
    signed = completing.signatures(session, row.id)
    return {
        "check_code": row.check_code,
        "challenge_number": row.challenge.number,
        "challenge_title": row.challenge.title,
        "provider": _named(row.provider),
        "owner": None if row.challenge.is_desensitised else _named(row.owner),
        "number": row.number,
        "sha256": row.sha256,
        "signed_at": row.signed_at,
        "issued_sha256": row.issued_sha256,
        "signatures": [
            {"party": one.party, "form": one.form, "signed_at": one.signed_at} for one in signed
        ],
    }


def compare(session: Session, code: str, *, sha256: str) -> dict[str, Any]:
    """Whether a file is the paper as it was issued; or the text that was signed, whose hash the paper says.

    :param sha256: of the file. :raises NotFound: no signed pledge has this code.
    """
    row = _signed(session, code)
    issued = row.issued_sha256
    is_same = issued is not None and hmac.compare_digest(issued, sha256)
    return {
        "check_code": row.check_code,
        "is_genuine": is_same,
        "sha256": sha256,
        "issued_sha256": issued,
        "is_signed_text": hmac.compare_digest(row.sha256, sha256),
    }


def is_signed(session: Session, code: str) -> bool:
    """Whether a signed pledge has this code."""
    found = (Pledge.check_code == check_codes.normal(code), Pledge.state == PledgeState.SIGNED)
    return session.scalar(select(Pledge.id).where(*found)) is not None


def _signed(session: Session, code: str) -> Pledge:
    query = select(Pledge).options(*WHOLE).where(Pledge.check_code == check_codes.normal(code))
    row = session.scalars(query).one_or_none()
    if row is None or row.state != PledgeState.SIGNED:
        raise NotFound(kind="pledge")
    return row


def _find(session: Session, pledge_id: int, actor: Actor) -> Pledge:
    require(actor, "pledge.read")
    query = select(Pledge).options(*WHOLE).where(Pledge.id == pledge_id, readable(actor))
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound(kind="pledge")
    return row


def _named(row: Organisation) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, "uscc": row.uscc}


def _summary(row: Pledge) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FACTS} | {
        "challenge_number": row.challenge.number,
        "challenge_title": row.challenge.title,
        "provider": _named(row.provider),
        "owner": _named(row.owner),
    }


def _agreed(
    session: Session, row: Pledge, numbers: Sequence[int]
) -> dict[int, list[dict[str, Any]]]:
    """Who agreed to which version, in one statement."""
    query = select(PledgeAgreement).where(
        PledgeAgreement.pledge_id == row.id, PledgeAgreement.number.in_(numbers)
    )
    found: dict[int, list[dict[str, Any]]] = {number: [] for number in numbers}
    for one in session.scalars(query.order_by(PledgeAgreement.id)):
        found[one.number].append(_agreement(one))
    return found


def _agreement(one: PledgeAgreement) -> dict[str, Any]:
    return {"party": one.party, "person_id": one.person_id, "reason": one.reason, "at": one.at}


def _signatures(session: Session, row: Pledge) -> list[dict[str, Any]]:
    query = (
        select(PledgeSignature, Person.name)
        .join(Person, Person.id == PledgeSignature.person_id)
        .where(PledgeSignature.pledge_id == row.id)
        .order_by(PledgeSignature.id)
    )
    names = (
        "id",
        "number",
        "sha256",
        "party",
        "form",
        "person_id",
        "signed_at",
        "statement",
        "stamp",
        "public_key",
        "attachment_id",
        "evidence_sha256",
        "facts",
        "checked_by_id",
        "checked_at",
        "void_at",
        "void_reason_code",
        "void_reason_text",
        "holds",
    )
    return [
        {name: getattr(one, name) for name in names} | {"name": name_of}
        for one, name_of in session.execute(query)
    ]


def _history(session: Session, row: Pledge, actor: Actor) -> list[dict[str, Any]]:
    query = select(StateChange).where(
        StateChange.subject_kind == "pledge", StateChange.subject_id == row.id
    )
    shown = []
    for one in session.scalars(query.order_by(StateChange.id).limit(200)):
        move = {"verb": one.verb, "source": one.source, "target": one.target, "at": one.at}
        move |= {"reason_code": one.reason_code, "reason_text": one.reason_text}
        if sees_all(actor):
            move["actor_person_id"] = one.actor_person_id
        shown.append(move)
    return shown
