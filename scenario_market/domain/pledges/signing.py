"""Signing a pledge: a proven person, for a party, over the hash that he was shown."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.city import City
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    IllegalMove,
    Invalid,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.lifecycle import touch
from scenario_market.domain.parties import proving
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.domain.permissions import LEAD
from scenario_market.domain.pledges import completing, document
from scenario_market.domain.pledges.access import SIGN, open_pledge, party_of
from scenario_market.domain.pledges.events import PledgeSignatureGiven
from scenario_market.domain.pledges.models import Pledge, PledgeSignature
from scenario_market.domain.pledges.negotiating import check_open, version_of
from scenario_market.domain.pledges.seals import Seals
from scenario_market.domain.pledges.states import Form, Party, PledgeState


class Signer(Protocol):
    """The platform's own key; ``vault.signing.SigningKey`` is one."""

    public_key: str

    def sign(self, message: bytes) -> str: ...


@dataclass(frozen=True)
class Act:
    """What somebody signs and how.

    :param sha256: the hash that he was shown. :param form: kind of the signature.
    :param attachment_id: the scan, where it is one. :param cms: base64 of the seal's signature, where it is one.
    """

    sha256: str
    form: str = Form.PLATFORM
    attachment_id: int | None = None
    cms: str | None = None


@dataclass(frozen=True)
class Tools:
    """What signing needs of higher layers. :param key: the secret that one-time codes are hashed with."""

    signer: Signer
    seals: Seals
    key: bytes


@dataclass(frozen=True)
class Outcome:
    """A signed pledge, or the rule that refused: a wrong proof was counted, so the caller commits either way."""

    pledge: Pledge | None = None
    refused: str | None = None


def sign(
    session: Session,
    pledge_id: int,
    *,
    act: Act,
    proof: proving.Proof,
    tools: Tools,
    actor: Actor,
    now: datetime,
    city: City,
    version: int | None,
) -> Outcome:
    """Sign for one's party; the last signature that holds completes the pledge.

    :returns: refused by ``wrong_proof``.
    :raises RuleRefused: ``document_changed``: the text is not the one that was shown; ``signed_for_another_party``,
        ``scan_missing``, ``pledge_due``, ``not_a_party``, ``own_organisation``; ``SealRefused`` names what is wrong
        with a seal.
    :raises AlreadyDone: ``signed_already``.
    :raises IllegalMove: it is not to be signed now.
    """
    challenge, pledge = open_pledge(
        session, pledge_id, actor=actor, permission="pledge.sign", version=version
    )
    party = _party(session, actor, pledge, now=now)
    if pledge.state != PledgeState.SIGNING:
        raise IllegalMove(verb="sign", state=pledge.state, kind="pledge")
    check_open(challenge, pledge, "sign", now)
    _check_text(session, pledge, act)
    _check_once(session, pledge, party, actor)
    person = proving.confirm(session, proof, key=tools.key, actor=actor, now=now, city=city)
    if person is None:
        return Outcome(refused="wrong_proof")
    row = _signature(session, pledge, party, act, tools, person=person, now=now)
    session.add(row)
    touch(pledge, now=now)
    event = PledgeSignatureGiven(
        subject_id=pledge.id, party=party, form=row.form, sha256=pledge.sha256
    )
    outbox.record(session, event, actor=actor, now=now)
    session.flush()
    completing.complete(session, challenge, pledge, actor=actor, now=now, city=city)
    return Outcome(pledge)


def _party(session: Session, actor: Actor, pledge: Pledge, *, now: datetime) -> Party:
    party = party_of(session, actor, pledge, now=now, scope=SIGN)
    if party == Party.OFFICE and not actor.has_role(*LEAD):
        raise NotPermitted(permission="pledge.sign")
    return party


def _check_text(session: Session, pledge: Pledge, act: Act) -> None:
    """The hash shown is the hash to be signed, and the text kept still has it."""
    current = document.sha256(version_of(session, pledge).canonical)
    if not act.sha256 == pledge.sha256 == current:
        raise RuleRefused("document_changed", shown=act.sha256[:64], current=current)


def _check_once(session: Session, pledge: Pledge, party: Party, actor: Actor) -> None:
    live = session.scalars(
        select(PledgeSignature).where(
            PledgeSignature.pledge_id == pledge.id, PledgeSignature.void_at.is_(None)
        )
    ).all()
    if any(one.party == party for one in live):
        raise AlreadyDone("signed_already")
    if any(one.person_id == actor.person_id for one in live):
        raise RuleRefused("signed_for_another_party")


def _signature(
    session: Session,
    pledge: Pledge,
    party: Party,
    act: Act,
    tools: Tools,
    *,
    person: Person,
    now: datetime,
) -> PledgeSignature:
    organisation = _organisation(session, pledge, party)
    evidence = _evidence(session, pledge, act, tools, organisation=organisation, now=now)
    statement = document.canonical(
        {
            "purpose": "scenario-market/pledge-signature/1",
            "pledge": pledge.check_code,
            "document": pledge.sha256,
            "party": party,
            "organisation": organisation.uscc if organisation else None,
            "form": act.form,
            "evidence": evidence.get("evidence_sha256"),
            "person": person.id,
            "at": now.isoformat(timespec="seconds"),
        }
    )
    return PledgeSignature(
        pledge_id=pledge.id,
        number=pledge.number,
        sha256=pledge.sha256,
        party=party,
        form=act.form,
        person_id=person.id,
        signed_at=now,
        statement=statement,
        stamp=tools.signer.sign(statement.encode()),
        public_key=tools.signer.public_key,
        **evidence,
    )


def _organisation(session: Session, pledge: Pledge, party: Party) -> Organisation | None:
    keys = {Party.PROVIDER: pledge.organisation_id, Party.OWNER: pledge.owner_id}
    return session.get_one(Organisation, keys[party]) if party in keys else None


def _evidence(
    session: Session,
    pledge: Pledge,
    act: Act,
    tools: Tools,
    *,
    organisation: Organisation | None,
    now: datetime,
) -> dict[str, Any]:
    """The columns that prove a signature of its form. :raises Invalid: the form is unknown or lacks its proof."""
    if act.form == Form.PLATFORM:
        return {}
    if act.form == Form.SCAN:
        scan = _scan(session, pledge, act.attachment_id)
        return {"attachment_id": scan.id, "evidence_sha256": scan.sha256}
    if act.form != Form.SEAL or organisation is None:
        known = [form.value for form in Form if organisation or form != Form.SEAL]
        raise Invalid(FieldError("form", "unknown_code", {"known": known, "value": act.form}))
    if not act.cms:
        raise Invalid(FieldError("cms", "required"))
    try:
        cms = base64.b64decode(act.cms, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(FieldError("cms", "not_base64")) from None
    text = version_of(session, pledge).canonical.encode()
    facts = tools.seals.check(cms, text, uscc=organisation.uscc, at=now)
    kept = {
        "subject": facts.subject,
        "issuer": facts.issuer,
        "serial": facts.serial,
        "sha256": facts.sha256,
        "expires_at": facts.expires_at.isoformat(),
    }
    return {"cms": act.cms, "evidence_sha256": hashlib.sha256(cms).hexdigest(), "facts": kept}


def _scan(session: Session, pledge: Pledge, attachment_id: int | None) -> Attachment:
    if attachment_id is None:
        raise Invalid(FieldError("attachment_id", "required"))
    row = session.get(Attachment, attachment_id)
    mine = row is not None and (row.subject_kind, row.subject_id) == ("pledge", pledge.id)
    if row is None or not mine or row.purpose != "scan" or row.removed_at is not None:
        raise RuleRefused("scan_missing")
    return row
