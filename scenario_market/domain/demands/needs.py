"""Open demands as the matching engine takes them: plain values, read set-wise and streamed."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from scenario_market.domain.demands.models import Demand, Sharpening
from scenario_market.domain.demands.states import OPEN
from scenario_market.domain.matching.profile import CertificateRequirement, Need
from scenario_market.domain.parties.control import groups
from scenario_market.domain.parties.models import Organisation

BATCH = 500
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


def need_of(session: Session, demand_id: int) -> Need | None:
    """The open demand as a need; None where it takes no answers."""
    row = session.execute(
        QUERY.where(Demand.id == demand_id, Demand.state.in_(sorted(OPEN)))
    ).one_or_none()
    return next(_needs(session, [row])) if row is not None else None


def open_needs(session: Session) -> Iterator[Need]:
    """All demands that take answers, in the order of their keys; in memory stand at most ``BATCH`` rows at a time."""
    keys = session.scalars(
        select(Demand.id).where(Demand.state.in_(sorted(OPEN))).order_by(Demand.id)
    ).all()
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        rows = session.execute(QUERY.where(Demand.id.in_(some)).order_by(Demand.id)).all()
        yield from _needs(session, rows)


def _needs(session: Session, rows: Sequence[Row[Any]]) -> Iterator[Need]:
    owned = {row.owner_organisation_id for row in rows if row.owner_organisation_id is not None}
    under = groups(session, owned)
    sharpeners: dict[int, set[int]] = {}
    query = select(Sharpening.demand_id, Sharpening.provider_id).where(
        Sharpening.demand_id.in_([row.id for row in rows])
    )
    for demand_id, provider_id in session.execute(query):
        sharpeners.setdefault(demand_id, set()).add(provider_id)
    for row in rows:
        excluded = under.get(row.owner_organisation_id, frozenset())
        yield _need(row, excluded, frozenset(sharpeners.get(row.id, ())))


def _need(row: Row[Any], organisations: frozenset[int], providers: frozenset[int]) -> Need:
    asked = row.requirements or {}
    return Need(
        id=row.id,
        key=row.number or "",
        title=row.title,
        body=body(row),
        version=row.public_number,
        domains=frozenset([row.domain] if row.domain else []),
        industries=frozenset(row.industries),
        service_types=frozenset(row.service_types),
        districts=frozenset([row.district] if row.district else []),
        chain=row.chain,
        required_honours=frozenset(asked.get("honours", ())),
        required_certificates=tuple(
            CertificateRequirement(item["code"], item["level"])
            for item in asked.get("certificates", ())
        ),
        required_categories=frozenset(asked.get("categories", ())),
        allowed_districts=frozenset(asked.get("districts", ())),
        accepts_consortium=row.accepts_consortium,
        excluded_organisation_ids=organisations,
        excluded_provider_ids=providers,
        names=tuple(name for name in (row.owner_name, row.place) if name),
    )


def body(row: Any) -> str:
    """The text that is compared: problem, background, content and what is measured."""
    measured = " ".join(f"{m['name']} {m.get('unit') or ''}".strip() for m in row.metrics)
    parts = (row.pain_points or row.problem, row.background, row.content, measured)
    return "\n".join(part for part in parts if part)
