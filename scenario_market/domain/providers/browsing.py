"""Lists of providers, as mappings: the public directory, the office's list, one's own."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, String, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from scenario_market.domain.actor import Actor
from scenario_market.domain.paging import Page, PagedQuery
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.permissions import require
from scenario_market.domain.providers.access import readable
from scenario_market.domain.providers.models import Credential, Offering, Provider, ProviderTag
from scenario_market.domain.providers.queries import IS_LISTED
from scenario_market.domain.rows import ESCAPE, escaped, rows_of

SHOWN_TO_ALL = (
    *("id", "categories", "service_types", "industries", "domains", "districts"),
    *("introduction", "capabilities", "website"),
)
WHOLE = (
    *SHOWN_TO_ALL,
    *(
        "state",
        "is_listed",
        "is_findable",
        "contact_name",
        "contact_mobile",
        "contact_email",
        "admitted_at",
    ),
    *("created_at", "updated_at", "version"),
)
ORGANISATION = ("id", "uscc", "name", "district", "is_fictitious")
HELD = ("id", "kind", "code", "level", "number", "issued_on", "expires_on", "attachment_id")
SOLD = ("id", "title", "summary", "service_types")
KINDS = {
    "category": "categories",
    "service_type": "service_types",
    "domain": "domains",
    "industry": "industries",
    "district": "districts",
}


@dataclass(frozen=True)
class Filters:
    """What a list of providers is narrowed to; None: not by this.

    :param district: a district that the provider serves.
    :param text: part of the name, or the beginning of the uscc.
    """

    state: str | None = None
    category: str | None = None
    service_type: str | None = None
    domain: str | None = None
    industry: str | None = None
    district: str | None = None
    text: str | None = None


def list_providers(
    session: Session,
    filters: Filters,
    *,
    actor: Actor,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """All that a profile holds, the newest first: all providers for the office and the watch, else one's own.

    Indexes: ``ix_provider_state`` for a state, ``ix_provider_tag_code`` for a code; both hold the order.
    A part of a name is looked for along that order, page by page; no index helps with the middle of a word.

    :raises NotPermitted: the actor may not read providers.
    """
    require(actor, "provider.read")
    given = _given(filters)
    query = PagedQuery(_narrow(_select(WHOLE).where(readable(actor)), given), Provider.id)
    found = query.page(session, after=after, limit=limit, given=given)
    return Page(_shown(session, found.rows, WHOLE), found.after)


def directory(
    session: Session,
    filters: Filters,
    *,
    after: Sequence[Any] | None = None,
    limit: int = 20,
) -> Page[dict[str, Any]]:
    """The public directory: who is in the pool and wants to be listed, the newest first; without contacts.

    For everybody. Indexes: ``ix_provider_listed``, ``ix_provider_tag_code``.
    """
    given = _given(filters)
    query = _directory(frozenset(given))
    found = query.page(session, after=after, limit=limit, given=given)
    return Page(_shown(session, found.rows, SHOWN_TO_ALL), found.after)


@lru_cache(maxsize=128)
def _directory(names: frozenset[str]) -> PagedQuery:
    """The directory by these filters, kept: it depends on nobody, and the values come with each asking."""
    return PagedQuery(_narrow(_select(SHOWN_TO_ALL).where(IS_LISTED), names), Provider.id)


def _given(filters: Filters) -> dict[str, Any]:
    """The values of the filters that are set, by name, for a statement that was put together for these names."""
    given = {name: value for name, value in vars(filters).items() if value is not None}
    said = given.pop("text", "").strip()
    if said:
        given |= {"text": escaped(said), "code": escaped(said.upper())}
    return given


def _select(names: Sequence[str]) -> Select[Any]:
    return select(
        *(getattr(Provider, name) for name in names),
        *(getattr(Organisation, name).label(f"organisation_{name}") for name in ORGANISATION),
    ).join(Organisation, Organisation.id == Provider.organisation_id)


def _narrow(query: Select[Any], names: Collection[str]) -> Select[Any]:
    if "state" in names:
        query = query.where(Provider.state == bindparam("state"))
    for name, kind in KINDS.items():
        if name in names:
            query = query.where(
                exists().where(
                    ProviderTag.kind == kind,
                    ProviderTag.code == bindparam(name),
                    ProviderTag.provider_id == Provider.id,
                )
            )
    if "text" in names:
        query = query.where(
            or_(
                Organisation.name.contains(bindparam("text", type_=String), escape=ESCAPE),
                Organisation.uscc.startswith(bindparam("code", type_=String), escape=ESCAPE),
            )
        )
    return query


def _of_page(model: Any, names: Sequence[str], *conditions: Any) -> Select[Any]:
    """What belongs to the providers of a page, by their ``keys``."""
    return (
        select(model.provider_id, *(getattr(model, name) for name in names))
        .where(model.provider_id.in_(bindparam("keys", expanding=True)), *conditions)
        .order_by(model.id)
    )


_HELD = _of_page(Credential, HELD)
_SOLD = _of_page(Offering, SOLD, Offering.retired_at.is_(None))


def _shown(session: Session, rows: Sequence[Any], names: Sequence[str]) -> list[dict[str, Any]]:
    """Rows with their organisation, credentials and offerings; two statements, however many rows."""
    held = _belonging(session, rows, _HELD, HELD)
    sold = _belonging(session, rows, _SOLD, SOLD)
    return [
        {
            **dict(zip(names, row, strict=False)),
            "organisation": dict(zip(ORGANISATION, row[len(names) :], strict=True)),
            "credentials": held[row[0]],
            "offerings": sold[row[0]],
        }
        for row in rows
    ]


def _belonging(
    session: Session, rows: Sequence[Any], statement: Select[Any], names: Sequence[str]
) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if rows:
        for provider_id, *values in rows_of(session, statement, {"keys": [row[0] for row in rows]}):
            found[provider_id].append(dict(zip(names, values, strict=True)))
    return found
