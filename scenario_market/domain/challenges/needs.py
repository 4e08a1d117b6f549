"""Open calls as the matching engine takes them. Their conditions are no part of it: see ``sifting.py``."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.demands.needs import sharpeners
from scenario_market.domain.matching.profile import Need
from scenario_market.domain.parties.control import groups, relating, sides
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.postings import needs

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


IS_OPEN = Challenge.state == ChallengeState.OPEN


def need_of(session: Session, challenge_id: int) -> Need | None:
    """The open call as a need; None where it takes no bids."""
    return next(
        _needs(session, needs.row_of(session, QUERY, Challenge, challenge_id, IS_OPEN)), None
    )


def open_needs(session: Session) -> Iterator[Need]:
    """All open calls, in the order of their keys, streamed."""
    for rows in needs.rows_of(session, QUERY, Challenge, IS_OPEN):
        yield from _needs(session, rows)


def _needs(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Need]:
    owners = {row.owner_organisation_id for row in rows}
    above = sides(session, owners)
    tops = relating(session, {key for keys in above.values() for key in keys})
    under = groups(session, owners | tops)
    sharpened = [row.demand_id for row in rows if row.demand_id is not None]
    sharpened_by = sharpeners(session, sharpened)
    for row in rows:
        owner_id = row.owner_organisation_id
        families = (under[top] for top in above[owner_id] & tops)
        barred = () if row.rules["sharpener_may_bid"] else sharpened_by.get(row.demand_id, ())
        yield needs.need(
            row,
            body=body(row),
            version=row.content_number,
            organisations=under[owner_id].union(above[owner_id], *families),
            providers=frozenset(barred),
        )


def body(row: Any) -> str:
    """The text that is compared: background, content and what is measured."""
    return needs.body(row.background, row.content, metrics=row.metrics)
