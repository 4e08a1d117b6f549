"""What the parser of files (``documents.columns``) gives to the kinds: rows with what was read and was wrong. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class RowProblem(Protocol):
    """What the parser found wrong in a row."""

    @property
    def code(self) -> str: ...
    @property
    def field(self) -> str | None: ...
    @property
    def params(self) -> Mapping[str, object]: ...


class ParsedRow(Protocol):
    """A row as the parser read it."""

    @property
    def number(self) -> int: ...
    @property
    def record(self) -> Mapping[str, Any]: ...
    @property
    def problems(self) -> Iterable[RowProblem]: ...
