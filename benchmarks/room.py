"""The measuring room that all benchmarks share: figures next to their ceiling, and the facts of the machine.

Two cores that others use too give no steady figures. So what is measured and its ceiling take turns in the same run,
medians are reported, and what counts is the ratio.
"""

import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil


@dataclass(frozen=True)
class Goal:
    """A bound on a figure's value, or on its ratio to the ceiling."""

    bound: float
    of: str = "ratio"
    at_most: bool = False

    def met_by(self, figure: "Figure") -> bool | None:
        measured = figure.value if self.of == "value" else figure.ratio
        if measured is None:
            return None
        return measured <= self.bound if self.at_most else measured >= self.bound

    def __str__(self) -> str:
        return f"{self.of} {'<=' if self.at_most else '>='} {self.bound:g}"


@dataclass(frozen=True)
class Figure:
    """One measured value. ``ceiling`` is in the same unit and of the same run.

    ``less_is_better``: times, whose ratio is ceiling / value; of rates it is value / ceiling.
    """

    what: str
    value: float
    unit: str
    ceiling: float | None = None
    less_is_better: bool = False
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        if self.ceiling is None or not self.value:
            return None
        return self.ceiling / self.value if self.less_is_better else self.value / self.ceiling

    def as_row(self) -> dict[str, Any]:
        """The figure as JSON shows it."""
        row = asdict(self) | {"ratio": self.ratio, "goal": str(self.goal or "")}
        return row | {"met": self.goal.met_by(self) if self.goal else None}

    def __str__(self) -> str:
        parts = [f"  {self.what:<58} {number(self.value):>9} {self.unit:<9}"]
        if self.ratio is not None:
            parts.append(f" ceiling {number(self.ceiling or 0):>9}  ratio {self.ratio:.2f}")
        if self.goal:
            verdict = {True: "met", False: "MISSED", None: "-"}[self.goal.met_by(self)]
            parts.append(f"  goal {self.goal}: {verdict}")
        return "".join(parts)


def number(value: float) -> str:
    """A value with three figures that say something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> dict[str, Any]:
    """The facts without which a figure means nothing."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in _lines("/proc/cpuinfo")
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": model,
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "load_1m": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8").splitlines()
    except OSError:
        return []


def seconds(act: Callable[[], Any]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def turns(
    acts: dict[str, Callable[[], float]], *, rounds: int, at_most_seconds: float
) -> dict[str, float]:
    """Let the acts take turns, and return the median of what each returned.

    :param at_most_seconds: no new round begins after this.
    """
    found: dict[str, list[float]] = {name: [] for name in acts}
    deadline = time.perf_counter() + at_most_seconds
    for turn in range(rounds):
        if turn and time.perf_counter() > deadline:
            break
        for name, act in acts.items():
            found[name].append(act())
    return {name: statistics.median(values) for name, values in found.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


Benchmark = Callable[["Given"], Iterator[Figure]]


@dataclass(frozen=True)
class Given:
    """What the command line asks for."""

    databases: tuple[str, ...]
    sizes: tuple[int, ...]
    folder: Path
    limit: int | None
