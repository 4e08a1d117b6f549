"""What the rows of demands and calls have in common, and the rows beside them: versions, their files, signed steps."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.base import PublicVersioned, key


class Posting(PublicVersioned):
    """A need that is posted for others to answer: who wrote it, under which programme, what it asks for, whom to call.

    ``metrics``: objects with at least name, operator, baseline, target, unit. ``content_number`` counts the versions of
    the content. Contacts are no part of it: they are shown to the other side late.
    """

    id: Mapped[key]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    content_number: Mapped[int] = mapped_column(default=0)

    title: Mapped[str] = mapped_column(String(200), default="")
    domain: Mapped[str | None] = mapped_column(String(40))
    industries: Mapped[list[str]] = mapped_column(default=list)
    service_types: Mapped[list[str]] = mapped_column(default=list)
    tier: Mapped[str | None] = mapped_column(String(40))
    chain: Mapped[str | None] = mapped_column(String(40))
    node: Mapped[str | None] = mapped_column(String(40))
    district: Mapped[str | None] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(300), default="")
    background: Mapped[str] = mapped_column(default="")
    content: Mapped[str] = mapped_column(default="")
    metrics: Mapped[list[Any]] = mapped_column(default=list)
    deliverables: Mapped[list[str]] = mapped_column(default=list)
    funding_source: Mapped[str | None] = mapped_column(String(40))
    ip_ownership: Mapped[str | None] = mapped_column(String(40))
    is_desensitised: Mapped[bool] = mapped_column(default=False)
    contact_name: Mapped[str | None] = mapped_column(String(80))
    contact_mobile: Mapped[str | None] = mapped_column(String(40))
    contact_email: Mapped[str | None] = mapped_column(String(254))

    submitted_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]


class Version:
    """The content of a posting as it was submitted, published or amended. Never changed."""

    id: Mapped[key]
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    changed: Mapped[list[str]]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class VersionFile:
    """A file that was attached when a version was frozen, and for which purpose then. Never changed.

    What a version holds keeps its bytes, whatever becomes of the file at the posting.
    """

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))


class SignedStep:
    """One signed step of 保密审查 and 三审三校 for one version."""

    id: Mapped[key]
    number: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    opinion: Mapped[str] = mapped_column(default="")
