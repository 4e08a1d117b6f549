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

import json
from collections import defaultdict
from typing import Any

import numpy as np

from .building import IMPACT_ONE
from .index import Segment
from .phrases import MOST_PHRASES, Layout, runs, values
from .query import Query
from .requirements import Standing, findings
from .score import DECLARED, Group, Scored
from .weights import CONTRIBUTIONS, Weights

_BLOCK = 512


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


class Writer:
    """Writes the explanations of one need's matches."""

    def __init__(self, query: Query, columns: np.ndarray, weights: Weights, version: str) -> None:
        self.query = query
        self.columns = columns
        self.weights = weights
        self.layout = Layout(query)
        need = query.need
        most = {name: getattr(weights, name) for name in CONTRIBUTIONS}
        head = {"engine": version, "need": need.id, "need_version": need.version, "most": most}
        self._head = dump(head)[:-1]
        self._texts: dict[tuple[int, int], str] = {}
        self._labels: dict[Any, str] = {}

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
        for begin in range(0, rows.size, _BLOCK):
            block = rows[begin : begin + _BLOCK]
            phrases = self._phrases(segment, block, scored)
            for row, (texts, other) in zip(block.tolist(), phrases, strict=True):
                number = int(scored.group[row])
                middle, tail = tails[number]
                if standings and row in standings:
                    tail = self._filters(scored.groups[number], *standings[row])
                found.append(
                    f'{self._head},"provider":{self._id(segment.ids[row])},'
                    f'"score":{scored.score[row]},"contributions":{{"text":{scored.text[row]}'
                    f'{middle},"phrases":[{texts}],"other_text":{other},'
                    f'"best":{self._best(segment, row, scored)},{tail}}}'
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
        standing = Standing(True, owner=False, excluded=False)
        return points, self._filters(group, standing, frozenset())

    def _filters(self, group: Group, standing: Standing, expired: frozenset[int]) -> str:
        found = findings(self.query.need, self.query.asked, group.met, standing, expired)
        return f'"filters":{dump(found)}'

    def _phrases(self, segment: Segment, rows: np.ndarray, scored: Scored) -> list[tuple[str, int]]:
        query, share = self.query, self.weights.best_percent
        value = values(segment, rows, scored.best[rows], query, self.columns, share)
        divisor = 100 * IMPACT_ONE * query.total
        spoken: list[dict[str, int]] = [defaultdict(int) for _ in range(rows.size)]
        for row, first, last, worth in zip(
            *(column.tolist() for column in runs(value, self.layout)), strict=True
        ):
            spoken[row][self._text(first, last)] += worth
        found = []
        for text, one in zip(scored.text[rows].tolist(), spoken, strict=True):
            best = sorted(one.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PHRASES]
            points = [(phrase, self.weights.text * worth // divisor) for phrase, worth in best]
            listed = ",".join(f"[{phrase},{milli}]" for phrase, milli in points)
            found.append((listed, text - sum(milli for _, milli in points)))
        return found

    def _text(self, first: int, last: int) -> str:
        text = self._texts.get((first, last))
        if text is None:
            text = self._texts[first, last] = dump(self.layout.text(first, last))
        return text

    def _best(self, segment: Segment, row: int, scored: Scored) -> str:
        by_best, by_whole = (int(part[row]) for part in scored.covered)
        whole = IMPACT_ONE * self.query.total
        covered = f',"covered":[{1000 * by_best // whole},{1000 * by_whole // whole}]'
        place = int(scored.best[row]) - 2
        labels = segment.labels[row]
        if not 0 <= place < len(labels):
            return f"null{covered}"
        label = labels[place]
        text = self._labels.get(label)
        if text is None:
            text = self._labels[label] = dump(label._asdict())
        return text + covered

    def _id(self, value: Any) -> str:
        return str(value) if type(value) is int else dump(value)
