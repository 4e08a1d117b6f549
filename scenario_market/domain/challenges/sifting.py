"""Which providers of the pool meet the conditions of a call: read for a thousand at a time, judged in memory.

What no condition says (owner, sharpener, standing in the pool) the engine has looked at already.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.bidders import Answer, Bidder, Held, judge_conditions
from scenario_market.domain.challenges.eligibility import call_of
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.domain.providers.states import IN_POOL

FIRST, BATCH = 128, 1_000


def sieve(
    session: Session, challenge_id: int, today: date
) -> Callable[[Sequence[int]], Iterator[tuple[int, list[Answer]]]] | None:
    """What asks providers for the conditions of a call; None where it has none.

    It answers provider by provider, in the given order: a few at first, then up to a thousand by two statements, and no
    further than the caller asks: mostly the best are enough.
    """
    challenge = session.get(Challenge, challenge_id)
    if challenge is None or not challenge.eligibility:
        return None
    call = call_of(challenge)

    def answers(provider_ids: Sequence[int]) -> Iterator[tuple[int, list[Answer]]]:
        start, size = 0, FIRST
        while start < len(provider_ids):
            some = provider_ids[start : start + size]
            start, size = start + size, min(2 * size, BATCH)
            found = bidders(session, some)
            for key in some:
                if key in found:
                    yield key, judge_conditions(call, [found[key]], today=today)

    return answers


def judge(
    session: Session, provider_ids: Sequence[int], today: date
) -> Callable[[int, int], list[Answer]]:
    """What asks any of these providers, by its key, for the conditions of any open call, by the call's key."""
    rows = session.scalars(select(Challenge).where(Challenge.state == ChallengeState.OPEN))
    calls = {row.id: call_of(row) for row in rows}
    held = all_bidders(session, provider_ids)
    return lambda challenge_id, provider_id: judge_conditions(
        calls[challenge_id], [held[provider_id]], today=today
    )


def all_bidders(session: Session, provider_ids: Sequence[int]) -> dict[int, Bidder]:
    """What the books say of any number of providers, a thousand at a time."""
    found: dict[int, Bidder] = {}
    for start in range(0, len(provider_ids), BATCH):
        found |= bidders(session, provider_ids[start : start + BATCH])
    return found


def bidders(session: Session, provider_ids: Sequence[int]) -> dict[int, Bidder]:
    """What the books say of these providers that a condition may ask for, by the provider's key."""
    held: dict[int, list[Held]] = {}
    papers = select(
        Credential.provider_id,
        Credential.kind,
        Credential.code,
        Credential.level,
        Credential.expires_on,
    ).where(Credential.provider_id.in_(provider_ids))
    for provider_id, kind, code, level, expires_on in session.execute(papers):
        held.setdefault(provider_id, []).append(Held(kind, code, level, expires_on))
    rows = session.execute(
        select(
            Provider.id,
            Provider.organisation_id,
            Provider.state,
            Provider.categories,
            Organisation.district,
            Organisation.size_class,
            Organisation.owner_type,
        )
        .join(Organisation, Organisation.id == Provider.organisation_id)
        .where(Provider.id.in_(provider_ids))
    )
    return {
        row.id: Bidder(
            organisation_id=row.organisation_id,
            in_pool=row.state in IN_POOL,
            district=row.district,
            size_class=row.size_class,
            owner_type=row.owner_type,
            categories=frozenset(row.categories),
            held=tuple(held.get(row.id, ())),
        )
        for row in rows
    }


def stored(answer: Answer) -> dict[str, Any]:
    """An answer as JSON, without what only the database's keys would tell."""
    kept = asdict(answer)
    del kept["organisation_ids"]
    for one in kept["lacking"]:
        one["expired_on"] = one["expired_on"].isoformat() if one["expired_on"] else None
    return kept


def with_answers(explanation: str, answers: Sequence[Answer]) -> str:
    """The stored explanation of a match with the answers to the call's conditions, as JSON text on one line."""
    told = json.dumps([stored(one) for one in answers], ensure_ascii=False, separators=(",", ":"))
    return f'{explanation[:-1]},"answers":{told}}}'


def fits(answers: Sequence[Answer]) -> bool:
    return all(one.passed for one in answers)
