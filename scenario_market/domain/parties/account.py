"""Setting one's own password."""

from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotPermitted, NotSignedIn
from scenario_market.domain.parties import events, passwords, sessions, sign_in
from scenario_market.domain.parties.models import Person
from scenario_market.domain.permissions import require


def set_password(
    session: Session,
    *,
    new: str,
    current: str | None = None,
    code: str | None = None,
    keep_token: str | None,
    hasher: passwords.Passwords,
    key: bytes,
    actor: Actor,
    now: datetime,
    city: City,
) -> str | None:
    """Set the password; every session but that of ``keep_token`` ends.

    A session alone is not enough, since it may be stolen: the present password, or a fresh one-time code, is owed.
    :returns: None when it is set, else the rule that refused (``wrong_password``, ``wrong_code``); the caller commits
        first, since the attempt was counted.
    :raises Invalid: the new one is too short or too weak.
    :raises NotPermitted: an API token sets no password.
    """
    require(actor, "account.use")
    if actor.person_id is None:
        raise NotSignedIn()
    if actor.token_scopes is not None:
        raise NotPermitted("needs_session")
    person = lifecycle.lock(session, Person, actor.person_id)
    text = passwords.check(new, mobile=person.mobile, field="new_password")
    if code is not None:
        right = sign_in.check_code(
            session, number=person.mobile, code=code, key=key, now=now, city=city
        )
        if not right:
            return "wrong_code"
    elif not _knows(session, person, current or "", hasher, now=now, city=city):
        return "wrong_password"
    person.password_hash = hasher.hash(text)
    person.password_failures, person.password_blocked_until = 0, None
    lifecycle.touch(person, now=now)
    sessions.end_all(
        session, person.id, cause="password", keep_token=keep_token, actor=actor, now=now
    )
    outbox.record(session, events.PasswordChanged(subject_id=person.id), actor=actor, now=now)
    return None


def _knows(
    session: Session,
    person: Person,
    current: str,
    hasher: passwords.Passwords,
    *,
    now: datetime,
    city: City,
) -> bool:
    """The present password, with the same count and block as at the door."""
    if sign_in.is_blocked(person, now):
        return False
    if hasher.verify(person.password_hash, passwords.normalise(current)):
        return True
    sign_in.count_failure(session, person, city.policy["account"], now=now)
    return False
