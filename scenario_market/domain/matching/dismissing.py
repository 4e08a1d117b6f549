"""「不适合我」: a provider's word on a match. The match stays; the provider is not told of the demand or call again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotPermitted
from scenario_market.domain.matching.events import MatchDismissed
from scenario_market.domain.matching.queries import match_of
from scenario_market.domain.matching.records import Dismissal, Match
from scenario_market.domain.permissions import require
from scenario_market.domain.providers.models import Provider

SCOPE = "offers"
TEXT_LIMIT = 500


def dismiss(
    session: Session,
    match_id: int,
    *,
    reason_code: str,
    reason_text: str = "",
    actor: Actor,
    now: datetime,
    city: City,
) -> Dismissal:
    """Say that a matched demand or call is not for the provider, and why. It may answer or bid all the same.

    :raises NotFound: there is no such match, or it is another provider's.
    :raises NotPermitted: the actor's mandate for the provider's organisation does not cover answers.
    :raises Invalid: the reason is unknown, or "other" without a word.
    :raises AlreadyDone: it was said before.
    """
    require(actor, "match.dismiss")
    match_of(session, match_id, actor=actor)
    match = lifecycle.lock(session, Match, match_id)
    if not actor.acts_for(session.get_one(Provider, match.provider_id).organisation_id, SCOPE):
        raise NotPermitted(permission="match.dismiss", scope=SCOPE)
    _check_reason(reason_code, reason_text, city)
    if _is_dismissed(session, match):
        raise AlreadyDone("match_dismissed")
    row = Dismissal(
        subject_kind=match.subject_kind,
        subject_id=match.subject_id,
        provider_id=match.provider_id,
        reason_code=reason_code,
        reason_text=reason_text.strip(),
        by_id=actor.person_id,
        at=now,
    )
    session.add(row)
    fact = MatchDismissed(
        subject_id=match.id,
        of_kind=match.subject_kind,
        of_id=match.subject_id,
        provider_id=match.provider_id,
        reason_code=reason_code,
    )
    outbox.record(session, fact, actor=actor, now=now)
    session.flush()
    return row


def _check_reason(code: str, text: str, city: City) -> None:
    """A reason of the list ``not_for_me``; "other" owes a word.

    :raises Invalid: names what is wrong.
    """
    errors = []
    known = [entry.code for entry in city.codes["not_for_me"]]
    if code not in known:
        errors.append(FieldError("reason_code", "unknown_code", {"known": known}))
    if code == "other" and not text.strip():
        errors.append(FieldError("reason_text", "required"))
    if len(text) > TEXT_LIMIT:
        errors.append(FieldError("reason_text", "too_long", {"limit": TEXT_LIMIT}))
    if errors:
        raise Invalid(*errors)


def _is_dismissed(session: Session, match: Match) -> bool:
    said = select(Dismissal.id).where(
        Dismissal.subject_kind == match.subject_kind,
        Dismissal.subject_id == match.subject_id,
        Dismissal.provider_id == match.provider_id,
    )
    return session.scalar(said) is not None
