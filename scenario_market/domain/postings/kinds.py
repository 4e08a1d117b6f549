"""The two kinds of posting as values: each names its rows, and what is done with both takes it as given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenario_market.domain.checks import Check


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of posting: demands or calls.

    :param model: its rows (``Posting``). :param version: their versions; ``step``: the signed steps of those.
    :param file: the files of the versions. :param industry: their industries as rows.
    :param key: the column in which these, and all rows beside, name the posting.
    :param fields: all that an author writes, in the order of the form.
    """

    model: Any
    version: Any
    step: Any
    file: Any
    industry: Any
    key: str
    fields: Mapping[str, Check]

    @property
    def name(self) -> str:
        """How states, events and permissions call it."""
        return self.model.__tablename__

    def of(self, beside: Any, row: Any) -> Any:
        """The condition that a row beside belongs to this posting."""
        return getattr(beside, self.key) == row.id
