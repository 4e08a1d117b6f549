"""Entries of a file held against the pool: what is new, what is changed, what is as it was, what cannot be taken.

Set-based: a few statements for each batch of entries. A file adds and changes; it takes nothing away. What a row
does not say stays, and so do credentials and offerings that the provider declared itself.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.errors import FieldError
from scenario_market.domain.parties.authority import held_unverified
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.providers.credential_rules import Declared
from scenario_market.domain.providers.entries import Entry
from scenario_market.domain.providers.models import Credential, Offering, Provider
from scenario_market.domain.providers.states import IN_POOL, ProviderState

BATCH = 500
# Whose profile a file may change; the others are in the hands of a procedure.
OPEN_TO_IMPORT = IN_POOL | {ProviderState.DRAFT, ProviderState.SUSPENDED}


@dataclass
class Compared:
    """One entry and what it would change.

    :ivar entry: with the errors that only the pool could show.
    :ivar organisation: the known organisation; None: it is new.
    :ivar provider: the known provider; None: it is new.
    :ivar profile: fields that change. ``organisation_fields``: likewise.
    :ivar credentials: new or changed, with the row that changes. ``offerings``: likewise.
    """

    entry: Entry
    organisation: Organisation | None = None
    provider: Provider | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    organisation_fields: Mapping[str, str] = field(default_factory=dict)
    credentials: Sequence[tuple[Declared, Credential | None]] = ()
    offerings: Sequence[tuple[Mapping[str, str], Offering | None]] = ()

    @property
    def outcome(self) -> str:
        """``wrong``, ``created``, ``updated`` or ``unchanged``."""
        if self.entry.errors:
            return "wrong"
        if self.provider is None or self.provider.state == ProviderState.DRAFT:
            return "created"
        differs = self.profile or self.organisation_fields or self.credentials or self.offerings
        return "updated" if differs else "unchanged"


def compare(
    session: Session, entries: Iterator[Entry], *, lock: bool = False, own: Collection[int] = ()
) -> Iterator[Compared]:
    """Hold entries against the pool, batch by batch, in their order.

    :param lock: lock the known rows for a commit in the same transaction.
    :param own: keys of the organisations that the import's officers must stand back from.
    """
    while batch := list(islice(entries, BATCH)):
        known = _Known(session, batch, lock=lock, own=own)
        for entry in batch:
            yield known.compare(entry)


class _Known:
    """What the pool has of a batch of entries."""

    def __init__(
        self, session: Session, batch: Sequence[Entry], *, lock: bool, own: Collection[int]
    ) -> None:
        codes = {entry.uscc for entry in batch if entry.uscc}
        names = {entry.name for entry in batch if not entry.uscc and entry.name}
        found = [
            *_select(session, Organisation, Organisation.uscc.in_(codes), codes, lock),
            *_select(session, Organisation, Organisation.name.in_(names), names, lock),
        ]
        ids = {row.id for row in found}
        self.own, self.held_unverified = own, held_unverified(session, ids)
        held_by = Provider.organisation_id.in_(ids)
        providers = _select(session, Provider, held_by, ids, lock)
        keys = {row.id for row in providers}
        self.by_uscc = {row.uscc: row for row in found}
        self.by_name: dict[str, list[Organisation]] = {}
        for row in found:
            self.by_name.setdefault(row.name, []).append(row)
        self.providers = {row.organisation_id: row for row in providers}
        self.credentials = {
            (row.provider_id, row.kind, row.code): row
            for row in _select(session, Credential, Credential.provider_id.in_(keys), keys, False)
        }
        live = Offering.provider_id.in_(keys) & Offering.retired_at.is_(None)
        self.offerings = {
            (row.provider_id, row.title): row
            for row in _select(session, Offering, live, keys, False)
        }

    def compare(self, entry: Entry) -> Compared:
        entry, organisation = self._identify(entry)
        if organisation is None:
            return Compared(
                entry,
                profile=entry.profile,
                organisation_fields=entry.organisation,
                credentials=[(item, None) for item in entry.credentials],
                offerings=[(item, None) for item in entry.offerings],
            )
        provider = self.providers.get(organisation.id)
        refused = [*_refused(entry, organisation, provider), *self._not_theirs(organisation)]
        entry = self._forgive_held(entry.wrong(*refused), provider)
        return Compared(
            entry,
            organisation,
            provider,
            _differing(provider, entry.profile),
            _differing(organisation, entry.organisation),
            self._new_credentials(entry, provider),
            self._new_offerings(entry, provider),
        )

    def _identify(self, entry: Entry) -> tuple[Entry, Organisation | None]:
        if entry.uscc:
            return entry, self.by_uscc.get(entry.uscc)
        named = list({row.id: row for row in self.by_name.get(entry.name, [])}.values())
        # Anybody may register under a name; he must not make that of a verified one ambiguous.
        found = [row for row in named if row.state == Verification.VERIFIED] or named
        if len(found) == 1:
            return entry, found[0]
        rule = "name_ambiguous" if found else "uscc_needed_for_new"
        return entry.wrong(*[] if entry.errors else [FieldError("name", rule)]), None

    def _not_theirs(self, organisation: Organisation) -> Iterator[FieldError]:
        """A file gives nothing to whoever registered a code unseen, and an officer nothing to his own organisation."""
        if organisation.id in self.held_unverified:
            yield FieldError("uscc", "registered_by_others")
        if organisation.id in self.own:
            yield FieldError("uscc", "own_organisation")

    def _forgive_held(self, entry: Entry, provider: Provider | None) -> Entry:
        """An expired honour is an error when newly declared; one that is held already may stand in the file."""
        if provider is None or not any(error.rule == "expired" for error in entry.errors):
            return entry
        held = {
            (item.code, str(row.expires_on))
            for item in entry.credentials
            if (row := self.credentials.get((provider.id, item.kind, item.code)))
            and row.expires_on == item.expires_on
        }
        kept = tuple(
            error
            for error in entry.errors
            if error.rule != "expired"
            or (error.params.get("code"), error.params.get("expires_on")) not in held
        )
        return replace(entry, errors=kept)

    def _new_credentials(
        self, entry: Entry, provider: Provider | None
    ) -> list[tuple[Declared, Credential | None]]:
        changed = []
        for item in entry.credentials:
            row = self.credentials.get((provider.id, item.kind, item.code)) if provider else None
            if row is None or any(
                getattr(item, name) and getattr(item, name) != getattr(row, name)
                for name in ("level", "issued_on", "expires_on")
            ):
                changed.append((item, row))
        return changed

    def _new_offerings(
        self, entry: Entry, provider: Provider | None
    ) -> list[tuple[Mapping[str, str], Offering | None]]:
        changed = []
        for item in entry.offerings:
            row = self.offerings.get((provider.id, item["title"])) if provider else None
            summary = item.get("summary")
            if row is None or (summary and summary != row.summary):
                changed.append((item, row))
        return changed


def _select(session: Session, model: Any, where: Any, keys: set[Any], lock: bool) -> Sequence[Any]:
    if not keys:
        return []
    query = select(model).where(where).order_by(model.id)
    if lock:
        # NO KEY: who tells a provider holds its row and then refers to its organisation, which must not wait for us.
        query = query.with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _differing(row: Any, said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: v for name, v in said.items() if row is None or getattr(row, name) != v}


def _refused(
    entry: Entry, organisation: Organisation, provider: Provider | None
) -> list[FieldError]:
    errors = []
    if entry.name and _plain(entry.name) != _plain(organisation.name):
        errors.append(FieldError("name", "name_differs", {"known": organisation.name}))
    if organisation.state == Verification.REFUSED:
        errors.append(FieldError("uscc", "organisation_refused"))
    if provider is not None and provider.state not in OPEN_TO_IMPORT:
        errors.append(FieldError("uscc", "provider_in_procedure", {"state": str(provider.state)}))
    return errors


def _plain(name: str) -> str:
    """A name without width, case and spaces: 武汉（甲）公司 is 武汉(甲) 公司."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
