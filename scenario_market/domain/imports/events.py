"""Facts about a file on its way in; what it became is an event of its kind."""

from scenario_market.domain.events import Event


class ImportEvent(Event):
    """Base of facts about a file on its way in."""

    subject_kind = "import"


class ImportUploaded(ImportEvent):
    """A file was handed in; it is to be checked.

    :param of: what it is a file of: ``pool`` or ``demands``.
    """

    kind = "import.uploaded"
    of: str


class ImportChecked(ImportEvent):
    """The dry run is done.

    :param rows: how many rows the file has. :param wrong: how many of them cannot be taken.
    """

    kind = "import.checked"
    rows: int
    wrong: int


class ImportCommitAsked(ImportEvent):
    """An officer asked to take the file in: ``all`` rows or nothing, or the ``good`` ones."""

    kind = "import.commit_asked"
    mode: str


class ImportFailed(ImportEvent):
    """The file could not be used; ``rule`` names why."""

    kind = "import.failed"
    rule: str


class PoolImported(ImportEvent):
    """A file of providers was committed.

    :param created: how many providers were new.
    :param updated: how many were known and changed.
    :param unchanged: how many were known and the same.
    :param provider_ids: keys of those that are new or changed.
    """

    kind = "pool.imported"
    created: int
    updated: int
    unchanged: int
    provider_ids: list[int]


class DemandsImported(ImportEvent):
    """A list of demands was committed.

    :param created: how many drafts it made.
    :param unchanged: how many rows had been taken in before.
    :param demand_ids: keys of the drafts.
    """

    kind = "demands.imported"
    created: int
    unchanged: int
    demand_ids: list[int]


class ProjectsImported(ImportEvent):
    """A list of projects (项目责任清单) was committed.

    :param updated: of how many projects it said something otherwise. :param unchanged: of how many it did not.
    :param project_ids: keys of the former.
    """

    kind = "projects.imported"
    updated: int
    unchanged: int
    project_ids: list[int]
