"""The one narrow interface to matching: everything else in this folder stands behind it.

    engine = Engine(Weights(), names=place_names)    # names: never evidence (districts, the city)
    engine.load(profiles)                            # freezes the statistics (idf, lengths)
    engine.put(*profiles); engine.drop(*provider_ids)
    engine.rank(need, today=today, limit=20)         # [Match], eligible, best first, ties by hash
    engine.reach(need, today=today, between=(a, b))  # Reach: columns, explanations when asked for
    engine.reverse(profile, needs, today=today)      # [(need id, Match)], agrees with rank
    engine.explain(need, profile, today=today)       # Explanation, told or not, in the pool or not

Who is told is the policy's business: `reach = engine.reach(need, today=today)`, then
`told = reach.head(policy.count(reach.scores_milli))`, then `told.between(low, high)` for each
chunk of the fan-out, then `told.explanations()`.

Scores are whole milli-points 0..100000. Every number is made by integer arithmetic, so the order
of insertion, the process and the processor cannot change a bit. What does change scores are the
statistics frozen at `load`: processes that must agree load with the same `Statistics`
(`engine.statistics`, `Statistics.to_bytes`), and `engine.version` names both.

One thread writes (load, put, drop); any number may read at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from .explain import Writer
from .index import Segment
from .match import Explanation, Match, Reach, best_first
from .policy import Policy, choose
from .pool import Pool
from .profile import Need, Profile
from .query import Query, prepare
from .requirements import failed, findings, stand
from .score import DECLARED, Scored, masks, met, score
from .statistics import Statistics
from .terms import name_parts
from .weights import Weights

__all__ = ["Engine", "Explanation", "Match", "Policy", "Reach", "Statistics", "Weights", "choose"]

FORMULA = "1"  # raised when the formula changes, so that old explanations stay readable
_ALWAYS = -(2**31)  # a day before all days: nothing has expired


class Engine:
    """Matches needs with the pool that it holds in memory."""

    def __init__(self, weights: Weights, *, names: Sequence[str] = ()) -> None:
        self.weights = weights
        self.names = frozenset().union(*(name_parts(name) for name in names if name.strip()))
        self.load(())

    def load(self, profiles: Iterable[Profile], *, statistics: Statistics | None = None) -> None:
        """Replace the pool; freeze the statistics of it unless some are given.

        Two profiles with one provider id: ValueError. Readers keep the old pool until the end.
        """
        self._pool = Pool(profiles, statistics)

    @property
    def statistics(self) -> Statistics:
        """What was frozen at `load`."""
        return self._pool.statistics

    @property
    def version(self) -> str:
        """Formula, weights and statistics: with the same version, the same scores."""
        return self._version(self._pool)

    def _version(self, pool: Pool) -> str:
        return f"{FORMULA}-{self.weights.version}-{pool.statistics.version}"

    def put(self, *profiles: Profile) -> None:
        """Add providers or replace what is known of them. All at once is much cheaper than one by one.

        Two profiles with one provider id: ValueError.
        """
        ids = {profile.provider_id for profile in profiles}
        if len(ids) != len(profiles):
            raise ValueError("two profiles with the same provider id")
        if profiles:
            self._pool.replace(ids, self._pool.made(profiles))

    def drop(self, *provider_ids: Any) -> None:
        """Forget providers; nothing happens if they are not there."""
        self._pool.replace(provider_ids, None)

    def __len__(self) -> int:
        return len(self._pool.where)

    def __contains__(self, provider_id: Any) -> bool:
        return provider_id in self._pool.where

    def rank(
        self, need: Need, *, today: date, limit: int | None = None, floor_milli: int = 0
    ) -> list[Match]:
        """Eligible providers with at least `floor_milli`, best first."""
        return self.reach(need, today=today, floor_milli=floor_milli, limit=limit).matches()

    def reach(
        self,
        need: Need,
        *,
        today: date,
        between: tuple[Any, Any] | None = None,
        floor_milli: int = 0,
        limit: int | None = None,
    ) -> Reach:
        """Eligible providers with at least `floor_milli` as columns, the best `limit` of them.

        `between` keeps those with low <= provider id <= high.
        """
        pool = self._pool
        parts = pool.parts(between)
        query = prepare(need, pool.statistics, self.names)
        return self._reach(pool, parts, query, today, floor_milli, limit)

    def reverse(
        self, profile: Profile, needs: Iterable[Need], *, today: date, floor_milli: int = 0
    ) -> list[tuple[Any, Match]]:
        """The needs this provider is eligible for, best first, with what `rank` would say."""
        pool = self._pool
        alone = [pool.made([profile])]
        found: list[Match] = []
        for need in needs:
            query = prepare(need, pool.statistics, self.names)
            found += self._reach(pool, alone, query, today, floor_milli).matches()
        found.sort(key=lambda match: (-match.score_milli, match.tie))
        return [(match.need_id, match) for match in found]

    def explain(self, need: Need, profile: Profile, *, today: date) -> Explanation:
        """Why, or why not: also for a provider that is outside the pool or fails a rule."""
        pool = self._pool
        alone = pool.made([profile])
        query = prepare(need, pool.statistics, self.names)
        lookup = pool.lookup(query)
        scored = score(alone, query, lookup, self.weights, today.toordinal())
        writer = Writer(query, self.weights, self._version(pool))
        ever = met([int(word[0]) for word in masks(alone, lookup.bits, _ALWAYS)])
        standing = stand(need, profile)
        group = scored.groups[0]
        against = failed(findings(need, query.asked, group.met, standing))
        facts = {0: (standing, ever - group.met)}
        (stored,) = writer.write(alone, np.zeros(1, dtype=np.int64), scored, facts)
        contributions = {"text": int(scored.text[0])} | group.points
        return Explanation(not against, int(scored.score[0]), contributions, against, stored)

    def _reach(
        self,
        pool: Pool,
        parts: list[Segment],
        query: Query,
        today: date,
        floor_milli: int,
        limit: int | None = None,
    ) -> Reach:
        lookup = pool.lookup(query)
        writer = Writer(query, self.weights, self._version(pool))
        scores, kept, offset = [], [], 0
        for part in parts:
            scored = score(part, query, lookup, self.weights, today.toordinal())
            rows = np.flatnonzero(scored.eligible & (scored.score >= floor_milli))
            scores.append((part, scored, offset))
            kept.append((part, scored, rows, offset))
            offset += len(part)

        def write(places: np.ndarray) -> list[str]:
            texts: list[str] = [""] * places.size
            for part, scored, start in scores:
                mine = np.flatnonzero((places >= start) & (places < start + len(part)))
                if mine.size:
                    for place, text in zip(
                        mine.tolist(), writer.write(part, places[mine] - start, scored), strict=True
                    ):
                        texts[place] = text
            return texts

        reach = _columns(query.need, kept, write)
        return reach.pick(best_first(reach.scores_milli, query.need.key, reach.keys, limit))


def _columns(need: Need, kept: list[tuple[Segment, Scored, np.ndarray, int]], write: Any) -> Reach:
    def joined(arrays: list[np.ndarray]) -> np.ndarray:
        return np.concatenate([np.zeros(0, dtype=np.int64), *arrays])

    contributions = {"text": joined([scored.text[rows] for _, scored, rows, _ in kept])}
    for name in DECLARED:
        points = [
            np.array([group.points[name] for group in scored.groups], dtype=np.int64)
            for _, scored, _, _ in kept
        ]
        contributions[name] = joined(
            [
                one[scored.group[rows]]
                for one, (_, scored, rows, _) in zip(points, kept, strict=True)
            ]
        )
    return Reach(
        need.id,
        need.key,
        [part.ids[row] for part, _, rows, _ in kept for row in rows.tolist()],
        [part.keys[row] for part, _, rows, _ in kept for row in rows.tolist()],
        joined([scored.score[rows] for _, scored, rows, _ in kept]),
        contributions,
        joined([part.wants[rows] for part, _, rows, _ in kept]).astype(bool),
        joined([rows + start for _, _, rows, start in kept]),
        write,
    )
