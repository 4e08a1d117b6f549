"""Suggesting partners for a consortium: read for many at once, from the matches of a call. An opt-out holds at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.complement import Candidate, Partner, Seeker, suggest
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.sifting import all_bidders
from scenario_market.domain.matching.call_records import ChallengeMatch
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.providers.models import Provider
from scenario_market.domain.providers.states import IN_POOL

LOOKED_AT = 100  # of a call, the best so many who agreed to be found

Pair = tuple[int, int]  # call, organisation


@dataclass(frozen=True)
class Found:
    """A provider's match with a call, as a notice or a page needs it."""

    explanation: dict[str, Any]
    partners: list[Partner]


def of_pairs(session: Session, pairs: Collection[Pair], *, today: date) -> dict[Pair, Found]:
    """The matches of calls with organisations, and the partners suggested to each. Statements do not grow with them.

    Partners are suggested where the call accepts consortia, to who agreed to be found.
    """
    if not pairs:
        return {}
    rows = session.execute(_matches(pairs)).all()
    seeking = {row.challenge_id for row in rows if row.is_findable and row.accepts_consortium}
    candidates = _candidates(session, seeking) if seeking else {}
    found = {}
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
        found[row.challenge_id, row.organisation_id] = Found(row.explanation, partners)
    return found


def _matches(pairs: Collection[Pair]) -> Any:
    return (
        select(
            ChallengeMatch.challenge_id,
            ChallengeMatch.explanation,
            Provider.organisation_id,
            Provider.service_types,
            Provider.is_findable,
            Challenge.service_types.label("wanted"),
            Challenge.accepts_consortium,
        )
        .join(Provider, Provider.id == ChallengeMatch.provider_id)
        .join(Challenge, Challenge.id == ChallengeMatch.challenge_id)
        .where(
            tuple_(ChallengeMatch.challenge_id, Provider.organisation_id).in_(sorted(set(pairs)))
        )
    )


def _candidates(session: Session, challenge_ids: Collection[int]) -> dict[int, list[Candidate]]:
    """Of each call the best who agreed to be found and stand in the pool, verified."""
    place = func.row_number().over(
        partition_by=ChallengeMatch.challenge_id,
        order_by=(ChallengeMatch.score_milli.desc(), ChallengeMatch.id),
    )
    ranked = (
        select(
            ChallengeMatch.challenge_id,
            ChallengeMatch.provider_id,
            Organisation.name,
            Provider.service_types,
            place.label("place"),
        )
        .join(Provider, Provider.id == ChallengeMatch.provider_id)
        .join(Organisation, Organisation.id == Provider.organisation_id)
        .where(
            ChallengeMatch.challenge_id.in_(sorted(challenge_ids)),
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
