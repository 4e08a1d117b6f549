"""Kept answers: the first call of a key runs, the same call again gets what the first one got."""

from collections.abc import Callable
from typing import Any

from flask import Response
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from scenario_market.api import identity
from scenario_market.domain import clock
from scenario_market.domain.errors import DomainError, FieldError, Invalid, NotSignedIn
from scenario_market.domain.idempotency import KeptAnswer
from scenario_market.persistence.web_session import current

KEPT_HEADERS = ("Location", "ETag", "Content-Type")


class IdempotencyKeyReused(DomainError):
    """The key was used for another request."""

    code = "idempotency_key_reused"
    status = 422


def answer(key: str, fingerprint: str, run: Callable[[], Response]) -> Response:
    """Run once per person and key. A call at the same time waits on the row, then gets the kept answer.

    The row is written in the call's own transaction: a failed call keeps nothing.
    """
    person_id = identity.actor().person_id
    if person_id is None:
        raise NotSignedIn()
    if len(key) > 255:
        raise Invalid(FieldError("Idempotency-Key", "too_long", {"limit": 255}))
    if not _claim(person_id, key, fingerprint):
        return _kept(person_id, key, fingerprint)
    response = run()
    row = _row(person_id, key)
    row.status = response.status_code
    row.headers = {
        name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
    }
    row.body = response.get_data()
    return response


def _claim(person_id: int, key: str, fingerprint: str) -> bool:
    session = current()
    insert: Any = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    values = {
        "person_id": person_id,
        "idempotency_key": key,
        "fingerprint": fingerprint,
        "status": 0,
        "headers": {},
        "body": b"",
        "at": clock.now(session),
    }
    statement = insert(KeptAnswer).values(**values).on_conflict_do_nothing()
    # RETURNING, since on PostgreSQL the count of an insert's rows is not told.
    return session.scalar(statement.returning(KeptAnswer.id)) is not None


def _row(person_id: int, key: str) -> KeptAnswer:
    return (
        current()
        .scalars(
            select(KeptAnswer).where(
                KeptAnswer.person_id == person_id, KeptAnswer.idempotency_key == key
            )
        )
        .one()
    )


def _kept(person_id: int, key: str, fingerprint: str) -> Response:
    row = _row(person_id, key)
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused()
    response = Response(row.body, row.status)
    response.headers.update(row.headers)
    response.headers["Idempotent-Replayed"] = "true"
    return response
