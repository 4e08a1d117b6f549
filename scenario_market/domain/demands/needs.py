"""Open demands as the matching engine takes them: plain values, read set-wise and streamed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from scenario_market.domain.demands.models import Demand, Sharpening
from scenario_market.domain.demands.states import OPEN
from scenario_market.domain.matching.profile import CertificateRequirement, Need
from scenario_market.domain.parties.control import groups
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.postings import needs

COLUMNS = (
    Demand.id,
    Demand.number,
    Demand.public_number,
    Demand.owner_organisation_id,
    Demand.title,
    Demand.background,
    Demand.problem,
    Demand.pain_points,
    Demand.content,
    Demand.metrics,
    Demand.domain,
    Demand.industries,
    Demand.service_types,
    Demand.district,
    Demand.place,
    Demand.chain,
    Demand.requirements,
    Demand.accepts_consortium,
    Organisation.name.label("owner_name"),
)
QUERY = select(*COLUMNS).outerjoin(Organisation, Organisation.id == Demand.owner_organisation_id)


IS_OPEN = Demand.state.in_(sorted(OPEN))


def need_of(session: Session, demand_id: int) -> Need | None:
    """The open demand as a need; None where it takes no answers."""
    return next(_needs(session, needs.row_of(session, QUERY, Demand, demand_id, IS_OPEN)), None)


def open_needs(session: Session) -> Iterator[Need]:
    """All demands that take answers, in the order of their keys, streamed."""
    for rows in needs.rows_of(session, QUERY, Demand, IS_OPEN):
        yield from _needs(session, rows)


def sharpeners(session: Session, demand_ids: Sequence[int]) -> Mapping[int, set[int]]:
    """Keys of the providers who sharpened each of these demands, now or before."""
    query = select(Sharpening.demand_id, Sharpening.provider_id).where(
        Sharpening.demand_id.in_(demand_ids)
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for demand_id, provider_id in session.execute(query) if demand_ids else ():
        found[demand_id].add(provider_id)
    return found


def _needs(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Need]:
    owned = {row.owner_organisation_id for row in rows if row.owner_organisation_id is not None}
    under = groups(session, owned)
    sharpened_by = sharpeners(session, [row.id for row in rows])
    for row in rows:
        excluded = under.get(row.owner_organisation_id, frozenset())
        yield _need(row, excluded, frozenset(sharpened_by.get(row.id, ())))


def _need(row: Row[Any], organisations: frozenset[int], providers: frozenset[int]) -> Need:
    asked = row.requirements or {}
    return needs.need(
        row,
        body=body(row),
        version=row.public_number,
        organisations=organisations,
        providers=providers,
        required_honours=frozenset(asked.get("honours", ())),
        required_certificates=tuple(
            CertificateRequirement(item["code"], item["level"])
            for item in asked.get("certificates", ())
        ),
        required_categories=frozenset(asked.get("categories", ())),
        allowed_districts=frozenset(asked.get("districts", ())),
    )


def body(row: Any) -> str:
    """The text that is compared: problem, background, content and what is measured."""
    problem = row.pain_points or row.problem
    return needs.body(problem, row.background, row.content, metrics=row.metrics)
