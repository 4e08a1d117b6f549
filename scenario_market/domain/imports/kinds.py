"""What each kind of file brings to the shared way in: holding rows against what is known, and taking them in."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from scenario_market.domain.city import City
from scenario_market.domain.errors import FieldError
from scenario_market.domain.lifecycle import Moved

OUTCOMES = ("created", "updated", "unchanged", "wrong")


class Entry(Protocol):
    """What one row says: its number as the file counts, and everything that is wrong with it.

    ``warnings``: what to look at, though the row can be taken.
    """

    @property
    def number(self) -> int: ...
    @property
    def errors(self) -> tuple[FieldError, ...]: ...
    @property
    def warnings(self) -> tuple[FieldError, ...]: ...


class Compared(Protocol):
    """An entry and what it would do: one of ``OUTCOMES``."""

    @property
    def entry(self) -> Entry: ...
    @property
    def outcome(self) -> str: ...


@dataclass(frozen=True)
class Context:
    """What every write of one commit shares. ``uploaded_by_id``: the officer whose file it is."""

    session: Session
    city: City
    now: datetime
    uploaded_by_id: int
    is_fictitious: bool = False


@dataclass(frozen=True)
class Taken:
    """What a commit wrote.

    :ivar ids: keys of what is new or changed, in order. :ivar facts: fields of the kind's event.
    :ivar moved: rows whose state the commit changes, in a set that belongs to that one event.
    """

    ids: Sequence[int]
    facts: Mapping[str, Any]
    moved: Sequence[Moved] = ()


class Kind(Protocol):
    """One kind of file."""

    def compare(
        self,
        session: Session,
        entries: Iterator[Any],
        *,
        lock: bool = False,
        own: Collection[int] = (),
    ) -> Iterator[Compared]:
        """Hold entries against what is known, batch by batch, in their order.

        :param lock: lock the known rows for a commit in the same transaction.
        :param own: keys of the organisations that the import's officers must stand back from.
        """
        ...

    def take_in(self, context: Context, compared: Sequence[Any]) -> Taken:
        """Write what is new or changed, set-based; wrong and unchanged rows are passed over."""
        ...


def count(compared: Iterable[Compared]) -> dict[str, int]:
    """How many rows of each outcome."""
    found = Counter(one.outcome for one in compared)
    return {name: found[name] for name in OUTCOMES}
