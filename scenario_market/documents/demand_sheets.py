"""A demand list as the file that offices pass on: 应用场景清单, with the columns by which it is also read in again."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from scenario_market.documents.columns import SCENARIOS
from scenario_market.documents.exports import Sheet, write_csv, write_xlsx
from scenario_market.documents.tables import Value
from scenario_market.domain.codes import CodeList

WITHDRAWN = "（已撤回）"
WIDTHS = {"serial": 6, "domain": 14, "title": 36, "content": 60, "place": 28, "lead_department": 20}
HEADER = [spec.header for spec in SCENARIOS.columns]

Lists = Mapping[str, CodeList]


def write_list(stream: IO[bytes], shown: Mapping[str, Any], codes: Lists, *, form: str) -> None:
    """Write a list as its reader may see it.

    :param shown: the list with its ``items``, as the query gives it; a withdrawn one keeps its 序号.
    :param form: ``xlsx`` or ``csv``.
    """
    rows = _rows(shown["items"], codes)
    if form == "csv":
        write_csv(stream, HEADER, rows)
        return
    widths = [WIDTHS[spec.name] for spec in SCENARIOS.columns]
    write_xlsx(stream, [Sheet(SCENARIOS.title, HEADER, rows, widths)])


def _rows(items: list[Mapping[str, Any]], codes: Lists) -> Iterator[list[Value]]:
    for item in items:
        content = item.get("content")
        if content is None:  # in preparation there is no frozen version yet
            said: dict[str, Value] = {"title": item.get("title", WITHDRAWN)}
        else:
            said = {
                "domain": _name(codes["scenario_domains"], content.get("domain")),
                "title": content["title"],
                "content": content.get("content"),
                "place": _place(content, codes),
                "lead_department": content.get("lead_department"),
            }
        said["serial"] = item["place"]
        yield [said.get(spec.name) for spec in SCENARIOS.columns]


def _place(content: Mapping[str, Any], codes: Lists) -> str:
    district = _name(codes["districts"], content.get("district"))
    return " ".join(part for part in (district, content.get("place")) if part)


def _name(entries: CodeList, code: str | None) -> str | None:
    entry = entries.get(code) if code else None
    return entry.zh if entry else code
