"""Organisations and providers that an import writes, in sets."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert

from scenario_market.domain import lifecycle
from scenario_market.domain.imports.kinds import Context
from scenario_market.domain.lifecycle import Moved
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification
from scenario_market.domain.providers import rules
from scenario_market.domain.providers.comparing import Compared
from scenario_market.domain.providers.models import Provider
from scenario_market.domain.providers.states import ProviderState


def identity(one: Compared) -> str:
    """The uscc by which the rows of one commit find each other."""
    return one.organisation.uscc if one.organisation else str(one.entry.uscc)


def is_vouched_for(context: Context, one: Compared) -> bool:
    """Whether the provider is admitted at once: the office vouches, or the organisation is verified."""
    known = one.organisation is not None and one.organisation.state == Verification.VERIFIED
    return known or bool(context.city.policy["import"]["verified"])


def write_organisations(context: Context, created: Sequence[Compared]) -> dict[str, int]:
    """Insert the unknown organisations; keys of all by uscc."""
    keys = {identity(one): one.organisation.id for one in created if one.organisation}
    rows = [
        {
            "uscc": one.entry.uscc,
            "name": one.entry.name,
            "state": verification(context, one),
            "district": one.entry.organisation.get("district"),
            "size_class": one.entry.organisation.get("size_class"),
            "is_fictitious": context.is_fictitious,
            "version": 1,
            "created_at": context.now,
            "updated_at": context.now,
        }
        for one in created
        if one.organisation is None
    ]
    if rows:
        made = context.session.execute(
            insert(Organisation)
            .returning(Organisation.id, Organisation.uscc)
            .execution_options(render_nulls=True),
            rows,
        )
        keys |= {uscc: key for key, uscc in made}
    return keys


def verification(context: Context, one: Compared) -> Verification:
    """The state in which an organisation comes out of the import."""
    return Verification.VERIFIED if is_vouched_for(context, one) else Verification.PENDING


def becomes_verified(context: Context, one: Compared) -> bool:
    """Whether a known organisation is verified by the import."""
    known = one.organisation
    if known is None or known.state == Verification.VERIFIED:
        return False
    return is_vouched_for(context, one)


def write_providers(
    context: Context, created: Sequence[Compared], organisations: Mapping[str, int]
) -> dict[str, int]:
    """Insert the new providers, and take up those that were still in draft; keys by uscc."""
    drafts = _take_up_drafts(context, [one for one in created if one.provider is not None])
    new = [one for one in created if one.provider is None]
    rows = [
        {
            **{name: [] for name in rules.LISTS},
            **{name: None if name in rules.NULLABLE else "" for name in rules.TEXTS},
            **one.entry.profile,
            "organisation_id": organisations[identity(one)],
            "state": admission(context, one),
            "admitted_at": context.now if is_vouched_for(context, one) else None,
            "is_listed": is_vouched_for(context, one),
            "profile_revision": 1,
            "version": 1,
            "created_at": context.now,
            "updated_at": context.now,
        }
        for one in new
    ]
    if not rows:
        return drafts
    made = context.session.execute(
        insert(Provider)
        .returning(Provider.id, Provider.organisation_id)
        .execution_options(render_nulls=True),
        rows,
    )
    by_organisation = {organisation_id: key for key, organisation_id in made}
    return drafts | {identity(one): by_organisation[organisations[identity(one)]] for one in new}


def admission(context: Context, one: Compared) -> ProviderState:
    """The state in which a new provider comes out of the import."""
    return ProviderState.ADMITTED if is_vouched_for(context, one) else ProviderState.APPLIED


def _take_up_drafts(context: Context, drafts: Sequence[Compared]) -> dict[str, int]:
    for one in drafts:
        if one.provider is not None and is_vouched_for(context, one):
            one.provider.admitted_at, one.provider.is_listed = context.now, True
    return update_known(context, drafts)


def update_known(context: Context, changed: Sequence[Compared]) -> dict[str, int]:
    """Change known providers and their organisations; the session writes them in batches."""
    keys = {}
    for one in changed:
        assert one.provider is not None
        assert one.organisation is not None
        for name, value in one.profile.items():
            setattr(one.provider, name, value)
        matched = rules.MATCHED & set(one.profile)
        if matched or one.credentials or one.offerings:
            one.provider.profile_revision += 1
        lifecycle.touch(one.provider, now=context.now)
        for name, text in one.organisation_fields.items():
            setattr(one.organisation, name, text)
        if one.organisation_fields:
            lifecycle.touch(one.organisation, now=context.now)
        keys[one.organisation.uscc] = one.provider.id
    context.session.flush()
    return keys


def moves(
    context: Context,
    created: Sequence[Compared],
    organisations: Mapping[str, int],
    providers: Mapping[str, int],
) -> list[Moved]:
    """The moves of the providers and organisations that the file takes in; all belong to the import's one event."""
    moved = []
    for one in created:
        uscc, known = identity(one), one.organisation
        source, target = ProviderState.DRAFT, admission(context, one)
        is_new = one.provider is None
        moved.append(Moved(Provider, providers[uscc], source, target, is_new))
        if known is None:
            before, after = Verification.UNVERIFIED, verification(context, one)
            moved.append(Moved(Organisation, organisations[uscc], before, after, is_new=True))
        elif becomes_verified(context, one):
            moved.append(Moved(Organisation, known.id, known.state, Verification.VERIFIED))
    return moved
