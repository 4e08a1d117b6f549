"""Taking a 项目责任清单 in: its rows say of known projects who follows them and where they stand. It makes none.

A row is known by company and project; by the company alone where the list names no project and the company has one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scenario_market.domain.errors import FieldError
from scenario_market.domain.imports.kinds import Context, Taken, count
from scenario_market.domain.imports.rows import ParsedRow
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.projects.following import LIMITS
from scenario_market.domain.projects.models import Project

BATCH = 500


@dataclass(frozen=True)
class Entry:
    """What one row says: ``words`` holds those of ``follower`` and ``progress`` that it has."""

    number: int
    company: str
    title: str
    words: dict[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    warnings: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class Compared:
    """An entry, the project that it is about, and what it says otherwise."""

    entry: Entry
    project: Any = None
    changed: dict[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """``wrong``, ``updated`` or ``unchanged``."""
        if self.entry.errors:
            return "wrong"
        return "updated" if self.changed else "unchanged"


def read(rows: Iterable[ParsedRow]) -> Iterator[Entry]:
    """Entries of a file, in its order; a project that stands twice is wrong the second time."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        said = {name: str(row.record.get(name) or "").strip() for name in ("name", "project")}
        words = {name: str(row.record[name]).strip() for name in LIMITS if row.record.get(name)}
        errors = [FieldError(p.field or "row", p.code, dict(p.params)) for p in row.problems]
        errors += [
            FieldError(name, "too_long", {"limit": LIMITS[name], "found": len(text)})
            for name, text in words.items()
            if len(text) > LIMITS[name]
        ]
        first = seen.setdefault((said["name"], said["project"]), row.number)
        if first != row.number:
            errors.append(FieldError("project", "repeated_row", {"row": first}))
        yield Entry(row.number, said["name"], said["project"], words, tuple(errors))


def compare(
    session: Session, entries: Iterator[Entry], *, lock: bool = False
) -> Iterator[Compared]:
    """Hold entries against the projects of their companies, batch by batch."""
    while batch := list(islice(entries, BATCH)):
        known = _known(session, {entry.company for entry in batch}, lock=lock)
        for entry in batch:
            yield _compared(entry, known[entry.company])


def _known(session: Session, companies: set[str], *, lock: bool) -> dict[str, list[Any]]:
    query = (
        select(
            Project.id,
            Project.title,
            Project.version,
            Project.follower,
            Project.progress,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == Project.organisation_id)
        .where(Organisation.name.in_(companies))
        .order_by(Project.id)
    )
    if lock:
        query = query.with_for_update(of=Project)
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        found[row.name].append(row)
    return found


def _compared(entry: Entry, projects: Sequence[Any]) -> Compared:
    fitting = [row for row in projects if entry.title in ("", row.title)]
    if entry.errors or len(fitting) != 1:
        rule = "project_ambiguous" if fitting else "project_unknown"
        errors = entry.errors or (FieldError("project" if entry.title else "name", rule),)
        wrong = Entry(entry.number, entry.company, entry.title, entry.words, tuple(errors))
        return Compared(wrong)
    (row,) = fitting
    changed = {name: text for name, text in entry.words.items() if getattr(row, name) != text}
    return Compared(entry, row, changed)


def take_in(context: Context, compared: Sequence[Compared]) -> Taken:
    """Write the words of the rows that say something otherwise; the projects are locked."""
    updated = [one for one in compared if one.outcome == "updated"]
    values = [
        {
            "id": one.project.id,
            "follower": one.changed.get("follower", one.project.follower),
            "progress": one.changed.get("progress", one.project.progress),
            "version": one.project.version + 1,
            "updated_at": context.now,
        }
        for one in updated
    ]
    if values:
        context.session.execute(update(Project), values)
    ids = sorted(one.project.id for one in updated)
    counts = count(compared)
    facts = {"updated": len(ids), "unchanged": counts["unchanged"], "project_ids": ids}
    return Taken(ids, facts)
