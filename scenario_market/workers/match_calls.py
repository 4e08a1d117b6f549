"""Matching of calls on events: a call with the pool, a provider with the open calls.

As of demands (``match.py``), and then sifted by the call's conditions: who fits and meets all is told, who fits and
misses some is told which. Computed in a reading transaction, written in the one that completes the job.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scenario_market.domain.challenges import call_needs, sifting
from scenario_market.domain.challenges.bidders import Answer, Call, judge_conditions
from scenario_market.domain.challenges.eligibility import call_of
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.matching.call_records import ChallengeRun
from scenario_market.domain.matching.engine import Engine, Policy, Reach
from scenario_market.domain.matching.writing import CALLS, Pairs
from scenario_market.domain.providers import profiles
from scenario_market.workers.fan_out import CHUNK, policy_of, split, write_pairs
from scenario_market.workers.machine import Work

WIDENED = "challenge.interest_low"


@dataclass(frozen=True)
class FoundCall:
    """What matching a call found: those to be told that they fit, and those that nearly do, best first.

    :param answers: of both together, those that fit before those that nearly do.
    """

    number: int
    told: Reach
    near: Reach
    answers: list[list[Answer]]
    explanations: list[str]
    eligible: int
    version: str
    chunk: tuple[int, int] | None = None

    @property
    def is_large(self) -> bool:
        """Whether those that fit are written in chunks, by jobs of their own."""
        return self.chunk is None and len(self.told) > CHUNK


def settings_of(work: Work) -> dict[str, Any]:
    """The city's rules of matching: wider for a call of which halfway too few had heard."""
    matching = dict(work.city.policy["matching"])
    wider = matching.pop("widened")
    return matching | wider if work.event.kind == WIDENED else matching


def rank_call(work: Work) -> FoundCall | None:
    """Rank the pool for the call that the event is about; None where it is open no more."""
    engine = work.machine.pool.catch_up(work.session)
    need = call_needs.need_of(work.session, work.event.subject_id)
    challenge = work.session.get(Challenge, work.event.subject_id)
    if need is None or challenge is None:
        return None
    today, arguments = work.city.day(work.now), work.job.arguments
    matching = settings_of(work)
    if arguments:  # a chunk of a large run: the line was drawn by the first job
        between = (arguments["low"], arguments["high"])
        reach = engine.reach(need, today=today, between=between, floor_milli=arguments["floor"])
        whole = Policy(arguments["floor"], 0, 0, len(reach), 0)
        found = _sifted(work, call_of(challenge), reach, whole, 0)
        return _explained(need.version, *found, len(reach), engine, between)
    reach = engine.reach(need, today=today)
    policy = policy_of(matching)
    told, near, answers = _sifted(work, call_of(challenge), reach, policy, matching["near"])
    fitting = policy.count(told.scores_milli.tolist())
    answers = answers[:fitting] + answers[len(told) :]
    return _explained(need.version, told.head(fitting), near, answers, len(reach), engine)


def _sifted(
    work: Work, call: Call, reach: Reach, policy: Policy, near_cap: int
) -> tuple[Reach, Reach, list[list[Answer]]]:
    """The best that meet all conditions, and the best of the others from the floor on; reads no further than it has to.

    Below the floor nobody is looked at but to fill up, so mostly a few hundred are read of any pool.
    """
    fit: list[tuple[int, list[Answer]]] = []
    near: list[tuple[int, list[Answer]]] = []
    scores = reach.scores_milli.tolist()
    asked = sifting.answers_of(
        work.session, call, reach.provider_ids, today=work.city.day(work.now)
    )
    places = {key: place for place, key in enumerate(reach.provider_ids)}
    for key, answers in asked:
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
    return _picked(reach, fit), _picked(reach, near), [answers for _, answers in fit + near]


def _picked(reach: Reach, rows: list[tuple[int, list[Answer]]]) -> Reach:
    return reach.pick(np.array([place for place, _ in rows], dtype=np.int64))


def _explained(
    number: int,
    told: Reach,
    near: Reach,
    answers: list[list[Answer]],
    eligible: int,
    engine: Engine,
    chunk: tuple[int, int] | None = None,
) -> FoundCall:
    found = FoundCall(number, told, near, answers, [], eligible, engine.version, chunk)
    texts = near.explanations() if found.is_large else told.explanations() + near.explanations()
    its = answers[len(answers) - len(texts) :]
    told_why = [sifting.with_answers(*pair) for pair in zip(texts, its, strict=True)]
    return replace(found, explanations=told_why)


def write_call(work: Work, found: FoundCall | None) -> None:
    """Store the run, the matches, the notices and their deliveries."""
    challenge = work.session.get(Challenge, work.event.subject_id)
    if found is None or challenge is None or challenge.state != ChallengeState.OPEN:
        return
    if found.number != challenge.content_number:
        return  # the amendment's own event matches the newer version
    if found.chunk is None:
        work.session.add(_run(work, found))
        if found.is_large:
            floor = int(found.told.scores_milli[-1])
            split(work, found.told.provider_ids, floor_milli=floor)
    write_pairs(work, _pairs(work, found), version=found.version, noun=CALLS)


def _pairs(work: Work, found: FoundCall) -> Pairs:
    """What is written now: all that has its explanation, which of a large run is only who nearly fits."""
    told = found.told if not found.is_large else found.told.head(0)
    count = len(told) + len(found.near)
    return Pairs(
        subject_ids=[work.event.subject_id] * count,
        numbers=[found.number] * count,
        provider_ids=[*told.provider_ids, *found.near.provider_ids],
        scores_milli=[*told.scores_milli.tolist(), *found.near.scores_milli.tolist()],
        explanations=found.explanations,
        marks=[False] * len(told) + [True] * len(found.near),
    )


def _run(work: Work, found: FoundCall) -> ChallengeRun:
    scores, matching = found.told.scores_milli, settings_of(work)
    return ChallengeRun(
        event_id=work.event.id,
        challenge_id=work.event.subject_id,
        number=found.number,
        engine_version=found.version,
        policy=matching,
        floor_milli=int(scores[-1]) if len(scores) else policy_of(matching).floor_milli,
        eligible=found.eligible,
        told=len(found.told),
        near=len(found.near),
        at=work.now,
    )


def pairs_of(work: Work, provider_ids: Sequence[int], engine: Engine, policy: Policy) -> Pairs:
    """The open calls that fit some providers, or nearly: as pairs. Statements do not grow with the calls."""
    calls = sifting.open_calls(work.session) if provider_ids else {}
    open_needs = list(call_needs.open_needs(work.session)) if calls else []
    today = work.city.day(work.now)
    numbers = {need.id: need.version for need in open_needs}
    found: list[tuple[int, int, int, int, str, bool]] = []
    if open_needs:
        held = sifting.all_bidders(work.session, provider_ids)
        for profile in profiles.stream(work.session, provider_ids):
            bidder = held[profile.provider_id]
            floor = policy.floor_milli
            for key, one in engine.reverse(profile, open_needs, today=today, floor_milli=floor):
                answers = judge_conditions(calls[key], [bidder], today=today)
                text = sifting.with_answers(one.explanation_json, answers)
                near = not sifting.fits(answers)
                row = (key, numbers[key], profile.provider_id, one.score_milli, text, near)
                found.append(row)
    columns: list[list[Any]] = [list(column) for column in zip(*found, strict=True)] or [[]] * 6
    return Pairs(*columns)
