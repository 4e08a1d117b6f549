"""Open postings as the matching engine takes them: read set-wise and streamed, told as plain values."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from scenario_market.domain.matching.profile import Need

BATCH = 500


def row_of(
    session: Session, query: Select[Any], model: Any, key: int, is_open: ColumnElement[bool]
) -> Sequence[Row[Any]]:
    """The row of one posting, if it takes answers."""
    row = session.execute(query.where(model.id == key, is_open)).one_or_none()
    return () if row is None else (row,)


def rows_of(
    session: Session, query: Select[Any], model: Any, is_open: ColumnElement[bool]
) -> Iterator[Sequence[Row[Any]]]:
    """All that take answers, in the order of their keys; in memory stand at most ``BATCH`` rows at a time."""
    keys = session.scalars(select(model.id).where(is_open).order_by(model.id)).all()
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        yield session.execute(query.where(model.id.in_(some)).order_by(model.id)).all()


def need(
    row: Any,
    *,
    body: str,
    version: int,
    organisations: frozenset[int],
    providers: frozenset[int],
    **required: Any,
) -> Need:
    """A row as a need.

    :param organisations: keys of those that are told nothing; ``providers``: likewise.
    :param required: what a provider must hold, where the engine asks for it.
    """
    return Need(
        id=row.id,
        key=row.number or "",
        title=row.title,
        body=body,
        version=version,
        domains=frozenset([row.domain] if row.domain else []),
        industries=frozenset(row.industries),
        service_types=frozenset(row.service_types),
        districts=frozenset([row.district] if row.district else []),
        chain=row.chain,
        accepts_consortium=row.accepts_consortium,
        excluded_organisation_ids=organisations,
        excluded_provider_ids=providers,
        names=tuple(name for name in (row.owner_name, row.place) if name),
        **required,
    )


def body(*texts: str, metrics: Sequence[dict[str, Any]]) -> str:
    """The text that is compared: what was written, and what is measured."""
    measured = " ".join(f"{m['name']} {m.get('unit') or ''}".strip() for m in metrics)
    return "\n".join(part for part in (*texts, measured) if part)
