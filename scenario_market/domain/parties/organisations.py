"""Writes on organisations: registration, their own data, and the office's verification."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import evidence
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.parties import events, uscc
from scenario_market.domain.parties.authority import (
    check_independent,
    managing_mandates,
    require_scope,
)
from scenario_market.domain.parties.models import Mandate, Organisation, Person
from scenario_market.domain.parties.states import VERIFICATION_MOVES, Verification
from scenario_market.domain.parties.tenure import latest_expiry, open_mandate
from scenario_market.domain.permissions import SCOPES, require

# field → (code list or None, longest text)
FIELDS: Mapping[str, tuple[str | None, int]] = {
    "name": (None, 200),
    "district": ("districts", 20),
    "owner_type": ("owner_types", 40),
    "size_class": ("size_classes", 20),
    "industry": ("industries", 20),
    "address": (None, 300),
}
# What the office must know before it can verify; the owner type also decides the route to a contract.
NEEDED = ("district", "owner_type", "address")


def register(
    session: Session,
    *,
    uscc_text: str,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
) -> Organisation:
    """Register an organisation; whoever does it gets its first mandate, with all scopes.

    :param fields: ``name`` and any other of ``FIELDS``; codes or their Chinese names.
    :raises Invalid: the code breaks GB 32100-2015, or a field is wrong; all wrong fields at once.
    :raises AlreadyDone: the code is registered (rule ``ask_for_invitation``); nothing else is told.
    :raises RuleRefused: ``too_many_organisations``: see :func:`_refuse_hoarding`.
    """
    require(actor, "organisation.register")
    code, values = _stated(uscc_text, fields, city)
    _refuse_hoarding(session, actor, city)
    row = Organisation(uscc=code, created_at=now, updated_at=now, **values)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise AlreadyDone("ask_for_invitation", uscc=code) from None
    outbox.record(session, events.OrganisationRegistered(subject_id=row.id), actor=actor, now=now)
    assert actor.person_id is not None
    open_mandate(
        session,
        organisation_id=row.id,
        person_id=actor.person_id,
        scopes=list(SCOPES),
        expires_at=latest_expiry(now, city),
        actor=actor,
        now=now,
        city=city,
    )
    return row


def _stated(uscc_text: str, fields: Mapping[str, Any], city: City) -> tuple[str, dict[str, Any]]:
    errors: list[FieldError] = []
    code = ""
    try:
        code = uscc.check(uscc_text)
    except uscc.InvalidUscc as error:
        errors.append(FieldError("uscc", f"uscc_{error.rule}", error.params))
    if not str(fields.get("name") or "").strip():
        errors.append(FieldError("name", "required"))
        fields = {key: value for key, value in fields.items() if key != "name"}
    values, wrong = _clean(fields, city)
    if errors + wrong:
        raise Invalid(*errors, *wrong)
    return code, values


def _refuse_hoarding(session: Session, actor: Actor, city: City) -> None:
    """Registering needs no proof, and a registered code is its people's only by invitation: nobody may keep many."""
    limit = city.policy["account"]["organisations_open"]
    assert actor.person_id is not None
    lifecycle.lock(session, Person, actor.person_id)  # his calls at the same time count each other
    held = session.scalar(
        select(func.count(Organisation.id))
        .join(Mandate, Mandate.organisation_id == Organisation.id)
        .where(
            Mandate.person_id == actor.person_id,
            Mandate.ended_at.is_(None),
            Organisation.state != Verification.VERIFIED,
        )
    )
    if (held or 0) >= limit:
        raise RuleRefused("too_many_organisations", limit=limit)


def edit(
    session: Session,
    *,
    organisation_id: int,
    version: int | None,
    fields: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    city: City,
) -> Organisation:
    """Change an organisation's own data; a field given as None is emptied.

    :raises RuleRefused: ``verified_name``: the office verified code and name together. Who was renamed asks the office
        to take the verification back (reason ``own_request``), changes the name and asks again.
    """
    require(actor, "organisation.edit")
    require_scope(actor, organisation_id, "manage")
    row = lifecycle.lock(session, Organisation, organisation_id, version=version)
    values, wrong = _clean(fields, city)
    if "name" in fields and not values.get("name"):
        wrong = [FieldError("name", "required"), *wrong]
    if wrong:
        raise Invalid(*wrong)
    changed = tuple(sorted(key for key, value in values.items() if getattr(row, key) != value))
    if "name" in changed and row.state == Verification.VERIFIED:
        raise RuleRefused("verified_name")
    if not changed:
        return row
    for key in changed:
        setattr(row, key, values[key])
    lifecycle.touch(row, now=now)
    event = events.OrganisationEdited(subject_id=row.id, fields=changed)
    outbox.record(session, event, actor=actor, now=now)
    return row


def ask_verification(
    session: Session,
    *,
    organisation_id: int,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Organisation:
    """Ask the office to verify the organisation.

    :raises Invalid: names each field that the office needs and that is empty.
    :raises RuleRefused: ``mandate_letter_missing``: see :func:`_require_letter`.
    """
    require(actor, "organisation.edit")
    require_scope(actor, organisation_id, "manage")
    row = lifecycle.lock(session, Organisation, organisation_id, version=version)
    missing = [FieldError(name, "required") for name in NEEDED if not getattr(row, name)]
    if missing:
        raise Invalid(*missing)
    _require_letter(session, row.id, now=now, city=city)
    lifecycle.move(session, row, VERIFICATION_MOVES, "ask", actor=actor, now=now)
    return row


def verify(
    session: Session,
    *,
    organisation_id: int,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Organisation:
    """The office finds that code, name and authority are right.

    :raises RuleRefused: ``mandate_letter_missing``: it was taken away after the question; see :func:`_require_letter`.
    """
    return _decide(session, "verify", organisation_id, version, actor=actor, now=now, city=city)


def reject(
    session: Session,
    *,
    organisation_id: int,
    version: int | None,
    reason: Reason | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Organisation:
    """The office refuses, with a reason of the list ``reasons_organisation``."""
    return _decide(
        session, "reject", organisation_id, version, actor=actor, now=now, reason=reason, city=city
    )


def revoke(
    session: Session,
    *,
    organisation_id: int,
    version: int | None,
    reason: Reason | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Organisation:
    """The office takes a verification back, with a reason of the list ``reasons_organisation``."""
    return _decide(
        session, "revoke", organisation_id, version, actor=actor, now=now, reason=reason, city=city
    )


def _decide(
    session: Session,
    verb: str,
    organisation_id: int,
    version: int | None,
    *,
    actor: Actor,
    now: datetime,
    reason: Reason | None = None,
    city: City,
) -> Organisation:
    """:raises RuleRefused: ``own_organisation``: nobody decides on an organisation that he acts for."""
    require(actor, "organisation.verify")
    row = lifecycle.lock(session, Organisation, organisation_id, version=version)
    check_independent(session, actor, organisation_id=row.id, now=now)
    if verb == "verify":
        _require_letter(session, row.id, now=now, city=city)
    change = lifecycle.move(
        session,
        row,
        VERIFICATION_MOVES,
        verb,
        actor=actor,
        now=now,
        reason=reason,
        codes=city.codes,
    )
    letters = select(Mandate.id).where(
        Mandate.organisation_id == row.id, Mandate.ended_at.is_(None)
    )
    seen = evidence.of("organisation", [row.id]) | evidence.of("mandate", letters)
    evidence.hold(session, change, seen)
    return row


def _require_letter(session: Session, organisation_id: int, *, now: datetime, city: City) -> None:
    """Where the city asks for it (policy ``account.mandate_letter_required``), who manages shows a 授权书.

    :raises RuleRefused: ``mandate_letter_missing``: no live mandate that covers ``manage`` names an uploaded letter.
    """
    if not city.policy["account"]["mandate_letter_required"]:
        return
    managing = managing_mandates(session, organisation_id, now=now)
    if all(mandate.attachment_id is None for mandate in managing):
        raise RuleRefused("mandate_letter_missing")


def _clean(fields: Mapping[str, Any], city: City) -> tuple[dict[str, Any], list[FieldError]]:
    """The values as they are kept, and every field that is wrong."""
    values: dict[str, Any] = {}
    errors = []
    for name, raw in fields.items():
        if name not in FIELDS:
            errors.append(FieldError(name, "unknown_field", {"known": list(FIELDS)}))
            continue
        list_name, longest = FIELDS[name]
        said = " ".join(str(raw).split()) if raw is not None else ""
        entry = city.codes[list_name].get(said) if list_name and said else None
        if said and list_name and entry is None:
            nearest = list(city.codes[list_name].nearest(said))
            errors.append(FieldError(name, "unknown_code", {"value": said, "nearest": nearest}))
        elif len(said) > longest:
            errors.append(FieldError(name, "too_long", {"limit": longest, "found": len(said)}))
        else:
            values[name] = (entry.code if entry else said) or None
    return values, errors
