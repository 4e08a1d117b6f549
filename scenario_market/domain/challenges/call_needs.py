"""Open calls as the matching engine takes them. Their conditions are no part of it: see ``sifting.py``."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.demands.models import Sharpening
from scenario_market.domain.matching.profile import Need
from scenario_market.domain.parties.control import groups, relating, sides
from scenario_market.domain.parties.models import Organisation

BATCH = 500
COLUMNS = (
    Challenge.id,
    Challenge.number,
    Challenge.content_number,
    Challenge.demand_id,
    Challenge.owner_organisation_id,
    Challenge.rules,
    Challenge.title,
    Challenge.background,
    Challenge.content,
    Challenge.metrics,
    Challenge.domain,
    Challenge.industries,
    Challenge.service_types,
    Challenge.district,
    Challenge.place,
    Challenge.chain,
    Challenge.eligibility,
    Challenge.accepts_consortium,
    Organisation.name.label("owner_name"),
)
QUERY = select(*COLUMNS).join(Organisation, Organisation.id == Challenge.owner_organisation_id)


def need_of(session: Session, challenge_id: int) -> Need | None:
    """The open call as a need; None where it takes no bids."""
    row = session.execute(
        QUERY.where(Challenge.id == challenge_id, Challenge.state == ChallengeState.OPEN)
    ).one_or_none()
    return next(_needs(session, [row])) if row is not None else None


def open_needs(session: Session) -> Iterator[Need]:
    """All open calls, in the order of their keys; in memory stand at most ``BATCH`` rows at a time."""
    keys = session.scalars(
        select(Challenge.id).where(Challenge.state == ChallengeState.OPEN).order_by(Challenge.id)
    ).all()
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        rows = session.execute(QUERY.where(Challenge.id.in_(some)).order_by(Challenge.id)).all()
        yield from _needs(session, rows)


def _needs(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Need]:
    owners = {row.owner_organisation_id for row in rows}
    above = sides(session, owners)
    tops = relating(session, {key for keys in above.values() for key in keys})
    under = groups(session, owners | tops)
    sharpened = [row.demand_id for row in rows if row.demand_id is not None]
    sharpeners: dict[int, set[int]] = {}
    query = select(Sharpening.demand_id, Sharpening.provider_id).where(
        Sharpening.demand_id.in_(sharpened)
    )
    for demand_id, provider_id in session.execute(query) if sharpened else ():
        sharpeners.setdefault(demand_id, set()).add(provider_id)
    for row in rows:
        owner_id = row.owner_organisation_id
        families = (under[top] for top in above[owner_id] & tops)
        related = under[owner_id].union(above[owner_id], *families)
        barred = () if row.rules["sharpener_may_bid"] else sharpeners.get(row.demand_id, ())
        yield _need(row, related, frozenset(barred))


def _need(row: Row[Any], organisations: frozenset[int], providers: frozenset[int]) -> Need:
    return Need(
        id=row.id,
        key=row.number or "",
        title=row.title,
        body=body(row),
        version=row.content_number,
        domains=frozenset([row.domain] if row.domain else []),
        industries=frozenset(row.industries),
        service_types=frozenset(row.service_types),
        districts=frozenset([row.district] if row.district else []),
        chain=row.chain,
        accepts_consortium=row.accepts_consortium,
        excluded_organisation_ids=organisations,
        excluded_provider_ids=providers,
        names=tuple(name for name in (row.owner_name, row.place) if name),
    )


def body(row: Any) -> str:
    """The text that is compared: background, content and what is measured."""
    measured = " ".join(f"{m['name']} {m.get('unit') or ''}".strip() for m in row.metrics)
    return "\n".join(part for part in (row.background, row.content, measured) if part)
