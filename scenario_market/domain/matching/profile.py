"""What the engine is told of a need and of a provider: plain frozen values, no rows, no session.

Identifiers are whatever the caller uses as primary keys, as long as those of one kind can be
compared with each other; they are returned unchanged. Codes are those of the city's code lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

ADMITTED = "admitted"


@dataclass(frozen=True, slots=True)
class Offering:
    """One 服务产品或方案 that a provider sells: its title is declared, its text is description."""

    id: Any
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Honour:
    """A title such as 高新技术企业. It counts up to and including `expires_on`; None: no expiry."""

    code: str
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its level (CMMI 1-5, 两化融合 1-3 for A-AAA; 0 where there are none)."""

    code: str
    level: int = 0
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class CertificateRequirement:
    """A need asks for a certificate of at least this level (0: any level will do)."""

    code: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """A provider as the engine sees it. `key` is its uscc: public, used for ties, never shown.

    `name` and `capabilities` are the declared part, `text` (introduction, cases) and the
    offerings' texts are description. `is_verified` speaks of the organisation. `districts` are
    those served; empty says nothing.
    """

    provider_id: Any
    organisation_id: Any
    key: str
    state: str = ADMITTED
    is_verified: bool = True
    name: str = ""
    categories: frozenset[str] = frozenset()
    service_types: frozenset[str] = frozenset()
    capabilities: str = ""
    industries: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    honours: tuple[Honour, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    offerings: tuple[Offering, ...] = ()
    text: str = ""
    wants_notices: bool = True


@dataclass(frozen=True, slots=True)
class Need:
    """A published demand as the engine sees it. `key` is its public number; budget is no field.

    Scored evidence: `title`, `body` (background, pain points, content and metrics joined),
    `domains`, `industries`, `service_types`, `districts` (where it is to be done), `chain`,
    `honours_useful`. Hard requirements: the `required_*` fields, `allowed_districts` (a provider
    must serve one of them; empty: no condition), `required_categories` (one of them). Excluded
    are the organisations that own the need or are controlled by its owner, and providers with a
    part in its making (the diagnosis provider that sharpened it). `names` are the owner's and the
    places' names, which are taken out of the text before it is compared.
    """

    id: Any
    key: str
    title: str
    body: str = ""
    version: int = 1
    domains: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    service_types: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    chain: str | None = None
    honours_useful: frozenset[str] = frozenset()
    required_honours: frozenset[str] = frozenset()
    required_certificates: tuple[CertificateRequirement, ...] = ()
    required_categories: frozenset[str] = frozenset()
    allowed_districts: frozenset[str] = frozenset()
    accepts_consortium: bool = False
    excluded_organisation_ids: frozenset[Any] = frozenset()
    excluded_provider_ids: frozenset[Any] = frozenset()
    names: tuple[str, ...] = ()
