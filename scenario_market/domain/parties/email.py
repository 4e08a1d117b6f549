"""An e-mail address is proven by who can read what was sent there: the code of the confirming mail, given back once.

Nothing is kept of a code. It is signed over the person, the address and its end: a changed address makes it worthless,
and a confirmed one takes no second. Until then anybody may claim the address, so what is mailed is counted.
"""

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import QueryableAttribute, Session

from scenario_market.domain import haste, lifecycle, outbox, turns
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import (
    AlreadyDone,
    FieldError,
    Invalid,
    RuleRefused,
    TooMany,
)
from scenario_market.domain.parties import events
from scenario_market.domain.parties.models import Confirmation, Person
from scenario_market.domain.permissions import require, require_session

KIND = "confirm_email"  # the one notice whose mail goes to an address that is not confirmed
LENGTH = 16  # bytes of HMAC-SHA256 that are kept: 128 bits
# The dot-atom of RFC 5321 and a host name. What else the standards allow (quotes, comments, display names) can be
# written in endless ways for one mailbox, and would be counted as other addresses.
ATOM, LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{ATOM}(\.{ATOM})*@{LABEL}(\.{LABEL})+")


def is_address(text: str) -> bool:
    """Whether a mail can be sent to exactly this; whether a mailbox is there only the mail can tell."""
    local, _, domain = text.rpartition("@")
    return len(text) <= 254 and len(local) <= 64 and bool(ADDRESS.fullmatch(f"{local}@{domain}"))


def takes_mail(person: Any, *, is_confirming: Any) -> Any:
    """Whether anything may be mailed to a person: of the class (or an alias) a condition, of a row an answer.

    An address that nobody confirmed may be a stranger's: it gets the confirming mail alone. One that a server refused
    gets nothing.

    :param is_confirming: whether the mail at hand is the confirming one, as a condition or an answer.
    """
    confirmed = _known(person.email_confirmed_at) | is_confirming
    return _known(person.email) & _unknown(person.email_refused_at) & confirmed


def _known(value: Any) -> Any:
    return value.is_not(None) if isinstance(value, QueryableAttribute) else value is not None


def _unknown(value: Any) -> Any:
    return value.is_(None) if isinstance(value, QueryableAttribute) else value is None


def owe(session: Session, row: Person, *, actor: Actor, now: datetime, city: City) -> None:
    """Count, and record as owed, a confirming mail to the present address of a **locked** person.

    An address gets ``emails_per_address`` a day, whoever claims it. Beyond that nothing is sent and nothing is said: a
    refusal would tell a stranger that others have claimed it.

    :raises TooMany: within the pause after the person's last one, or his number for the day is used up (policy
        ``account``).
    """
    policy = city.policy["account"]
    wait = haste.wait_seconds(
        session,
        Confirmation.created_at,
        Confirmation.person_id == row.id,
        pause_seconds=policy["email_pause_seconds"],
        per_day=policy["emails_per_day"],
        now=now,
    )
    if wait:
        raise TooMany("email_too_soon", wait_seconds=wait)
    assert row.email is not None
    turns.wait_turn(session, f"confirming mail:{row.email}")
    sent = select(func.count(Confirmation.id)).where(
        Confirmation.address == row.email,
        Confirmation.is_owed,
        Confirmation.created_at > now - haste.DAY,
    )
    is_owed = (session.scalar(sent) or 0) < policy["emails_per_address"]
    asked = Confirmation(person_id=row.id, address=row.email, is_owed=is_owed, created_at=now)
    session.add(asked)
    session.flush()
    if is_owed:
        event = events.ConfirmationAsked(subject_id=row.id, confirmation_id=asked.id)
        outbox.record(session, event, actor=actor, now=now)


def ask_again(session: Session, *, actor: Actor, now: datetime, city: City) -> None:
    """Have the confirming mail sent again, even to an address that a server refused.

    :raises RuleRefused: ``no_email``: none was given.
    :raises AlreadyDone: ``email_confirmed``.
    :raises TooMany: see :func:`owe`.
    """
    row = _own(session, actor)
    if row.email is None:
        raise RuleRefused("no_email")
    if row.email_confirmed_at is not None:
        raise AlreadyDone("email_confirmed")
    owe(session, row, actor=actor, now=now, city=city)
    row.email_refused_at = None


def is_current(session: Session, confirmation_id: int | None, person: Person) -> bool:
    """Whether what was asked for is still the person's present address; a changed one gets its own mail or none."""
    row = session.get(Confirmation, confirmation_id) if confirmation_id else None
    return row is not None and (row.person_id, row.address) == (person.id, person.email)


def confirmation(key: str, person: Person, *, now: datetime, city: City) -> str:
    """The code for a person's present address, good for policy ``account.email_confirm_hours``."""
    ends_at = now + timedelta(hours=city.policy["account"]["email_confirm_hours"])
    stated = f"{person.id}:{int(ends_at.timestamp())}"
    digest = _digest(key, stated, person.email or "")
    return base64.urlsafe_b64encode(digest + stated.encode()).rstrip(b"=").decode("ascii")


def confirm(session: Session, *, token: str, key: str, actor: Actor, now: datetime) -> Person:
    """Confirm one's own present address with the code that was mailed there.

    :raises Invalid: not a code for this person and address.
    :raises RuleRefused: ``confirmation_expired``.
    :raises AlreadyDone: ``email_confirmed``.
    :raises RuleRefused: ``email_taken``: another account has confirmed it. Only who reads its mail is told.
    """
    row = _own(session, actor)
    ends_at = _read(key, row, "".join(token.split()))
    if ends_at is None:
        raise Invalid(FieldError("token", "confirmation"))
    if row.email_confirmed_at is not None:
        raise AlreadyDone("email_confirmed")
    if ends_at <= now:
        raise RuleRefused("confirmation_expired")
    try:
        with session.begin_nested():
            row.email_confirmed_at = now
            lifecycle.touch(row, now=now)
    except (
        IntegrityError
    ):  # confirmed before, or at this moment: the unique index has the last word
        raise RuleRefused("email_taken") from None
    outbox.record(session, events.EmailConfirmed(subject_id=row.id), actor=actor, now=now)
    return row


def _own(session: Session, actor: Actor) -> Person:
    require(actor, "account.use")
    require_session(actor)
    return lifecycle.lock(session, Person, actor.person_id or 0)


def _read(key: str, person: Person, token: str) -> datetime | None:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        stated = raw[LENGTH:].decode("ascii")
        right = hmac.compare_digest(raw[:LENGTH], _digest(key, stated, person.email or ""))
        whose, _, ends_at = stated.partition(":")
        if not right or whose != str(person.id) or person.email is None:
            return None
        return datetime.fromtimestamp(int(ends_at), UTC)
    except ValueError:
        return None


def _digest(key: str, stated: str, address: str) -> bytes:
    content = f"confirm-email:{stated}:{address}".encode()
    return hmac.new(key.encode(), content, hashlib.sha256).digest()[:LENGTH]
