"""Signing in by what was given: the same for REST and for pages."""

from collections.abc import Mapping
from datetime import datetime

from flask import current_app

from scenario_market.api import identity
from scenario_market.domain import clock
from scenario_market.domain.parties import sign_in
from scenario_market.domain.parties.models import SignInCode
from scenario_market.domain.parties.sign_in import Outcome
from scenario_market.persistence.web_session import current, start_writing_again


def code_key() -> bytes:
    """The secret that one-time codes are hashed with."""
    return f"one-time codes:{current_app.config['SECRET_KEY']}".encode()


def hours() -> int:
    """How long a sign-in lasts."""
    return current_app.extensions["settings"].session_hours


def send_code(mobile: str) -> SignInCode:
    """Send a one-time code; the same for a number with an account and without.

    :raises Invalid: it is no mobile number. :raises TooMany: too soon after the last one.
    """
    return sign_in.send_code(
        current(),
        mobile_text=mobile,
        send=current_app.extensions["senders"].code,
        key=code_key(),
        now=clock.now(current()),
        city=identity.city(),
    )


def prove(given: Mapping[str, str]) -> tuple[Outcome, datetime]:
    """How the sign-in ended, and when it was.

    :param given: ``mobile`` with ``code`` (and ``name`` of a new person) or ``password``.
    """
    return _by_code(given) if "code" in given else _by_password(given)


def _by_code(given: Mapping[str, str]) -> tuple[Outcome, datetime]:
    session = current()
    now = clock.now(session)
    outcome = sign_in.by_code(
        session,
        mobile_text=given["mobile"],
        code=given["code"],
        name=given.get("name"),
        key=code_key(),
        hours=hours(),
        now=now,
        city=identity.city(),
        production=current_app.extensions["settings"].production,
    )
    return outcome, now


def _by_password(given: Mapping[str, str]) -> tuple[Outcome, datetime]:
    # The slow comparison is made between two transactions: no writer waits for it.
    current().rollback()
    proof = sign_in.prove_password(
        current(),
        mobile_text=given["mobile"],
        password=given["password"],
        passwords=current_app.extensions["passwords"],
    )
    session = start_writing_again()
    now = clock.now(session)
    outcome = sign_in.by_password(
        session,
        proof=proof,
        hours=hours(),
        now=now,
        city=identity.city(),
        production=current_app.extensions["settings"].production,
    )
    return outcome, now
