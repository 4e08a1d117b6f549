"""Suggesting partners for a consortium: read for many at once, from the matches of a call. An opt-out holds at once."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access
from scenario_market.domain.challenges.complement import Candidate, Partner, Seeker, suggest
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.sifting import all_bidders
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.matching.records import Match
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.permissions import require
from scenario_market.domain.providers.models import Provider
from scenario_market.domain.providers.states import IN_POOL

KIND = "challenge"
LOOKED_AT = 100  # of a call, the best so many who agreed to be found

Pair = tuple[int, int]  # call, organisation


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
    found = of_pairs(session, [pair], today=city.day(now))
    if pair not in found:
        raise NotFound(kind="match")
    return found[pair]


def of_pairs(
    session: Session, pairs: Collection[Pair], *, today: date
) -> dict[Pair, list[Partner]]:
    """The partners suggested to organisations that were matched with calls. Statements do not grow with them.

    Partners are suggested where the call accepts consortia, to who agreed to be found.
    """
    if not pairs:
        return {}
    rows = session.execute(_matches(pairs)).all()
    seeking = {row.challenge_id for row in rows if row.is_findable and row.accepts_consortium}
    candidates = _candidates(session, seeking) if seeking else {}
    found: dict[Pair, list[Partner]] = {}
    for row in rows:
        partners: list[Partner] = []
        if row.is_findable and row.accepts_consortium:
            seeker = Seeker(
                row.organisation_id,
                frozenset(row.service_types),
                row.explanation.get("answers", ()),
            )
            among = candidates.get(row.challenge_id, [])
            partners = suggest(seeker, row.wanted, among, today=today)
        found[row.challenge_id, row.organisation_id] = partners
    return found


def _matches(pairs: Collection[Pair]) -> Any:
    return (
        select(
            Match.subject_id.label("challenge_id"),
            Match.explanation,
            Provider.organisation_id,
            Provider.service_types,
            Provider.is_findable,
            Challenge.service_types.label("wanted"),
            Challenge.accepts_consortium,
        )
        .join(Provider, Provider.id == Match.provider_id)
        .join(Challenge, Challenge.id == Match.subject_id)
        .where(
            Match.subject_kind == KIND,
            tuple_(Match.subject_id, Provider.organisation_id).in_(sorted(set(pairs))),
        )
    )


def _candidates(session: Session, challenge_ids: Collection[int]) -> dict[int, list[Candidate]]:
    """Of each call the best who agreed to be found and stand in the pool, verified."""
    place = func.row_number().over(
        partition_by=Match.subject_id,
        order_by=(Match.score_milli.desc(), Match.id),
    )
    ranked = (
        select(
            Match.subject_id.label("challenge_id"),
            Match.provider_id,
            Organisation.name,
            Provider.service_types,
            place.label("place"),
        )
        .join(Provider, Provider.id == Match.provider_id)
        .join(Organisation, Organisation.id == Provider.organisation_id)
        .where(
            Match.subject_kind == KIND,
            Match.subject_id.in_(sorted(challenge_ids)),
            Provider.is_findable,
            Provider.state.in_(sorted(IN_POOL)),
            Organisation.state == Verification.VERIFIED,
        )
        .subquery()
    )
    query = select(ranked).where(ranked.c.place <= LOOKED_AT)
    rows = session.execute(query.order_by(ranked.c.challenge_id, ranked.c.place)).all()
    bidders = all_bidders(session, [row.provider_id for row in rows])
    found: dict[int, list[Candidate]] = {}
    for row in rows:
        one = Candidate(row.name, bidders[row.provider_id], frozenset(row.service_types))
        found.setdefault(row.challenge_id, []).append(one)
    return found
