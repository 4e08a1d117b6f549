"""Proving again who acts, at the moment of an act that binds: by the password, or by a fresh one-time code.

A session alone is not enough, since it may be stolen or left open. Slow comparison first, while nothing is locked; then
the act. A wrong proof is counted in rows, so what uses this returns where it refuses: the caller commits all the same.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, NotFound
from scenario_market.domain.parties import sign_in
from scenario_market.domain.parties.models import Person
from scenario_market.domain.parties.passwords import Passwords, normalise
from scenario_market.domain.permissions import require_session


@dataclass(frozen=True)
class Proof:
    """What was given to prove who acts.

    :param is_known: the password was the one that ``checked`` is the hash of.
    :param code: a one-time code, to be compared.
    """

    is_known: bool = False
    checked: str | None = None
    code: str | None = None


def prepare(
    session: Session,
    *,
    password: str | None = None,
    code: str | None = None,
    hasher: Passwords,
    actor: Actor,
) -> Proof:
    """Compare a password, slowly: call it in a reading session, so that no writer waits.

    :raises Invalid: neither or both were given. :raises NotPermitted: an API token binds nobody.
    """
    require_session(actor)
    if (password is None) == (code is None):
        raise Invalid(FieldError("password", "password_or_code"))
    if code is not None:
        return Proof(code=code)
    person = session.get(Person, actor.person_id)
    if person is None:
        raise NotFound(kind="person")
    kept = person.password_hash
    return Proof(hasher.verify(kept, normalise(password or "")), kept)


def confirm(
    session: Session, proof: Proof, *, key: bytes, actor: Actor, now: datetime, city: City
) -> Person | None:
    """The person whose proof holds, locked; None where it does not, and that is counted as at the door.

    :param key: the secret that codes are hashed with.
    """
    require_session(actor)
    person = lifecycle.lock(session, Person, actor.person_id or 0)
    if proof.code is not None:
        right = sign_in.check_code(
            session, number=person.mobile, code=proof.code, key=key, now=now, city=city
        )
        return person if right else None
    if sign_in.is_blocked(person, now):
        return None
    if proof.is_known and person.password_hash == proof.checked:
        person.password_failures, person.password_blocked_until = 0, None
        return person
    sign_in.count_failure(session, person, city.policy["account"], now=now)
    return None
