"""An e-mail address is proven by who can read what was sent there: the code of the confirming mail, given back once.

Nothing is kept of a code. It is signed over the person, the address and its end: a changed address makes it worthless,
and a confirmed one takes no second.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotSignedIn, RuleRefused
from scenario_market.domain.parties import events
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require

KIND = "confirm_email"  # the one notice whose mail goes to an address that is not confirmed
LENGTH = 16  # bytes of HMAC-SHA256 that are kept: 128 bits


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
    """
    require(actor, "account.use")
    if actor.person_id is None:
        raise NotSignedIn()
    row = lifecycle.lock(session, Person, actor.person_id)
    ends_at = _read(key, row, "".join(token.split()))
    if ends_at is None:
        raise Invalid(FieldError("token", "confirmation"))
    if row.email_confirmed_at is not None:
        raise AlreadyDone("email_confirmed")
    if ends_at <= now:
        raise RuleRefused("confirmation_expired")
    row.email_confirmed_at = now
    lifecycle.touch(row, now=now)
    outbox.record(session, events.EmailConfirmed(subject_id=row.id), actor=actor, now=now)
    return row


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
