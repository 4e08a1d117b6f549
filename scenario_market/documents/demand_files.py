"""Lists of demands as files: which of the field's lists a file is, its rows as entries, the report in words."""

from typing import IO, Any

from scenario_market.documents import columns
from scenario_market.documents.columns import ColumnMap, MissingColumns, Reading
from scenario_market.documents.tables import HeaderNotFound, TableError
from scenario_market.documents.workbooks import read_table
from scenario_market.domain.city import City
from scenario_market.domain.demands.importing import Entry, Report
from scenario_market.domain.demands.rules import FIELDS
from scenario_market.domain.errors import FieldError, Invalid
from scenario_market.texts import providers as texts
from scenario_market.texts.demands import FIELDS as WORDS

# The fullest list first: a 场景需求清单 has every column that the others cannot do without.
KINDS = (columns.DEMANDS, columns.OPPORTUNITIES, columns.SCENARIOS)


def read(stream: IO[bytes], filename: str, *, city: City) -> tuple[list[Entry], str]:
    """The rows of a file, and which list it is.

    :raises Invalid: the file cannot be used: its format, its size, its columns.
    """
    refused: TableError | None = None
    for kind in KINDS:
        stream.seek(0)
        try:
            with read_table(stream, filename, kind.headers) as table:
                kind.check(table)
                readings = [kind.read(row, table.columns, city.codes) for row in table.rows]
        except (HeaderNotFound, MissingColumns) as error:
            # What the fullest list misses is said only where the file is none of the others either.
            refused = refused or error
        except TableError as error:
            raise _unusable(error) from error
        else:
            return [_entry(kind, reading) for reading in readings], kind.name
    raise _unusable(refused or MissingColumns(columns=()))


def _unusable(error: TableError) -> Invalid:
    return Invalid(FieldError("file", error.code, dict(error.params)))


def _entry(kind: ColumnMap, reading: Reading) -> Entry:
    record = dict(reading.record)
    if isinstance(record.get("metrics"), tuple):
        record["metrics"] = list(record["metrics"])
    return Entry(
        row=reading.number,
        fields={name: value for name, value in record.items() if name in FIELDS},
        serial=str(record.get("serial") or ""),
        owner_name=str(record.get("owner_name") or ""),
        uscc=record.get("uscc"),
        errors=tuple(
            FieldError(problem.field or "row", problem.code, dict(problem.params))
            for problem in reading.problems
        ),
    )


def report(taken: Report, *, language: str) -> dict[str, Any]:
    """What became of a list, each fault in words."""
    counts: dict[str, int] = {}
    for row in taken.rows:
        counts[row.outcome] = counts.get(row.outcome, 0) + 1
    return {
        "list": taken.kind,
        "mode": taken.mode,
        "is_written": taken.is_written,
        "counts": counts,
        "rows": [
            {
                "row": row.entry.row,
                "outcome": row.outcome,
                "title": row.entry.fields.get("title"),
                "demand_id": row.demand.id if row.demand is not None else None,
                "errors": [
                    {"field": e.field, "rule": e.rule, "message": _say(e, language)}
                    for e in row.errors
                ],
            }
            for row in taken.rows
        ],
    }


def _say(error: FieldError, language: str) -> str:
    """The words of a cell's rule, else those of a demand's."""
    said = texts.say(error.rule, error.params, language)
    if said != error.rule or error.rule not in WORDS:
        return said
    pair = WORDS[error.rule]
    return pair[1] if language.startswith("en") else pair[0]
