"""Reading the matches of calls: a provider its own, the owner who was found, the office all but its own rivals'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from scenario_market.domain import paging
from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access, partners, rivals
from scenario_market.domain.challenges.complement import Partner
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.matching.call_records import (
    ChallengeDismissal,
    ChallengeMatch,
    ChallengeRun,
)
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require, sees_all
from scenario_market.domain.providers.models import Provider

Reader = Literal["provider", "enterprise", "office"]


@dataclass(frozen=True)
class SeenCall:
    """A match with a call as its reader may see it. ``reader`` decides what is said of it: see ``texts.reasons``.

    :param dismissed: reason code of 「不适合我」, for the provider itself and the office.
    """

    match: ChallengeMatch
    reader: Reader
    title: str
    call_number: str | None
    state: str
    provider_name: str
    dismissed: str | None

    @property
    def id(self) -> int:
        return self.match.id


def match_of(session: Session, match_id: int, *, actor: Actor) -> SeenCall:
    """One match, for its provider and the office.

    :raises NotFound: there is none, or not for this actor.
    """
    require(actor, "match.explain")
    query = _matches().where(ChallengeMatch.id == match_id, _explained(session, actor))
    match = session.scalar(query)
    if match is None:
        raise NotFound(kind="match")
    return _seen(session, [match], actor)[0]


def of_provider(
    session: Session,
    *,
    actor: Actor,
    provider_id: int | None = None,
    open_only: bool = False,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[SeenCall]:
    """Matches of the actor's own providers (or, for the office, of all or one), newest first."""
    require(actor, "match.explain")
    query = _matches().where(_explained(session, actor))
    if provider_id is not None:
        query = query.where(ChallengeMatch.provider_id == provider_id)
    if open_only:
        query = query.where(Challenge.state == ChallengeState.OPEN)
    found = paging.page(session, query, ChallengeMatch.id, after=after, limit=limit)
    return paging.Page(_seen(session, found.rows, actor), found.after)


def of_challenge(
    session: Session,
    challenge_id: int,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> paging.Page[SeenCall]:
    """Who was found for a call, best first: for its owner, without points, and the office.

    :raises NotFound: there is no such call for this actor.
    """
    require(actor, "match.read")
    _call_for(session, challenge_id, actor)
    query = _matches().where(ChallengeMatch.challenge_id == challenge_id, _read(session, actor))
    found = paging.page(
        session, query, ChallengeMatch.score_milli, ChallengeMatch.id, after=after, limit=limit
    )
    return paging.Page(_seen(session, found.rows, actor), found.after)


def runs(session: Session, challenge_id: int, *, actor: Actor) -> Sequence[ChallengeRun]:
    """The last twenty runs of a call, newest first: under which policy, how many told, how many nearly fit.

    :raises NotFound: there is no such call for this actor.
    """
    require(actor, "match.read")
    _call_for(session, challenge_id, actor)
    newest = select(ChallengeRun).where(ChallengeRun.challenge_id == challenge_id)
    return session.scalars(newest.order_by(ChallengeRun.id.desc()).limit(20)).all()


def suggested(
    session: Session,
    challenge_id: int,
    *,
    organisation_id: int,
    actor: Actor,
    now: datetime,
    city: City,
) -> list[Partner]:
    """Partners for a consortium, for a provider of the actor's that agreed to be found itself; else none.

    :raises NotFound: the organisation was not found for the call, or is not the actor's.
    """
    require(actor, "match.explain")
    if organisation_id not in actor.mandates:
        raise NotFound(kind="organisation")
    readable: Any = select(Challenge.id).where(
        Challenge.id == challenge_id, access.readable(actor), access.published()
    )
    if session.scalar(readable) is None:
        raise NotFound(kind="challenge")
    pair = (challenge_id, organisation_id)
    found = partners.of_pairs(session, [pair], today=city.day(now))
    if pair not in found:
        raise NotFound(kind="match")
    return found[pair].partners


def _call_for(session: Session, challenge_id: int, actor: Actor) -> None:
    query = select(Challenge.id).where(Challenge.id == challenge_id)
    if not sees_all(actor):
        query = query.where(access.own(actor))
    if session.scalar(query) is None:
        raise NotFound(kind="challenge")


def _matches() -> Select[Any]:
    return (
        select(ChallengeMatch)
        .join(Provider, Provider.id == ChallengeMatch.provider_id)
        .join(Challenge, Challenge.id == ChallengeMatch.challenge_id)
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    return Provider.organisation_id.in_(actor.organisations)


def _explained(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Matches with their points: a provider's own; to the office all, but for rivals of whom an officer stands for."""
    own = _own(actor)
    return own | rivals.unrivalled(session, actor) if sees_all(actor) else own


def _read(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Matches of a call that the actor was found to read."""
    if sees_all(actor):
        return _own(actor) | rivals.unrivalled(session, actor)
    return access.own(actor)


def _seen(session: Session, matches: Sequence[ChallengeMatch], actor: Actor) -> list[SeenCall]:
    """With the names to show: one statement for all."""
    said = (ChallengeDismissal.challenge_id == ChallengeMatch.challenge_id) & (
        ChallengeDismissal.provider_id == ChallengeMatch.provider_id
    )
    rows = session.execute(
        select(
            ChallengeMatch.id,
            Provider.organisation_id,
            Organisation.name,
            Challenge.title,
            Challenge.number,
            Challenge.state,
            ChallengeDismissal.reason_code,
        )
        .select_from(ChallengeMatch)
        .join(Provider, Provider.id == ChallengeMatch.provider_id)
        .join(Organisation, Organisation.id == Provider.organisation_id)
        .join(Challenge, Challenge.id == ChallengeMatch.challenge_id)
        .outerjoin(ChallengeDismissal, said)
        .where(ChallengeMatch.id.in_([match.id for match in matches]))
    )
    about: Mapping[int, Any] = {row.id: row for row in rows}
    return [_shown(match, about[match.id], actor) for match in matches]


def _shown(match: ChallengeMatch, row: Any, actor: Actor) -> SeenCall:
    reader: Reader = "enterprise"
    if row.organisation_id in actor.mandates:
        reader = "provider"
    elif sees_all(actor):
        reader = "office"
    return SeenCall(
        match=match,
        reader=reader,
        title=row.title,
        call_number=row.number,
        state=row.state,
        provider_name=row.name,
        dismissed=row.reason_code if reader != "enterprise" else None,
    )
