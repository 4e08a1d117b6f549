"""Matching a demand or call with the pool, on events: who fits is told, who nearly fits is told what it misses.

What is found is computed in a reading transaction; matches, notices and deliveries are written in the one that
completes the job. A crash in between repeats the computing and writes nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenario_market.domain.challenges import sifting
from scenario_market.domain.challenges.bidders import Answer
from scenario_market.domain.matching.engine import Policy, Reach
from scenario_market.domain.matching.records import MatchRun
from scenario_market.domain.matching.subjects import SUBJECTS, Sieve, Subject
from scenario_market.domain.matching.writing import Pairs
from scenario_market.workers import fan_out
from scenario_market.workers.fan_out import policy_of, settings_of, split, write_pairs
from scenario_market.workers.machine import Work


@dataclass(frozen=True)
class Sifted:
    """Those that fit and those that nearly do, each best first.

    :param answers: of both together, those that fit first, to the subject's conditions; None where it has none.
    """

    told: Reach
    near: Reach
    answers: Sequence[list[Answer]] | None = None


@dataclass(frozen=True)
class Found:
    """What matching a demand or call found, and under which terms.

    :param number: the version that was matched.
    :param explanations: of who fits and then of who nearly does, JSON texts; of a large run only of the latter.
    :param chunk: the provider keys (first, last) of this part of a large run.
    """

    number: int
    told: Reach
    near: Reach
    explanations: list[str]
    eligible: int
    version: str
    chunk: tuple[int, int] | None = None

    @property
    def is_large(self) -> bool:
        """Whether those that fit are written in chunks, by jobs of their own."""
        return _is_large(self.told, self.chunk)


def _is_large(told: Reach, chunk: tuple[int, int] | None) -> bool:
    return chunk is None and len(told) > fan_out.CHUNK


def _subject(work: Work) -> Subject:
    return SUBJECTS[work.event.subject_kind]


def rank_need(work: Work) -> Found | None:
    """Rank the pool for what the event is about; None where it is open no more."""
    engine, subject = work.machine.pool.catch_up(work.session), _subject(work)
    today, arguments = work.city.day(work.now), work.job.arguments
    need = subject.need_of(work.session, work.event.subject_id)
    if need is None:
        return None
    sieve = subject.sieve(work.session, work.event.subject_id, today)
    if arguments:  # a chunk of a large run: the line was drawn by the first job
        chunk = (arguments["low"], arguments["high"])
        floor = arguments["floor"]
        reach = engine.reach(need, today=today, between=chunk, floor_milli=floor)
        sifted = _sifted(reach, Policy(floor, 0, 0, len(reach), 0), 0, sieve)
    else:
        chunk, matching = None, settings_of(work)
        reach = engine.reach(need, today=today)
        sifted = _sifted(reach, policy_of(matching), matching["near"], sieve)
    texts = _explanations(sifted, with_told=not _is_large(sifted.told, chunk))
    told, near = sifted.told, sifted.near
    return Found(need.version, told, near, texts, len(reach), engine.version, chunk)


def _sifted(reach: Reach, policy: Policy, near_cap: int, sieve: Sieve | None) -> Sifted:
    """The best that meet all conditions, and the best of the others from the floor on; reads no further than it has to.

    Below the floor nobody is looked at but to fill up, so mostly a few hundred are read of any pool.
    """
    scores = reach.scores_milli.tolist()
    if sieve is None:
        return Sifted(reach.head(policy.count(scores)), reach.head(0))
    fit: list[tuple[int, list[Answer]]] = []
    near: list[tuple[int, list[Answer]]] = []
    places = {key: place for place, key in enumerate(reach.provider_ids)}
    for key, answers in sieve(reach.provider_ids):
        score = scores[places[key]]
        fills = len(fit) < policy.at_least and score >= policy.lowest_milli
        if sifting.fits(answers):
            if fills or (score >= policy.floor_milli and len(fit) < policy.cap):
                fit.append((places[key], answers))
        elif score >= policy.floor_milli and len(near) < near_cap:
            near.append((places[key], answers))
        if score < policy.floor_milli and not fills:
            break
        if len(fit) >= policy.cap and len(near) >= near_cap:
            break
    fit = fit[: policy.count([scores[place] for place, _ in fit])]
    return Sifted(_picked(reach, fit), _picked(reach, near), [answers for _, answers in fit + near])


def _picked(reach: Reach, rows: list[tuple[int, list[Answer]]]) -> Reach:
    return reach.pick(np.array([place for place, _ in rows], dtype=np.int64))


def _explanations(sifted: Sifted, *, with_told: bool) -> list[str]:
    """Made before the writing transaction begins, but not for those that go into chunks."""
    texts = sifted.told.explanations() if with_told else []
    texts += sifted.near.explanations()
    if sifted.answers is None:
        return texts
    its = sifted.answers[len(sifted.answers) - len(texts) :]
    return [sifting.with_answers(*pair) for pair in zip(texts, its, strict=True)]


def write_need(work: Work, found: Found | None) -> None:
    """Store the run, the matches, the notices and their deliveries."""
    subject = _subject(work)
    row = work.session.get(subject.model, work.event.subject_id)
    if found is None or row is None or not subject.is_current(row, found.number):
        return
    if found.chunk is None:
        work.session.add(_run(work, found))
        if found.is_large:
            split(work, found.told.provider_ids, floor_milli=int(found.told.scores_milli[-1]))
    write_pairs(work, _pairs(work, found), version=found.version)


def _pairs(work: Work, found: Found) -> Pairs:
    """What is written now: all that has its explanation, which of a large run is only who nearly fits."""
    told = found.told if not found.is_large else found.told.head(0)
    count = len(told) + len(found.near)
    return Pairs(
        kind=work.event.subject_kind,
        subject_ids=[work.event.subject_id] * count,
        numbers=[found.number] * count,
        provider_ids=[*told.provider_ids, *found.near.provider_ids],
        scores_milli=[*told.scores_milli.tolist(), *found.near.scores_milli.tolist()],
        explanations=found.explanations,
        near=[False] * len(told) + [True] * len(found.near),
    )


def _run(work: Work, found: Found) -> MatchRun:
    scores, matching = found.told.scores_milli, settings_of(work)
    return MatchRun(
        event_id=work.event.id,
        subject_kind=work.event.subject_kind,
        subject_id=work.event.subject_id,
        number=found.number,
        engine_version=found.version,
        policy=matching,
        floor_milli=int(scores[-1]) if len(scores) else policy_of(matching).floor_milli,
        eligible=found.eligible,
        told=len(found.told),
        near=len(found.near),
        at=work.now,
    )
