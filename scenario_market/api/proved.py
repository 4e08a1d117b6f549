"""Proving again who acts, for acts that bind: password or fresh one-time code, compared before anything is locked."""

from typing import Any

from flask import current_app

from scenario_market.api import identity
from scenario_market.domain.parties import proving
from scenario_market.persistence.web_session import current, start_writing_again


def proved_again(body: dict[str, Any]) -> proving.Proof:
    """Take the proof out of a request, and begin to write; the view is marked ``reads_first``."""
    given = {name: body.pop(name, None) for name in ("password", "code")}
    proof = proving.prepare(
        current(), **given, hasher=current_app.extensions["passwords"], actor=identity.actor()
    )
    start_writing_again()
    identity.afresh()
    return proof
