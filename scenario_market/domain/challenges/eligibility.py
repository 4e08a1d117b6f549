"""Who may bid on a call: the books read for some organisations, and one answer per rule. Before a line is written.

Whether an organisation is in the pool decides on who is told, not on who may bid; being suspended or removed from it
for cause excludes, as long as it stands.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.challenges import access
from scenario_market.domain.challenges.bidders import Answer, Bidder, Call, Held, judge
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.demands.models import Sharpening
from scenario_market.domain.errors import NotFound
from scenario_market.domain.parties.control import relating, sides
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.permissions import require
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.domain.providers.states import IN_POOL, ProviderState

EXCLUDED = frozenset({ProviderState.SUSPENDED, ProviderState.REMOVED})


def answers(
    session: Session,
    challenge: Challenge,
    organisation_ids: Sequence[int],
    *,
    now: datetime,
    city: City,
) -> list[Answer]:
    """Whether these organisations may bid together: an answer for each rule of the call, the fixed ones first.

    Four statements, one more where somebody controls both sides, however many organisations and rules.

    :param organisation_ids: the organisations of one bid, the lead first.
    :raises NotFound: one of them is not in the books.
    """
    found = bidders(session, challenge, organisation_ids)
    return judge(call_of(challenge), found, today=city.day(now))


def call_of(challenge: Challenge) -> Call:
    """What of the call decides on who may bid."""
    return Call(
        conditions=challenge.eligibility,
        accepts_consortium=challenge.accepts_consortium,
        consortium_max=challenge.rules["consortium_max"],
        sharpener_may_bid=challenge.rules["sharpener_may_bid"],
    )


def bidders(
    session: Session, challenge: Challenge, organisation_ids: Sequence[int]
) -> list[Bidder]:
    """What the books say of these organisations, in their order."""
    keys = list(dict.fromkeys(organisation_ids))
    rows = {row.id: row for row in session.execute(_organisations(challenge, keys))}
    if len(rows) < len(keys):
        raise NotFound(kind="organisation")
    owner_id = challenge.owner_organisation_id
    above = sides(session, [*keys, owner_id])
    shared = {one for key in keys for one in above[key]} & above[owner_id] - {owner_id}
    common = relating(session, shared) if shared else frozenset()
    held: dict[int, list[Held]] = {}
    papers = (
        select(
            Provider.organisation_id,
            Credential.kind,
            Credential.code,
            Credential.level,
            Credential.expires_on,
        )
        .join(Credential, Credential.provider_id == Provider.id)
        .where(Provider.organisation_id.in_(keys))
    )
    for organisation_id, kind, code, level, expires_on in session.execute(papers):
        held.setdefault(organisation_id, []).append(Held(kind, code, level, expires_on))
    return [
        _bidder(rows[key], _relation(key, owner_id, above, common), tuple(held.get(key, ())))
        for key in keys
    ]


def _organisations(challenge: Challenge, keys: Sequence[int]) -> Any:
    sharpened = exists().where(
        Sharpening.demand_id == challenge.demand_id, Sharpening.provider_id == Provider.id
    )
    return (
        select(
            Organisation.id,
            Organisation.state.label("verification"),
            Organisation.district,
            Organisation.size_class,
            Organisation.owner_type,
            Provider.state,
            Provider.categories,
            sharpened.label("has_sharpened"),
        )
        .outerjoin(Provider, Provider.organisation_id == Organisation.id)
        .where(Organisation.id.in_(keys))
    )


def _relation(
    key: int, owner_id: int, above: dict[int, frozenset[int]], common: frozenset[int]
) -> str | None:
    if key == owner_id:
        return "same"
    if owner_id in above[key]:
        return "controlled"
    if key in above[owner_id]:
        return "controls"
    return "sister" if above[key] & common else None


def _bidder(row: Any, relation: str | None, held: tuple[Held, ...]) -> Bidder:
    return Bidder(
        organisation_id=row.id,
        is_verified=row.verification == Verification.VERIFIED,
        relation=relation,
        is_excluded=row.state in EXCLUDED,
        has_sharpened=bool(row.has_sharpened),
        in_pool=row.state in IN_POOL,
        district=row.district,
        size_class=row.size_class,
        owner_type=row.owner_type,
        categories=frozenset(row.categories or ()),
        held=held,
    )


def self_test(
    session: Session,
    challenge_id: int,
    *,
    organisation_id: int,
    actor: Actor,
    now: datetime,
    city: City,
) -> list[Answer]:
    """An organisation of the actor's tests itself, alone, before it writes a line. Leaves no trace.

    :raises NotFound: no such public call, or the actor does not act for the organisation.
    """
    require(actor, "challenge.test")
    if organisation_id not in actor.mandates:
        raise NotFound(kind="organisation")
    query = select(Challenge).where(Challenge.id == challenge_id, access.published())
    challenge = session.scalar(query)
    if challenge is None:
        raise NotFound(kind="challenge")
    return answers(session, challenge, [organisation_id], now=now, city=city)
