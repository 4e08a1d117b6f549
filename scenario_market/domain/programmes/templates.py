"""Templates of the pledge (军令状): the clauses that a city gives it, from ``pledges/CODE.toml``."""

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What a clause may name in braces; the document fills it.
SLOTS = frozenset(
    {"provider", "owner", "office", "number", "title", "reward", "term_months", "milestones"}
)
REQUIRED = frozenset({"responsibility", "consequences", "diligence"})


@dataclass(frozen=True)
class Clause:
    """One clause. ``is_negotiable``: the parties may put it in other words."""

    code: str
    title: str
    text: str
    is_negotiable: bool = False


@dataclass(frozen=True)
class PledgeTemplate:
    """What a pledge says besides the bid.

    :param title: of the paper. :param missed: what follows where a milestone is missed and nothing else was agreed.
    """

    code: str
    title: str
    missed: str
    clauses: tuple[Clause, ...]


def template(values: Mapping[str, Any]) -> PledgeTemplate:
    """A template from configuration. :raises TypeError: a value is missing or unknown, which it names."""
    clauses = tuple(Clause(**one) for one in values["clauses"])
    return PledgeTemplate(**{**values, "clauses": clauses})


def faults(one: PledgeTemplate) -> list[str]:
    """What is wrong with a template, in words for who configures it; empty where it is sound."""
    codes = [clause.code for clause in one.clauses]
    unknown = {slot for clause in one.clauses for slot in _slots(clause.text)} - SLOTS
    fixed = {clause.code for clause in one.clauses if not clause.is_negotiable}
    checks = {
        f"lacks the clauses {sorted(REQUIRED - set(codes))}": not set(codes) >= REQUIRED,
        f"{sorted(REQUIRED - fixed)} must not be negotiable": not fixed >= REQUIRED & set(codes),
        "names a clause twice": len(set(codes)) != len(codes),
        f"names unknown slots {sorted(unknown)}": bool(unknown),
    }
    return [text for text, broken in checks.items() if broken]


def _slots(text: str) -> Iterable[str]:
    return (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def load(folder: Path) -> Mapping[str, PledgeTemplate]:
    """Templates by code.

    :raises ValueError: a file breaks a rule, which it names.
    """
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            one = template(tomllib.loads(path.read_text("utf-8")))
        except (TypeError, KeyError) as error:
            raise ValueError(f"{path.name}: {error}") from error
        problems = faults(one)
        if problems:
            raise ValueError(f"{path.name}: {'; '.join(problems)}")
        found[one.code] = one
    return found
