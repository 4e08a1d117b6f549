"""Signing in: by a one-time code, a password, or the city's identity provider.

Wrong attempts are counted in rows, so these commands return an :class:`Outcome` where others raise: the caller commits
first and refuses afterwards. No answer tells whether a number has an account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import haste, lifecycle, outbox, turns
from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import Invalid, TooMany
from scenario_market.domain.parties import events, mobile, people, secrets, sessions
from scenario_market.domain.parties.models import Person, SignInCode
from scenario_market.domain.parties.passwords import Passwords, normalise


class CodeSender(Protocol):
    """Carries a one-time code to a mobile number; ``channels`` has the real one.

    It is called before the commit: should the commit fail, the code that was sent opens nothing, and a second one is
    harmless. Where the database is SQLite the writer waits for it, so a real gateway belongs to PostgreSQL.
    """

    def __call__(self, mobile: str, code: str, *, minutes: int) -> None: ...


@dataclass(frozen=True)
class Outcome:
    """How a sign-in ended: a person and his session's token, or the rule that refused (``refused``)."""

    person_id: int | None = None
    token: str | None = None
    refused: str | None = None


@dataclass(frozen=True)
class PasswordProof:
    """What the slow comparison found, made outside the writing transaction.

    :param checked: the hash that was compared; a password changed since makes the proof worthless.
    :param renewed: a hash with today's parameters, where the kept one is older.
    """

    person_id: int | None
    is_right: bool
    checked: str | None = None
    renewed: str | None = None


def send_code(
    session: Session, *, mobile_text: str, send: CodeSender, key: bytes, now: datetime, city: City
) -> SignInCode:
    """Send a one-time code; the same for a number with an account and without.

    :param key: the secret that codes are hashed with.
    :raises TooMany: within the pause after the last code, or the day's number is used up (policy ``account``).
    """
    policy = city.policy["account"]
    number = mobile.normalise(mobile_text)
    _refuse_haste(session, number, policy, now=now)
    code = secrets.new_code()
    row = SignInCode(
        mobile=number,
        code_hash=secrets.code_hash(code, number, key),
        created_at=now,
        expires_at=now + timedelta(minutes=policy["code_minutes"]),
    )
    session.add(row)
    session.flush()
    outbox.record(session, events.CodeSent(subject_id=row.id), actor=PUBLIC, now=now)
    send(number, code, minutes=policy["code_minutes"])
    return row


def check_code(
    session: Session, *, number: str, code: str, key: bytes, now: datetime, city: City
) -> bool:
    """Whether the newest code of a normalised number was given; counts the attempt, and uses the right code up."""
    row = session.scalar(
        select(SignInCode)
        .where(SignInCode.mobile == number)
        .order_by(SignInCode.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    given = secrets.code_hash("".join(normalise(code).split()), number, key)
    matches = secrets.same(row.code_hash if row is not None else "0" * 64, given)
    if row is None or row.used_at is not None or row.expires_at <= now:
        return False
    if row.attempts >= city.policy["account"]["code_attempts"]:
        return False
    row.attempts += 1
    if matches:
        row.used_at = now
    else:
        outbox.record(session, events.CodeRefused(subject_id=row.id), actor=PUBLIC, now=now)
    return matches


def by_code(
    session: Session,
    *,
    mobile_text: str,
    code: str,
    name: str | None = None,
    key: bytes,
    hours: int,
    now: datetime,
    city: City,
    production: bool,
) -> Outcome:
    """Sign in with the code that was sent; a number seen for the first time gets an account.

    :param name: how a new person is called; nothing is changed of one who has an account.
    :param production: demonstration accounts are refused.
    :returns: refused by ``wrong_code`` (also: too late, used, too many attempts), ``account_disabled`` or
        ``demonstration_account``.
    """
    number = mobile.normalise(mobile_text)
    if not check_code(session, number=number, code=code, key=key, now=now, city=city):
        return Outcome(refused="wrong_code")
    person = session.scalar(select(Person).where(Person.mobile == number))
    if person is None:
        person = people.join(session, mobile=number, name=name, now=now)
    return _begin(session, person, way="code", hours=hours, now=now, production=production)


def prove_password(
    session: Session, *, mobile_text: str, password: str, passwords: Passwords
) -> PasswordProof:
    """Compare a password, slowly: call it in a reading session, so that no writer waits for it.

    A number without account or password takes the same time.
    """
    try:
        number = mobile.normalise(mobile_text)
    except Invalid:
        number = ""
    found = session.execute(
        select(Person.id, Person.password_hash).where(Person.mobile == number)
    ).one_or_none()
    person_id, kept = found if found is not None else (None, None)
    text = normalise(password)
    is_right = passwords.verify(kept, text)
    renewed = passwords.hash(text) if is_right and passwords.is_outdated(kept or "") else None
    return PasswordProof(person_id, is_right, kept, renewed)


def by_password(
    session: Session,
    *,
    proof: PasswordProof,
    hours: int,
    now: datetime,
    city: City,
    production: bool,
) -> Outcome:
    """Sign in with what :func:`prove_password` found.

    After ``password_failures`` wrong ones in a row the password is refused for ``password_block_minutes``, silently:
    a lock that is told would tell that there is an account. The code still opens.

    :returns: refused by ``wrong_password``, whatever was wrong; ``account_disabled`` and ``demonstration_account``
        only after the right password.
    """
    wrong = Outcome(refused="wrong_password")
    if proof.person_id is None:
        return wrong
    person = session.get(Person, proof.person_id, with_for_update=True, populate_existing=True)
    if person is None or is_blocked(person, now):
        return wrong
    if not proof.is_right or person.password_hash != proof.checked:
        count_failure(session, person, city.policy["account"], now=now)
        return wrong
    person.password_failures, person.password_blocked_until = 0, None
    if proof.renewed is not None:
        person.password_hash = proof.renewed
    return _begin(session, person, way="password", hours=hours, now=now, production=production)


def by_subject(
    session: Session,
    *,
    subject: str,
    claims: Mapping[str, Any],
    hours: int,
    now: datetime,
    production: bool,
) -> Outcome:
    """Sign in whom the city's identity provider vouches for.

    :param subject: issuer and subject, as one text.
    :param claims: verified claims of the ID token; ``phone_number`` (with ``phone_number_verified``) and ``name``.
    :returns: refused by ``no_mobile`` (an unknown subject without a verified number), ``subject_conflict`` (the
        number's account is linked to another subject), ``account_disabled`` or ``demonstration_account``.
    """
    person = session.scalar(select(Person).where(Person.oidc_subject == subject))
    if person is None:
        number = _verified_number(claims)
        if number is None:
            return Outcome(refused="no_mobile")
        person = session.scalar(select(Person).where(Person.mobile == number))
        if person is None:
            person = people.join(session, mobile=number, name=claims.get("name"), now=now)
        if person.oidc_subject is not None:
            return Outcome(refused="subject_conflict")
        if person.disabled_at is None:
            person.oidc_subject = subject
            event = events.SubjectLinked(subject_id=person.id)
            outbox.record(session, event, actor=Actor(person_id=person.id), now=now)
    return _begin(session, person, way="oidc", hours=hours, now=now, production=production)


def _begin(
    session: Session, person: Person, *, way: str, hours: int, now: datetime, production: bool
) -> Outcome:
    if production and person.is_demo:
        return Outcome(refused="demonstration_account")
    # Behind the lock: a session that began while the account was being closed would live on when it is opened again.
    person = lifecycle.lock(session, Person, person.id)
    if person.disabled_at is not None:
        return Outcome(refused="account_disabled")
    token = sessions.begin(session, person, way=way, hours=hours, now=now)
    return Outcome(person_id=person.id, token=token)


def _verified_number(claims: Mapping[str, Any]) -> str | None:
    text = claims.get("phone_number")
    if not isinstance(text, str) or claims.get("phone_number_verified") is not True:
        return None
    try:
        return mobile.normalise(text)
    except Invalid:
        return None


def is_blocked(person: Person, now: datetime) -> bool:
    return person.password_blocked_until is not None and person.password_blocked_until > now


def count_failure(
    session: Session, person: Person, policy: Mapping[str, Any], *, now: datetime
) -> None:
    person.password_failures += 1
    if person.password_failures >= policy["password_failures"]:
        person.password_failures = 0
        person.password_blocked_until = now + timedelta(minutes=policy["password_block_minutes"])
    event = events.PasswordRefused(subject_id=person.id)
    outbox.record(session, event, actor=PUBLIC, now=now)


def _refuse_haste(
    session: Session, number: str, policy: Mapping[str, Any], *, now: datetime
) -> None:
    """One asks for a number at a time: who comes while the gateway takes another's code does not wait for it."""
    if not turns.take_turn(session, f"sign-in code:{number}"):
        raise TooMany("code_too_soon", wait_seconds=policy["code_pause_seconds"])
    wait = haste.wait_seconds(
        session,
        SignInCode.created_at,
        SignInCode.mobile == number,
        pause_seconds=policy["code_pause_seconds"],
        per_day=policy["codes_per_day"],
        now=now,
    )
    if wait:
        raise TooMany("code_too_soon", wait_seconds=wait)
