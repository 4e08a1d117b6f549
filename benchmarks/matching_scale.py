"""Time and memory of the engine on generated pools: load, rank, reach, explanations, put, reverse.

    python benchmarks/matching_scale.py [500 10000 100000]

Profiles are generated from words of an invented vocabulary drawn by Zipf's law, about 350
characters each: one or two offerings, an introduction, codes. Nothing is read from outside.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
import psutil

from scenario_market.domain.matching.engine import Engine, Weights
from scenario_market.domain.matching.profile import Honour, Need, Offering, Profile

TODAY = date(2026, 7, 1)
TYPES = [f"t{place}" for place in range(14)]
INDUSTRIES = [f"i{place}" for place in range(30)]
DISTRICTS = [f"4201{place:02}" for place in range(18)]


class Author:
    """Writes text of a vocabulary whose frequencies fall as in real text."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        signs = [chr(0x4E00 + place) for place in self.draw.sample(range(6_000), 2_500)]
        falling = np.cumsum(1 / np.arange(1, 2_501)).tolist()
        self.words = [
            "".join(
                self.draw.choices(signs, cum_weights=falling, k=self.draw.choice([2, 2, 2, 3, 4]))
            )
            for _ in range(20_000)
        ]
        self.falling = np.cumsum(1 / (np.arange(20_000) + 10)).tolist()

    def text(self, words: int) -> str:
        found = self.draw.choices(self.words, cum_weights=self.falling, k=words)
        return "。".join("".join(found[at : at + 10]) for at in range(0, words, 10))

    def some(self, codes: list[str], count: int) -> frozenset[str]:
        return frozenset(self.draw.sample(codes, count))

    def profile(self, number: int) -> Profile:
        return Profile(
            number,
            number,
            f"K{number}",
            name=self.text(4),
            service_types=self.some(TYPES, 3),
            capabilities=self.text(20),
            industries=self.some(INDUSTRIES, 3),
            districts=self.some(DISTRICTS, 4),
            honours=(Honour("hnte", date(2027, 1, 1)),) if number % 2 else (),
            offerings=tuple(
                Offering(f"{number}-{place}", self.text(4), self.text(30))
                for place in range(1 + number % 2)
            ),
            text=self.text(60),
        )

    def need(self, number: int) -> Need:
        return Need(
            number,
            f"N{number}",
            self.text(8),
            self.text(80),
            service_types=self.some(TYPES, 2),
            industries=self.some(INDUSTRIES, 2),
            districts=self.some(DISTRICTS, 1),
        )


def spent(call: Callable, values: Iterable) -> str:
    found = []
    for value in values:
        begin = time.perf_counter()
        call(value)
        found.append(1000 * (time.perf_counter() - begin))
    return f"p50 {np.percentile(found, 50):.2f} ms  p99 {np.percentile(found, 99):.2f} ms"


def run(size: int) -> None:
    author = Author(5)
    profiles = [author.profile(number) for number in range(size)]
    needs = [author.need(number) for number in range(100 if size <= 2_000 else 10)]
    process = psutil.Process()
    before = process.memory_info().rss
    engine = Engine(Weights())
    begin = time.perf_counter()
    engine.load(profiles)
    print(f"pool {size}: load {time.perf_counter() - begin:.2f} s, resident +", end="")
    print(f"{(process.memory_info().rss - before) / 2**20:.0f} MB")
    engine.rank(needs[0], today=TODAY)
    print("  rank, 20 explained ", spent(lambda n: engine.rank(n, today=TODAY, limit=20), needs))
    print("  reach, all scored  ", spent(lambda n: engine.reach(n, today=TODAY), needs))
    chunk = (size // 2, size // 2 + 4_999)
    if size > 5_000:
        one = spent(lambda n: engine.reach(n, today=TODAY, between=chunk), needs)
        print("  reach, chunk of 5k ", one)
    reach = engine.reach(needs[0], today=TODAY)
    begin = time.perf_counter()
    written = reach.explanations()
    rate = len(written) / (time.perf_counter() - begin)
    print(
        f"  explanations        {rate:,.0f}/s of {sum(map(len, written)) // len(written)} characters"
    )
    print("  put                ", spent(engine.put, [author.profile(one) for one in range(100)]))
    one = author.profile(1)
    print("  reverse, a need    ", spent(lambda n: engine.reverse(one, [n], today=TODAY), needs))


if __name__ == "__main__":
    for given in sys.argv[1:] or ["500", "10000"]:
        run(int(given))
