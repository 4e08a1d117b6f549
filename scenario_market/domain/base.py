"""The declarative base that all entities share, and the column types that keep their meaning on both databases."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON().with_variant(JSONB(), "postgresql")
SQLITE_INSTANT = "%Y-%m-%d %H:%M:%S.%f"
# SQLite hands out row ids for INTEGER alone.
Key = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. SQLite drops time zones, so they are taken off and put on again here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no meaning here; pass an aware one")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """SQLite hands out a text; it is read at once with its zone, at a third of the cost of one after the other."""
        return _aware if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _aware(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(stored + "+00:00")


def instant(dialect: str, moment: datetime) -> Any:
    """An aware instant for bare SQL, which knows no ``UtcDateTime``: SQLite gets it as SQLAlchemy writes it there."""
    return moment if dialect == "postgresql" else moment.astimezone(UTC).strftime(SQLITE_INSTANT)


def calendar_day(dialect: str, day: date) -> Any:
    """A day for bare SQL."""
    return day if dialect == "postgresql" else day.isoformat()


key = Annotated[int, mapped_column(Key, primary_key=True, autoincrement=True)]


class Base(DeclarativeBase):
    """Base of every entity; plain SQLAlchemy, so that workers and commands need no web framework."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime(),
            dict[str, Any]: Json,
            dict[str, str]: Json,
            list[str]: Json,
            list[Any]: Json,
            str: String(),
            int: BigInteger().with_variant(Integer(), "sqlite"),
        },
    )


class Versioned:
    """A row whose changes are guarded by a version: the number in its ETag."""

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class PublicVersioned(Versioned):
    """A row that the public reads too, of which it is not told all: what it reads as version and time of change.

    Both stand still while something changes that is only for those inside. ``public_version`` counts on its own, so
    that it cannot be taken for a later ``version``: it equals it only as long as nothing was hidden.
    """

    public_version: Mapped[int] = mapped_column(default=1)
    public_at: Mapped[datetime] = mapped_column(
        default=lambda context: context.get_current_parameters()["created_at"]
    )
