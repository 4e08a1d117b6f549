"""「不适合我」 of a call: the match stays; the provider is not told of the call again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import lifecycle, outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, NotPermitted
from scenario_market.domain.matching.call_queries import match_of
from scenario_market.domain.matching.call_records import ChallengeDismissal, ChallengeMatch
from scenario_market.domain.matching.dismissing import SCOPE, check_reason
from scenario_market.domain.matching.events import ChallengeMatchDismissed
from scenario_market.domain.permissions import require
from scenario_market.domain.providers.models import Provider


def dismiss(
    session: Session,
    match_id: int,
    *,
    reason_code: str,
    reason_text: str = "",
    actor: Actor,
    now: datetime,
    city: City,
) -> ChallengeDismissal:
    """Say that a call is not for the provider, and why. It may bid all the same.

    :raises NotFound: there is no such match, or it is another provider's.
    :raises NotPermitted: the actor's mandate for the provider's organisation does not cover answers.
    :raises Invalid: the reason is unknown, or "other" without a word.
    :raises AlreadyDone: it was said before.
    """
    require(actor, "match.dismiss")
    match_of(session, match_id, actor=actor)
    match = lifecycle.lock(session, ChallengeMatch, match_id)
    organisation_id = session.scalars(
        select(Provider.organisation_id).where(Provider.id == match.provider_id)
    ).one()
    if not actor.acts_for(organisation_id, SCOPE):
        raise NotPermitted(permission="match.dismiss", scope=SCOPE)
    check_reason(reason_code, reason_text, city)
    _check_first(session, match)
    row = ChallengeDismissal(
        challenge_id=match.challenge_id,
        provider_id=match.provider_id,
        reason_code=reason_code,
        reason_text=reason_text.strip(),
        by_id=actor.person_id,
        at=now,
    )
    session.add(row)
    fact = ChallengeMatchDismissed(
        subject_id=match.id,
        challenge_id=match.challenge_id,
        provider_id=match.provider_id,
        reason_code=reason_code,
    )
    outbox.record(session, fact, actor=actor, now=now)
    session.flush()
    return row


def _check_first(session: Session, match: ChallengeMatch) -> None:
    said = select(ChallengeDismissal.id).where(
        ChallengeDismissal.challenge_id == match.challenge_id,
        ChallengeDismissal.provider_id == match.provider_id,
    )
    if session.scalar(said) is not None:
        raise AlreadyDone("match_dismissed")
