"""Matching on events: a demand with the pool, a provider with the open demands and calls.

What is found is computed in a reading transaction; matches, notices and deliveries are written in the one that
completes the job. A crash in between repeats the computing and writes nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from scenario_market.domain.demands import needs
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import OPEN
from scenario_market.domain.matching.engine import Policy, Reach
from scenario_market.domain.matching.records import MatchRun
from scenario_market.domain.matching.writing import CALLS, Pairs
from scenario_market.domain.providers import profiles
from scenario_market.domain.providers.models import Provider
from scenario_market.workers import match_calls
from scenario_market.workers.fan_out import CHUNK, policy_of, split, write_pairs
from scenario_market.workers.machine import Work


@dataclass(frozen=True)
class Found:
    """What matching a demand found: those to be told, best first, and under which terms.

    ``explanations`` are made before the writing transaction begins, but not for those that go into chunks.
    """

    number: int
    told: Reach
    explanations: list[str]
    eligible: int
    version: str
    chunk: tuple[int, int] | None = None


def _policy(work: Work) -> Policy:
    return policy_of(work.city.policy["matching"])


def rank_demand(work: Work) -> Found | None:
    """Rank the pool for the demand that the event is about; None when it is open no more."""
    engine = work.machine.pool.catch_up(work.session)
    need = needs.need_of(work.session, work.event.subject_id)
    if need is None:
        return None
    today = work.city.day(work.now)
    arguments = work.job.arguments
    if arguments:  # a chunk of a large run: the line was drawn by the first job
        between = (arguments["low"], arguments["high"])
        reach = engine.reach(need, today=today, between=between, floor_milli=arguments["floor"])
        texts = reach.explanations()
        return Found(need.version, reach, texts, len(reach), engine.version, between)
    reach = engine.reach(need, today=today)
    told = reach.head(_policy(work).count(reach.scores_milli.tolist()))
    texts = told.explanations() if len(told) <= CHUNK else []
    return Found(need.version, told, texts, len(reach), engine.version)


def write_demand(work: Work, found: Found | None) -> None:
    """Store the run, the matches, the notices and their deliveries."""
    demand = work.session.get(Demand, work.event.subject_id)
    if found is None or demand is None or demand.state not in OPEN:
        return
    if found.number != demand.public_number:  # what changed unseen is nothing that is matched
        return  # the amendment's own event matches the newer version
    if found.chunk is None:
        work.session.add(_run(work, found))
        if len(found.told) > CHUNK:
            split(work, found.told.provider_ids, floor_milli=int(found.told.scores_milli[-1]))
            return
    _write(work, found)


def _run(work: Work, found: Found) -> MatchRun:
    scores = found.told.scores_milli
    return MatchRun(
        event_id=work.event.id,
        demand_id=work.event.subject_id,
        number=found.number,
        engine_version=found.version,
        policy=dict(work.city.policy["matching"]),
        floor_milli=int(scores[-1]) if len(scores) else _policy(work).floor_milli,
        eligible=found.eligible,
        told=len(found.told),
        at=work.now,
    )


def _write(work: Work, found: Found) -> None:
    told = found.told
    count = len(told)
    pairs = Pairs(
        subject_ids=[work.event.subject_id] * count,
        numbers=[found.number] * count,
        provider_ids=told.provider_ids,
        scores_milli=told.scores_milli.tolist(),
        explanations=found.explanations,
    )
    write_pairs(work, pairs, version=found.version)


@dataclass(frozen=True)
class FoundNeeds:
    """The open demands and calls that fit some providers, as pairs, under which version of the engine."""

    pairs: Pairs
    calls: Pairs
    version: str


def rank_provider(work: Work) -> FoundNeeds:
    """Match the provider that the event is about with the open demands and calls."""
    return _reverse(work, [work.event.subject_id])


def rank_imported(work: Work) -> FoundNeeds:
    """Match the providers of an import with the open demands and calls."""
    return _reverse(work, (work.event.payload or {}).get("provider_ids", []))


def rank_organisation(work: Work) -> FoundNeeds:
    """Match the provider of the organisation that the event is about with the open demands and calls, if it is one."""
    query = select(Provider.id).where(Provider.organisation_id == work.event.subject_id)
    return _reverse(work, work.session.scalars(query).all())


def _reverse(work: Work, provider_ids: Sequence[int]) -> FoundNeeds:
    engine = work.machine.pool.catch_up(work.session)
    open_needs = list(needs.open_needs(work.session)) if provider_ids else []
    today, floor = work.city.day(work.now), _policy(work).floor_milli
    numbers = {need.id: need.version for need in open_needs}
    found: list[tuple[int, int, int, int, str]] = []
    if open_needs:
        for profile in profiles.stream(work.session, provider_ids):
            matches = engine.reverse(profile, open_needs, today=today, floor_milli=floor)
            found += [
                (key, numbers[key], profile.provider_id, one.score_milli, one.explanation_json)
                for key, one in matches
            ]
    columns: list[list[Any]] = [list(column) for column in zip(*found, strict=True)] or [[]] * 5
    calls = match_calls.pairs_of(work, provider_ids, engine, _policy(work))
    return FoundNeeds(Pairs(*columns), calls, engine.version)


def write_provider(work: Work, found: FoundNeeds) -> None:
    """Store what was found; tell each provider of the demands and calls that it was not told of before."""
    write_pairs(work, found.pairs, version=found.version)
    write_pairs(work, found.calls, version=found.version, noun=CALLS)
