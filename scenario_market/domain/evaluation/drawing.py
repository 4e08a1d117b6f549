"""The list that a panel is drawn from, out of the register; for panels of calls and of final acceptances alike."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.evaluation import conflicts, draw, relations
from scenario_market.domain.evaluation.conflicts import Party, Terms
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.experts.states import ExpertState


def new_secrets() -> dict[str, str]:
    """Seed and numbering key of a draw in hex, and what is published of them beforehand, as columns of a panel."""
    seed, numbering = secrets.token_bytes(32), secrets.token_bytes(32)
    return {
        "seed": seed.hex(),
        "numbering": numbering.hex(),
        "seed_hash": draw.commitment(seed),
        "numbering_hash": draw.commitment(numbering),
    }


def candidates(
    session: Session, numbering: bytes, parties: Sequence[Party], on: Terms, *, now: datetime
) -> tuple[dict[int, str], list[draw.Candidate]]:
    """Numbers by the key of each expert in force, and the list with every reason for which somebody may not sit."""
    persons = relations.persons(session, Expert.state == ExpertState.ACTIVE, now=now)
    numbers = draw.numbers(persons, numbering)
    listed = [
        draw.Candidate(
            numbers[key],
            person.is_finance,
            conflicts.fits(person, on),
            conflicts.exclusions(person, parties, on),
        )
        for key, person in persons.items()
    ]
    return numbers, listed


def refused(
    session: Session,
    asked: Mapping[int, str],
    parties: Callable[[], Sequence[Party]],
    on: Terms,
    *,
    now: datetime,
) -> list[dict[str, Any]]:
    """Who of these experts cannot sit by now, though he could at the draw: number and reasons.

    :param asked: numbers by the experts' keys. :param parties: read only where somebody is asked.
    """
    if not asked:
        return []
    persons = relations.persons(session, Expert.id.in_(asked), now=now)
    active = set(
        session.scalars(
            select(Expert.id).where(Expert.id.in_(asked), Expert.state == ExpertState.ACTIVE)
        )
    )
    with_stakes, found = parties(), []
    for key, number in sorted(asked.items(), key=lambda pair: pair[1]):
        reasons = [*conflicts.exclusions(persons[key], with_stakes, on)]
        if key not in active:
            reasons.append("not_in_register")
        if reasons:
            found.append({"number": number, "reasons": reasons})
    return found
