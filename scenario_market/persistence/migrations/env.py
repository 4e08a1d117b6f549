"""Alembic's environment: runs on the connection that ``persistence.migrate`` hands over."""

import sqlalchemy as sa
from alembic import context

from scenario_market.domain.base import UtcDateTime
from scenario_market.domain.models import metadata


def render_item(kind, item, autogen_context):
    """Write our own column types as plain ones: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.JSON):
        # Alembic writes JSONB(astext_type=Text()) without importing Text.
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
