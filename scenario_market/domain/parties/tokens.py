"""API tokens: shown once, kept as hashes, limited to permissions and time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError, Invalid, NotFound
from scenario_market.domain.parties import events, secrets
from scenario_market.domain.parties.models import ApiToken, Person
from scenario_market.domain.permissions import PERMISSIONS, allowed, require, require_session

PREFIX = "smt_"  # so that scanners of code and logs can tell a leaked one
USE_NOTED_EVERY = timedelta(hours=1)
# A token never makes tokens: a stolen one could outlive its own end.
SESSION_ONLY = frozenset({"token.manage", "role.grant", "person.disable", "system"})


def hold(session: Session, *, actor: Actor) -> None:
    """Lock the person before a token is made. Find the actor afresh then: a password that is being changed at this
    moment ends his session, and a token made beside it would outlive that.

    :raises NotPermitted: ``needs_session``.
    """
    _require_session(actor)
    lifecycle.lock(session, Person, actor.person_id or 0)


def issue(
    session: Session,
    *,
    name: str,
    scopes: Iterable[str],
    days: int | None = None,
    actor: Actor,
    now: datetime,
    city: City,
) -> tuple[ApiToken, str]:
    """Make a token for some of the permissions that the person's roles open now; what he loses, it loses.

    The caller has locked the person and found the actor behind that lock (see :func:`hold`).

    :param days: until it expires; by default and at most policy ``account.token_days``.
    :returns: the row and the token, which nobody can read again.
    :raises Invalid: names every scope that is unknown or not his.
    :raises NotPermitted: ``needs_session``: a token makes no tokens.
    """
    _require_session(actor)
    assert actor.person_id is not None
    longest = city.policy["account"]["token_days"]
    wanted = sorted(set(scopes))
    _check(wanted, name, days, actor=actor, longest=longest)
    token = PREFIX + secrets.new_token()
    row = ApiToken(
        token_hash=secrets.token_hash(token),
        hint=token[:8],
        name=name.strip(),
        person_id=actor.person_id,
        scopes=wanted,
        created_at=now,
        expires_at=now + timedelta(days=days or longest),
    )
    session.add(row)
    session.flush()
    event = events.TokenIssued(subject_id=actor.person_id, token_id=row.id)
    outbox.record(session, event, actor=actor, now=now)
    return row, token


def _check(
    wanted: Sequence[str], name: str, days: int | None, *, actor: Actor, longest: int
) -> None:
    errors = [
        FieldError(f"scopes.{n}", "scope_not_held", {"value": scope})
        for n, scope in enumerate(wanted)
        if scope not in PERMISSIONS or scope in SESSION_ONLY or not allowed(actor, scope)
    ]
    if not wanted:
        errors.append(FieldError("scopes", "required"))
    if not name.strip() or len(name) > 80:
        errors.append(FieldError("name", "length", {"least": 1, "longest": 80}))
    if days is not None and not 1 <= days <= longest:
        errors.append(FieldError("days", "between", {"least": 1, "most": longest}))
    if errors:
        raise Invalid(*errors)


def revoke(session: Session, *, token_id: int, actor: Actor, now: datetime) -> ApiToken:
    """Revoke one of one's own tokens, at once; harmless to repeat.

    :raises NotFound: it is another person's.
    """
    _require_session(actor)
    row = session.get(ApiToken, token_id)
    if row is None or row.person_id != actor.person_id:
        raise NotFound(kind="api_token")
    row = lifecycle.lock(session, ApiToken, token_id)
    if row.revoked_at is None:
        row.revoked_at = now
        event = events.TokenRevoked(subject_id=row.person_id, token_id=row.id)
        outbox.record(session, event, actor=actor, now=now)
    return row


def revoke_all(
    session: Session, person_id: int, *, cause: str, actor: Actor, now: datetime
) -> Sequence[ApiToken]:
    """Revoke every live token of a **locked** person in one statement; for commands that have checked who may.

    :param cause: ``password`` or ``disabled``.
    :returns: the tokens that opened something until now, oldest first.
    """
    query = (
        update(ApiToken)
        .where(
            ApiToken.person_id == person_id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
        )
        .values(revoked_at=now)
        .returning(ApiToken)
        .execution_options(populate_existing=True)
    )
    revoked = sorted(session.scalars(query).all(), key=lambda row: row.id)
    if revoked:
        ids = tuple(row.id for row in revoked)
        event = events.TokensRevoked(subject_id=person_id, token_ids=ids, cause=cause)
        outbox.record(session, event, actor=actor, now=now)
    return revoked


def note_use(session: Session, token_id: int, *, now: datetime) -> None:
    """Note when a token was last used, to the hour. A trace for its owner, not a fact of the market: no event."""
    session.execute(
        update(ApiToken)
        .where(
            ApiToken.id == token_id,
            or_(
                ApiToken.last_used_at.is_(None),
                ApiToken.last_used_at <= now - USE_NOTED_EVERY,
            ),
        )
        .values(last_used_at=now)
        .execution_options(synchronize_session=False)
    )


def _require_session(actor: Actor) -> None:
    require_session(actor)
    require(actor, "token.manage")
