"""Commands by which a provider keeps its own profile: opening it, its fields, its honours and certificates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain import outbox
from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments import Attachment
from scenario_market.domain.city import City
from scenario_market.domain.errors import AlreadyDone, FieldError, Invalid, NotFound
from scenario_market.domain.permissions import require
from scenario_market.domain.providers import credential_rules, events, lapsing, rules, tags
from scenario_market.domain.providers.credential_rules import Declared
from scenario_market.domain.providers.editing import editable, record_change
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.domain.providers.states import ProviderState


def open_profile(
    session: Session, organisation_id: int, *, actor: Actor, now: datetime
) -> Provider:
    """Open the profile of an organisation that wants to be a provider, empty and in draft.

    Asking needs the scope ``profile`` alone: the role ``provider`` comes with it.

    :raises NotFound: the actor does not keep the profile of such an organisation.
    :raises AlreadyDone: it has one.
    """
    require(actor, "provider.edit")
    if not actor.acts_for(organisation_id, "profile"):
        raise NotFound(kind="organisation")
    if session.scalar(select(Provider.id).where(Provider.organisation_id == organisation_id)):
        raise AlreadyDone("provider_exists")
    row = Provider(
        organisation_id=organisation_id,
        state=ProviderState.DRAFT,
        version=1,
        profile_revision=1,
        created_at=now,
        updated_at=now,
        **{name: [] for name in rules.LISTS},
    )
    session.add(row)
    session.flush()
    outbox.record(session, events.ProviderOpened(subject_id=row.id), actor=actor, now=now)
    return row


def edit_profile(
    session: Session,
    provider_id: int,
    fields: Mapping[str, Any],
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Provider:
    """Change the given fields of one's profile; what is not given stays.

    :raises Invalid: names every wrong field at once; nothing is changed.
    """
    row = editable(session, provider_id, version=version, actor=actor)
    clean, errors = rules.check_profile(fields, city.codes)
    if errors:
        raise Invalid(*errors)
    changed = {name: value for name, value in clean.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    tags.write(session, [(row.id, {n: v for n, v in changed.items() if n in rules.LISTS})])
    if changed:
        record_change(session, row, sorted(changed), actor=actor, now=now)
    return row


def set_credentials(
    session: Session,
    provider_id: int,
    declared: Sequence[Declared],
    *,
    version: int | None,
    actor: Actor,
    now: datetime,
    city: City,
) -> Provider:
    """Set all honours and certificates that the provider holds, and the reminders before they lapse.

    :raises Invalid: names every wrong entry at once, an expired one among them; nothing is changed.
    """
    row = editable(session, provider_id, version=version, actor=actor)
    held = session.scalars(select(Credential).where(Credential.provider_id == row.id)).all()
    clean, errors = credential_rules.check_credentials(
        declared,
        city.codes,
        today=city.day(now),
        held={(item.kind, item.code, item.expires_on) for item in held},
    )
    errors += _foreign_attachments(session, row, clean, held)
    if errors:
        raise Invalid(*errors)
    if _replace_credentials(session, row.id, held, clean, now=now, city=city):
        record_change(session, row, ["credentials"], actor=actor, now=now)
    return row


def _foreign_attachments(
    session: Session, row: Provider, clean: Sequence[Declared], held: Iterable[Credential]
) -> list[FieldError]:
    known = {item.attachment_id for item in held}
    wanted = {item.attachment_id for item in clean if item.attachment_id} - known
    if not wanted:
        return []
    mine = session.scalars(
        select(Attachment.id).where(
            Attachment.id.in_(wanted),
            Attachment.subject_kind == "provider",
            Attachment.subject_id == row.id,
            Attachment.removed_at.is_(None),
        )
    ).all()
    return [
        FieldError(f"credentials.{index}.attachment_id", "unknown_attachment")
        for index, item in enumerate(clean)
        if item.attachment_id in wanted - set(mine)
    ]


def _replace_credentials(
    session: Session,
    provider_id: int,
    held: Sequence[Credential],
    clean: Sequence[Declared],
    *,
    now: datetime,
    city: City,
) -> bool:
    """Keep the rows that stay, so that a reminder which was given is not given again."""
    before = {(item.kind, item.code): item for item in held}
    wanted = {(item.kind, item.code): item for item in clean}
    gone = [item for code, item in before.items() if code not in wanted]
    rearm, changed = [], bool(gone)
    for code, item in wanted.items():
        row = before.get(code)
        values = asdict(item)
        if row is not None and all(getattr(row, name) == v for name, v in values.items()):
            continue
        changed = True
        if row is None:
            row = Credential(provider_id=provider_id)
            session.add(row)
            rearm.append(row)
        elif row.expires_on != item.expires_on:
            rearm.append(row)
        for name, value in values.items():
            setattr(row, name, value)
    for row in gone:
        session.delete(row)
    session.flush()
    lapsing.drop(session, [row.id for row in gone])
    lapsing.arm(session, [(row.id, row.expires_on) for row in rearm], city=city, now=now)
    return changed
