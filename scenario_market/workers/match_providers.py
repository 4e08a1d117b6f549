"""Matching providers with the open demands and calls, on events: one that is new or has changed, or all of an import.

The other direction of ``match_needs.py``, by the same engine and rules, computed and written as there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from scenario_market.domain.challenges import sifting
from scenario_market.domain.matching.engine import Engine
from scenario_market.domain.matching.subjects import SUBJECTS, Subject
from scenario_market.domain.matching.writing import Pairs
from scenario_market.domain.providers import profiles
from scenario_market.domain.providers.models import Provider
from scenario_market.workers.fan_out import policy_of, settings_of, write_pairs
from scenario_market.workers.machine import Work


@dataclass(frozen=True)
class FoundNeeds:
    """What is open and fits some providers, or nearly: pairs of each kind, under which version of the engine."""

    pairs: list[Pairs]
    version: str


def rank_provider(work: Work) -> FoundNeeds:
    """Match the provider that the event is about."""
    return _reverse(work, [work.event.subject_id])


def rank_imported(work: Work) -> FoundNeeds:
    """Match the providers of an import."""
    return _reverse(work, (work.event.payload or {}).get("provider_ids", []))


def rank_organisation(work: Work) -> FoundNeeds:
    """Match the provider of the organisation that the event is about, if it is one."""
    query = select(Provider.id).where(Provider.organisation_id == work.event.subject_id)
    return _reverse(work, work.session.scalars(query).all())


def _reverse(work: Work, provider_ids: Sequence[int]) -> FoundNeeds:
    engine = work.machine.pool.catch_up(work.session)
    pairs = [_pairs(work, one, provider_ids, engine) for one in SUBJECTS.values() if provider_ids]
    return FoundNeeds(pairs, engine.version)


def _pairs(work: Work, subject: Subject, provider_ids: Sequence[int], engine: Engine) -> Pairs:
    """The open subjects of one kind that fit some providers, or nearly. Statements do not grow with the subjects."""
    today, floor = work.city.day(work.now), policy_of(settings_of(work)).floor_milli
    needs = list(subject.open_needs(work.session))
    judge = subject.judge(work.session, provider_ids, today) if needs else None
    numbers = {need.id: need.version for need in needs}
    found: list[tuple[Any, ...]] = []
    for profile in profiles.stream(work.session, provider_ids) if needs else ():
        for key, one in engine.reverse(profile, needs, today=today, floor_milli=floor):
            text, is_near = one.explanation_json, False
            if judge and (answers := judge(key, profile.provider_id)):
                text, is_near = sifting.with_answers(text, answers), not sifting.fits(answers)
            number = numbers[key]
            found.append((key, number, profile.provider_id, one.score_milli, text, is_near))
    columns = [list(column) for column in zip(*found, strict=True)] or [[]] * 6
    return Pairs(subject.kind, *columns)


def write_provider(work: Work, found: FoundNeeds) -> None:
    """Store what was found; tell each provider of the demands and calls that it was not told of before."""
    for pairs in found.pairs:
        write_pairs(work, pairs, version=found.version)
