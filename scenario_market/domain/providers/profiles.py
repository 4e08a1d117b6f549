"""Rows as the profiles that matching reads: three statements for any number of providers, streamed and merged.

All three run in the order of the provider's key, so memory holds one chunk of each, however large the pool.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from scenario_market.domain.matching.profile import (
    ADMITTED,
    Certificate,
    Honour,
    Offering,
    Profile,
)
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.providers import models
from scenario_market.domain.providers.states import IN_POOL

CHUNK = 1_000
P = models.Provider


def stream(
    session: Session,
    ids: Sequence[int] | None = None,
    *,
    after_id: int | None = None,
    until_id: int | None = None,
    changed_since: datetime | None = None,
    states: Collection[str] | None = IN_POOL,
) -> Iterator[Profile]:
    """Profiles by key. Who is in the pool counts as admitted: a warning is a mark, he is told like everybody.

    :param ids: only these keys; as many as one likes, they are asked for in batches.
    :param after_id: only keys above; ``until_id``: only keys up to and including.
    :param changed_since: only what was changed at or after this instant.
    :param states: only these; None: all.
    """
    wanted: list[ColumnElement[bool]] = []
    if after_id is not None:
        wanted.append(P.id > after_id)
    if until_id is not None:
        wanted.append(P.id <= until_id)
    if changed_since is not None:
        wanted.append(P.updated_at >= changed_since)
    if states is not None:
        wanted.append(P.state.in_(sorted(states)))
    if ids is None:
        yield from _merge(session, wanted)
        return
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        yield from _merge(session, [*wanted, P.id.in_(ordered[start : start + CHUNK])])


def size(session: Session) -> int:
    """How many providers are in the pool."""
    query = select(func.count()).select_from(P).where(P.state.in_(sorted(IN_POOL)))
    return session.scalars(query).one()


def _merge(session: Session, wanted: Sequence[ColumnElement[bool]]) -> Iterator[Profile]:
    held = _by_provider(session, _credentials(wanted))
    sold = _by_provider(session, _offerings(wanted))
    for row in _streamed(session, _providers(wanted)):
        yield _profile(row, held(row.id), sold(row.id))


def _streamed(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Row[Any]]:
    return iter(session.execute(query.execution_options(yield_per=CHUNK)))


def _by_provider(session: Session, query: Select[*tuple[Any, ...]]) -> Any:
    """A function that gives the rows of a provider, asked for in ascending order of keys."""
    groups = groupby(_streamed(session, query), key=itemgetter(0))
    ahead: list[Any] = []

    def of(provider_id: int) -> list[Row[Any]]:
        while not ahead or ahead[0] < provider_id:
            group = next(groups, None)
            if group is None:
                ahead[:] = [float("inf"), []]
            else:
                ahead[:] = [group[0], list(group[1])]
        return ahead[1] if ahead[0] == provider_id else []

    return of


def _providers(wanted: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            P.id,
            P.organisation_id,
            P.state,
            P.categories,
            P.service_types,
            P.industries,
            P.domains,
            P.districts,
            P.introduction,
            P.capabilities,
            Organisation.uscc,
            Organisation.name,
            Organisation.state.label("verification"),
        )
        .join(Organisation, Organisation.id == P.organisation_id)
        .where(*wanted)
        .order_by(P.id)
    )


def _credentials(wanted: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    c = models.Credential
    return (
        select(c.provider_id, c.kind, c.code, c.level, c.expires_on)
        .join(P, P.id == c.provider_id)
        .where(*wanted)
        .order_by(c.provider_id, c.id)
    )


def _offerings(wanted: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    o = models.Offering
    return (
        select(o.provider_id, o.id, o.title, o.summary)
        .join(P, P.id == o.provider_id)
        .where(o.retired_at.is_(None), *wanted)
        .order_by(o.provider_id, o.id)
    )


def _profile(row: Any, held: Sequence[Any], sold: Sequence[Any]) -> Profile:
    return Profile(
        provider_id=row.id,
        organisation_id=row.organisation_id,
        key=row.uscc,
        state=ADMITTED if row.state in IN_POOL else row.state,
        is_verified=row.verification == Verification.VERIFIED,
        name=row.name,
        categories=frozenset(row.categories),
        service_types=frozenset(row.service_types),
        capabilities=row.capabilities,
        industries=frozenset(row.industries),
        domains=frozenset(row.domains),
        districts=frozenset(row.districts),
        honours=tuple(Honour(h.code, h.expires_on) for h in held if h.kind == "honour"),
        certificates=tuple(
            Certificate(h.code, h.level, h.expires_on) for h in held if h.kind == "certificate"
        ),
        offerings=tuple(Offering(o.id, o.title, o.summary) for o in sold),
        text=row.introduction,
    )
