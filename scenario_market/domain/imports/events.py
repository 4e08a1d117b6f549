"""Facts about a file on its way in; what it became is an event of its kind."""

from dataclasses import dataclass
from typing import ClassVar

from scenario_market.domain.events import Event


@dataclass(frozen=True, kw_only=True)
class ImportEvent(Event):
    """Base of facts about a file on its way in."""

    subject_kind: ClassVar[str] = "import"


@dataclass(frozen=True, kw_only=True)
class ImportUploaded(ImportEvent):
    """A file was handed in; it is to be checked.

    :param of: what it is a file of: ``pool`` or ``demands``.
    """

    kind: ClassVar[str] = "import.uploaded"
    of: str


@dataclass(frozen=True, kw_only=True)
class ImportChecked(ImportEvent):
    """The dry run is done.

    :param rows: how many rows the file has. :param wrong: how many of them cannot be taken.
    """

    kind: ClassVar[str] = "import.checked"
    rows: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class ImportCommitAsked(ImportEvent):
    """An officer asked to take the file in: ``all`` rows or nothing, or the ``good`` ones."""

    kind: ClassVar[str] = "import.commit_asked"
    mode: str


@dataclass(frozen=True, kw_only=True)
class ImportFailed(ImportEvent):
    """The file could not be used; ``rule`` names why."""

    kind: ClassVar[str] = "import.failed"
    rule: str


@dataclass(frozen=True, kw_only=True)
class PoolImported(ImportEvent):
    """A file of providers was committed.

    :param created: how many providers were new.
    :param updated: how many were known and changed.
    :param unchanged: how many were known and the same.
    :param provider_ids: keys of those that are new or changed.
    """

    kind: ClassVar[str] = "pool.imported"
    created: int
    updated: int
    unchanged: int
    provider_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class DemandsImported(ImportEvent):
    """A list of demands was committed.

    :param created: how many drafts it made.
    :param unchanged: how many rows had been taken in before.
    :param demand_ids: keys of the drafts.
    """

    kind: ClassVar[str] = "demands.imported"
    created: int
    unchanged: int
    demand_ids: list[int]
