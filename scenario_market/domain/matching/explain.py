"""The stored explanation: made with the match from the same integers, never made up afterwards.

    {"engine": version, "need": id, "need_version": n, "provider": id, "score": milli-points,
     "contributions": {name: milli}, "most": {name: milli},           contributions sum to score
     "phrases": [[text, milli], ...], "other_text": milli,              these sum to text
     "best": {"kind", "id", "title", "ordinal"} or null, "covered": [by best, by all],   permille
     "matched": {name: [codes]}, "missing": {name: [codes]},
     "filters": [{"rule", "passed", "held"?, "lacking"?, "by_partner"?}]}

It is written as JSON text directly: at a fan-out of 100,000 a dictionary each would cost more
than the match. What depends on the need or on the codes alone is encoded once.
"""

from __future__ import annotations

import numpy as np

from .building import IMPACT_ONE
from .index import Segment
from .passages import dump
from .phrases import Layout, spoken, values
from .query import Query
from .requirements import PASSES, Standing, findings
from .score import DECLARED, Group, Scored
from .weights import CONTRIBUTIONS, Weights

_CELLS = 1 << 18  # rows times terms that are worked on at a time


class Writer:
    """Writes the explanations of one need's matches."""

    def __init__(self, query: Query, weights: Weights, version: str) -> None:
        self.query = query
        self.weights = weights
        self.layout = Layout(query)
        need = query.need
        most = {name: getattr(weights, name) for name in CONTRIBUTIONS}
        head = {"engine": version, "need": need.id, "need_version": need.version, "most": most}
        self._head = dump(head)[:-1]
        self._encoded: list[str] = []

    def write(
        self,
        segment: Segment,
        rows: np.ndarray,
        scored: Scored,
        standings: dict[int, tuple[Standing, frozenset[int]]] | None = None,
    ) -> list[str]:
        """JSON texts for these rows. `standings` is for rows that rules stand against: the facts
        and the items that were held once but have lapsed; others have passed all rules."""
        found: list[str] = []
        tails = {number: self._tail(group) for number, group in self._groups(scored, rows)}
        if standings:
            for row, against in standings.items():
                number = int(scored.group[row])
                filters = self._filters(scored.groups[number], *against)
                tails[number] = (tails[number][0], filters)
        step = 1 + _CELLS // (1 + self.query.keys.size)
        for begin in range(0, rows.size, step):
            found += self._block(segment, rows[begin : begin + step], scored, tails)
        return found

    def _block(
        self, segment: Segment, rows: np.ndarray, scored: Scored, tails: dict[int, tuple[str, str]]
    ) -> list[str]:
        head, ids, labels = self._head, segment.ids, segment.labels
        texts, others = self._phrases(segment, rows, scored)
        whole = IMPACT_ONE * self.query.total
        columns = zip(
            rows.tolist(),
            scored.score[rows].tolist(),
            scored.text[rows].tolist(),
            scored.group[rows].tolist(),
            scored.best[rows].tolist(),
            (1000 * scored.covered[0][rows] // whole).tolist(),
            (1000 * scored.covered[1][rows] // whole).tolist(),
            texts,
            others,
            strict=True,
        )
        found = []
        for row, score, text, group, best, by_best, by_all, phrases, other in columns:
            middle, tail = tails[group]
            one = ids[row]
            found.append(
                f'{head},"provider":{one if type(one) is int else dump(one)},"score":{score},'
                f'"contributions":{{"text":{text}{middle},"phrases":[{phrases}],'
                f'"other_text":{other},"best":{self._best(labels[row], best - 2)},'
                f'"covered":[{by_best},{by_all}],{tail}}}'
            )
        return found

    def _groups(self, scored: Scored, rows: np.ndarray) -> list[tuple[int, Group]]:
        return [(int(one), scored.groups[one]) for one in np.unique(scored.group[rows])]

    def _tail(self, group: Group) -> tuple[str, str]:
        points = "".join(f',"{name}":{group.points[name]}' for name in DECLARED) + "}"
        matched: dict[str, list[str]] = {}
        missing: dict[str, list[str]] = {}
        for place, item in enumerate(self.query.asked):
            if item.use in DECLARED:
                side = matched if place in group.met else missing
                side.setdefault(item.use, []).append(item.code)
        points += f',"matched":{dump(matched)},"missing":{dump(missing)}'
        return points, self._filters(group, PASSES, frozenset())

    def _filters(self, group: Group, standing: Standing, expired: frozenset[int]) -> str:
        found = findings(self.query.need, self.query.asked, group.met, standing, expired)
        return f'"filters":{dump(found)}'

    def _phrases(
        self, segment: Segment, rows: np.ndarray, scored: Scored
    ) -> tuple[list[str], list[int]]:
        """For each row the phrases as JSON, and the milli-points of its text that they leave."""
        share, query = self.weights.best_percent, self.query
        value = values(segment, rows, scored, query, share)
        row, phrase, worth = spoken(value, self.layout)
        milli = self.weights.text * worth // (100 * IMPACT_ONE * query.total)
        others = scored.text[rows].copy()
        np.subtract.at(others, row, milli)
        texts = self.layout.texts
        for place in range(len(self._encoded), len(texts)):
            self._encoded.append(dump(texts[place]))
        encoded = self._encoded
        parts = [
            f"[{encoded[one]},{points}]"
            for one, points in zip(phrase.tolist(), milli.tolist(), strict=True)
        ]
        at = np.searchsorted(row, np.arange(rows.size + 1)).tolist()
        joined = [",".join(parts[at[one] : at[one + 1]]) for one in range(rows.size)]
        return joined, others.tolist()

    @staticmethod
    def _best(labels: tuple[str, ...], place: int) -> str:
        return labels[place] if 0 <= place < len(labels) else "null"
