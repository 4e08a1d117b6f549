"""The 项目责任清单 as the file that offices pass on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from scenario_market.documents.columns import PROJECTS
from scenario_market.documents.exports import Sheet, write_csv, write_xlsx
from scenario_market.documents.tables import Value
from scenario_market.texts.projects import STATES

WIDTHS = {"serial": 6, "name": 30, "project": 36, "progress": 50, "follower": 20}
HEADER = [spec.header for spec in PROJECTS.columns]


def write_projects(stream: IO[bytes], rows: Sequence[Mapping[str, Any]], *, form: str) -> None:
    """Write projects as their reader may see them.

    :param rows: as ``projects.queries.responsibilities`` gives them. :param form: ``xlsx`` or ``csv``.
    """
    lines = _lines(rows)
    if form == "csv":
        write_csv(stream, HEADER, lines)
        return
    widths = [WIDTHS[spec.name] for spec in PROJECTS.columns]
    write_xlsx(stream, [Sheet(PROJECTS.title, HEADER, lines, widths)])


def _lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Value]]:
    for serial, row in enumerate(rows, 1):
        said: dict[str, Value] = {
            "serial": serial,
            "name": row["company"],
            "project": row["title"],
            "progress": row["progress"] or standing(row),
            "follower": row["follower"],
        }
        yield [said.get(spec.name) for spec in PROJECTS.columns]


def standing(row: Mapping[str, Any]) -> str:
    """Where a project stands, where the office has not said it in its own words."""
    return f"{STATES[row['state']][0]}，里程碑已通过验收 {row['accepted']}%"
