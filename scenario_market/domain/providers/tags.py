"""The one writer of ``provider_tag``: keeps the filter rows equal to the lists in the provider's row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from scenario_market.domain.providers.models import ProviderTag
from scenario_market.domain.providers.rules import LISTS

BATCH = 500


def write(session: Session, profiles: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Replace the tags of the given lists of the given providers; lists that are not given stay.

    :param profiles: (provider key, fields of the profile), each provider once.
    """
    by_kind: dict[str, list[tuple[int, Sequence[str]]]] = {}
    for provider_id, fields in profiles:
        for kind in LISTS:
            if kind in fields:
                by_kind.setdefault(kind, []).append((provider_id, fields[kind]))
    rows = []
    for kind, lists in by_kind.items():
        ids = [provider_id for provider_id, _ in lists]
        for start in range(0, len(ids), BATCH):
            session.execute(
                delete(ProviderTag)
                .where(
                    ProviderTag.provider_id.in_(ids[start : start + BATCH]),
                    ProviderTag.kind == kind,
                )
                .execution_options(synchronize_session=False)
            )
        rows += [
            {"provider_id": provider_id, "kind": kind, "code": code}
            for provider_id, codes in lists
            for code in codes
        ]
    if rows:
        session.execute(insert(ProviderTag), rows)
