"""What hangs on the providers that an import writes: tags, credentials and offerings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import insert

from scenario_market.domain.imports.kinds import Context
from scenario_market.domain.providers import lapsing, tags
from scenario_market.domain.providers.comparing import Compared
from scenario_market.domain.providers.imported_rows import (
    identity,
)
from scenario_market.domain.providers.models import Credential, Offering


def write_parts(
    context: Context, written: Sequence[Compared], providers: Mapping[str, int]
) -> None:
    """Tags, credentials with their reminders, and offerings of all that is new or changed."""
    pairs = [(providers[identity(one)], one) for one in written]
    tags.write(context.session, [(key, one.profile) for key, one in pairs])
    renewed = [*_change_credentials(written), *_add_credentials(context, pairs)]
    lapsing.arm(context.session, renewed, city=context.city, now=context.now)
    _write_offerings(context, pairs)


def _change_credentials(written: Sequence[Compared]) -> Iterator[tuple[int, date | None]]:
    for one in written:
        for item, row in one.credentials:
            if row is not None:
                row.level = item.level or row.level
                row.issued_on = item.issued_on or row.issued_on
                row.expires_on = item.expires_on or row.expires_on
                yield row.id, row.expires_on


def _add_credentials(
    context: Context, pairs: Sequence[tuple[int, Compared]]
) -> Sequence[tuple[int, date | None]]:
    rows = [
        {
            "provider_id": key,
            "kind": item.kind,
            "code": item.code,
            "level": item.level,
            "issued_on": item.issued_on,
            "expires_on": item.expires_on,
        }
        for key, one in pairs
        for item, row in one.credentials
        if row is None
    ]
    if not rows:
        return []
    statement = insert(Credential).returning(Credential.id, Credential.expires_on)
    # Without it every other row is a statement of its own: rows that lack a column are not sent together.
    statement = statement.execution_options(render_nulls=True)
    return [(key, expires_on) for key, expires_on in context.session.execute(statement, rows)]


def _write_offerings(context: Context, pairs: Sequence[tuple[int, Compared]]) -> None:
    rows = []
    for key, one in pairs:
        for sold, row in one.offerings:
            if row is not None:
                row.summary = sold["summary"]
                continue
            fields = {"title": sold["title"], "summary": sold.get("summary", "")}
            rows.append(fields | {"provider_id": key, "service_types": []})
    if rows:
        context.session.execute(insert(Offering), rows)
