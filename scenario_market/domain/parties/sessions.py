"""Sessions as rows: the browser holds a random token, the row its hash. Ending the row signs out at once."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import NotFound
from scenario_market.domain.parties import events, secrets
from scenario_market.domain.parties.models import Person, SignIn
from scenario_market.domain.permissions import require, require_session


def begin(session: Session, person: Person, *, way: str, hours: int, now: datetime) -> str:
    """Begin a session for whoever has just proven to be the person.

    :param way: ``code``, ``password`` or ``oidc``.
    :returns: the token, which nobody can read again.
    """
    token = secrets.new_token()
    row = SignIn(
        token_hash=secrets.token_hash(token),
        person_id=person.id,
        created_at=now,
        expires_at=now + timedelta(hours=hours),
        way=way,
    )
    session.add(row)
    session.flush()
    event = events.SignedIn(subject_id=person.id, sign_in_id=row.id, way=way)
    outbox.record(session, event, actor=Actor(person_id=person.id), now=now)
    return token


def sign_out(session: Session, *, token: str, now: datetime) -> None:
    """End the session of the token; harmless to repeat, and for an unknown token."""
    found = session.scalar(select(SignIn).where(SignIn.token_hash == secrets.token_hash(token)))
    if found is None or found.ended_at is not None:
        return
    found.ended_at = now
    _record(session, found.person_id, [found.id], "signed_out", Actor(found.person_id), now)


def end(session: Session, *, sign_in_id: int, actor: Actor, now: datetime) -> None:
    """End one of one's own sessions, for instance on a lost telephone.

    :raises NotFound: it is another person's.
    :raises NotPermitted: ``needs_session``: an API token shuts nobody out.
    """
    require(actor, "account.use")
    require_session(actor)
    row = session.get(SignIn, sign_in_id)
    if row is None or row.person_id != actor.person_id:
        raise NotFound(kind="sign_in")
    row = lifecycle.lock(session, SignIn, sign_in_id)
    if row.ended_at is None:
        row.ended_at = now
        _record(session, row.person_id, [row.id], "signed_out", actor, now)


def end_own(
    session: Session, *, keep_token: str | None = None, actor: Actor, now: datetime
) -> list[int]:
    """End all of one's own sessions, but that of ``keep_token``."""
    require(actor, "account.use")
    require_session(actor)
    return end_all(
        session, actor.person_id or 0, cause="all", keep_token=keep_token, actor=actor, now=now
    )


def end_all(
    session: Session,
    person_id: int,
    *,
    cause: str,
    keep_token: str | None = None,
    actor: Actor,
    now: datetime,
) -> list[int]:
    """End every live session of a person in one statement; for commands that have checked who may.

    :returns: keys of the sessions that ended.
    """
    query = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if keep_token is not None:
        query = query.where(SignIn.token_hash != secrets.token_hash(keep_token))
    ended = sorted(session.scalars(query.values(ended_at=now).returning(SignIn.id)).all())
    if ended:
        _record(session, person_id, ended, cause, actor, now)
    return ended


def _record(
    session: Session, person_id: int, ids: list[int], cause: str, actor: Actor, now: datetime
) -> None:
    event = events.SignedOut(subject_id=person_id, sign_in_ids=tuple(ids), cause=cause)
    outbox.record(session, event, actor=actor, now=now)
