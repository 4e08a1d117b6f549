"""What pasting the words of needs into a profile brings: appearances among the best 20.

    python benchmarks/matching_stuffing.py ../shared/data/yichang

Twenty firms, drawn by a fixed seed, paste 400 phrases of the set's needs into their description,
or into what they declare. Counted over all needs of the set, before and after, next to BM25.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

from matching_quality import Search, own, plain, rows

ATTACKERS, PHRASES = 20, 400


def attacked(suppliers: list[dict], chosen: set[str], words: list[str], field: str) -> list[dict]:
    draw = random.Random(11)
    found = []
    for row in suppliers:
        if row["id"] in chosen:
            pasted = "、".join(draw.choices(words, k=PHRASES))
            if field == "declared":
                row = row | {"qualifications": [*row.get("qualifications", []), pasted]}
            else:
                row = row | {"past_work": f"{row.get('past_work', '')}；{pasted}"}
        found.append(row)
    return found


def appearances(search: Search, needs: list[dict], chosen: set[str]) -> int:
    return sum(one in chosen for row in needs for one in search(row)[:20])


def phrases(needs: list[dict]) -> Iterator[str]:
    for row in needs:
        yield from re.findall(r"[\u4e00-\u9fff]{2,8}", row["title"] + row.get("body", ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder = parser.parse_args().folder
    if not folder.is_dir():
        parser.exit(2, f"{folder} is not there: nothing was measured.\n")
    suppliers, needs = rows(folder / "suppliers.jsonl"), rows(folder / "needs.jsonl")
    chosen = {row["id"] for row in random.Random(7).sample(suppliers, ATTACKERS)}
    words = list(phrases(needs))
    for name, make in (
        ("engine", lambda pool: own(pool, with_names=False)),
        ("bm25 on bigrams", plain),
    ):
        counts = [
            appearances(make(pool), needs, chosen)
            for pool in (
                suppliers,
                attacked(suppliers, chosen, words, "description"),
                attacked(suppliers, chosen, words, "declared"),
            )
        ]
        print(f"{name:16} honest {counts[0]}  in description {counts[1]}  declared {counts[2]}")


if __name__ == "__main__":
    main()
