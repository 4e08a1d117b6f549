"""Setting one's own password: slow proof and hashing first, while nothing is locked; then the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.parties import events, passwords, sessions, sign_in, tokens
from scenario_market.domain.parties.models import ApiToken, Person
from scenario_market.domain.permissions import require, require_session


@dataclass(frozen=True)
class NewPassword:
    """What :func:`prepare_password` worked out.

    :ivar hashed: of the new password. :ivar is_known: the present one was given; ``checked`` is the hash it was
        compared with.
    """

    hashed: str
    is_known: bool
    checked: str | None


@dataclass(frozen=True)
class PasswordSet:
    """What :func:`set_password` did.

    :ivar refused: the rule that refused (``wrong_password``, ``wrong_code``); None when it is set.
    :ivar sessions: keys of the sessions that ended. :ivar tokens: the API tokens that were revoked.
    """

    refused: str | None = None
    sessions: Sequence[int] = ()
    tokens: Sequence[ApiToken] = ()


def prepare_password(
    session: Session,
    *,
    new: str,
    current: str | None = None,
    hasher: passwords.Passwords,
    actor: Actor,
) -> NewPassword:
    """Compare the present password and hash the new one, slowly: call it in a reading session, so that no writer waits.

    :raises Invalid: the new one is too short or too weak.
    :raises NotPermitted: an API token sets no password.
    """
    person = session.get(Person, _own(actor))
    if person is None:
        raise NotFound(kind="person")
    text = passwords.check(new, mobile=person.mobile, field="new_password")
    kept = person.password_hash
    is_known = current is not None and hasher.verify(kept, passwords.normalise(current))
    return NewPassword(hasher.hash(text), is_known, kept)


def set_password(
    session: Session,
    *,
    prepared: NewPassword,
    code: str | None = None,
    keep_token: str | None,
    key: bytes,
    actor: Actor,
    now: datetime,
    city: City,
) -> PasswordSet:
    """Set the password; every session but that of ``keep_token`` ends, and every API token is revoked.

    A session alone is not enough, since it may be stolen: the present password, or a fresh one-time code, is owed.
    Who changes his password because somebody else had it must not leave him a token that he made with it.

    :returns: what ended; where it was refused the caller commits all the same, since the attempt was counted.
    :raises NotPermitted: an API token sets no password.
    """
    person = lifecycle.lock(session, Person, _own(actor))
    if code is not None:
        right = sign_in.check_code(
            session, number=person.mobile, code=code, key=key, now=now, city=city
        )
        if not right:
            return PasswordSet(refused="wrong_code")
    elif not _knows(session, person, prepared, now=now, city=city):
        return PasswordSet(refused="wrong_password")
    person.password_hash = prepared.hashed
    person.password_failures, person.password_blocked_until = 0, None
    lifecycle.touch(person, now=now)
    ended = sessions.end_all(
        session, person.id, cause="password", keep_token=keep_token, actor=actor, now=now
    )
    revoked = tokens.revoke_all(session, person.id, cause="password", actor=actor, now=now)
    event = events.PasswordChanged(subject_id=person.id, token_ids=[token.id for token in revoked])
    outbox.record(session, event, actor=actor, now=now)
    return PasswordSet(sessions=ended, tokens=revoked)


def _own(actor: Actor) -> int:
    require(actor, "account.use")
    require_session(actor)
    assert actor.person_id is not None
    return actor.person_id


def _knows(
    session: Session, person: Person, prepared: NewPassword, *, now: datetime, city: City
) -> bool:
    """The present password, with the same count and block as at the door; changed meanwhile, it is another one."""
    if sign_in.is_blocked(person, now):
        return False
    if prepared.is_known and person.password_hash == prepared.checked:
        return True
    sign_in.count_failure(session, person, city.policy["account"], now=now)
    return False
