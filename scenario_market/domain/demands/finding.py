"""What is derived from a demand so that it can be found: its industries and character pairs as rows."""

import unicodedata
import zlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from scenario_market.domain.demands.kind import DEMANDS
from scenario_market.domain.demands.models import Demand, DemandGram
from scenario_market.domain.postings import industries

SAMPLE = 4  # one in so many pairs of the problem is kept; all of the title are


def fold(text: str) -> str:
    """The letters, digits and characters of a text alone, in one width and case."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def pairs(text: str) -> frozenset[str]:
    """The character pairs (bigrams) of a folded text."""
    folded = fold(text)
    return frozenset(folded[i : i + 2] for i in range(len(folded) - 1))


def sketch(title: str, problem: str) -> frozenset[str]:
    """The pairs by which candidates are found: all of the title, a fixed sample of the problem.

    The sample is by hash (CRC-32), the same for every text, so that two texts keep the share they have in common.
    """
    sampled = (pair for pair in pairs(problem) if zlib.crc32(pair.encode()) % SAMPLE == 0)
    return pairs(title) | frozenset(sampled)


def problem_of(row: Any) -> str:
    """The text that says what is wrong: the pain points, or the rough problem where there are none."""
    return row.pain_points or row.problem


def refresh(session: Session, demands: Iterable[Demand]) -> None:
    """Write the derived rows of saved demands anew, set-based."""
    demands = list(demands)
    industries.refresh(session, DEMANDS, demands)
    keys = [demand.id for demand in demands]
    session.execute(delete(DemandGram).where(DemandGram.demand_id.in_(keys)))
    grams = [
        {"demand_id": d.id, "gram": gram}
        for d in demands
        for gram in sorted(sketch(d.title, problem_of(d)))
    ]
    if grams:
        session.execute(insert(DemandGram), grams)
