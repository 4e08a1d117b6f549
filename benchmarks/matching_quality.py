"""How well the engine finds the providers of real needs, next to plain BM25 on bigrams.

    python benchmarks/matching_quality.py ../shared/data/yichang [--names] [--json] [--limit N]

DIR holds `suppliers.jsonl`, `needs.jsonl`, `relevant.jsonl`. Printed per engine: recall@20,
NDCG@10 (gain = grade), MRR, each over the needs that have a relevant supplier, and milliseconds a
query (p50, p99) with the pool in memory. `--names` leaves the owner's and the place's names in the text, which
the product takes out: they reward incumbents, and the figure shows what that is worth.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from scenario_market.domain.matching.engine import Engine, Weights
from scenario_market.domain.matching.profile import Need, Offering, Profile

FILES = ("suppliers.jsonl", "needs.jsonl", "relevant.jsonl")
Search = Callable[[dict], list[str]]


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def profile(row: dict) -> Profile:
    """Past works are offerings: what a firm has done is what it can be asked for."""
    works = [work for work in row.get("past_work", "").split("；") if work.strip()]
    return Profile(
        provider_id=row["id"],
        organisation_id=row["id"],
        key=row["id"],
        name=row.get("name", ""),
        capabilities="，".join(row.get("qualifications", [])),
        districts=frozenset(row.get("districts", [])),
        offerings=tuple(Offering(place, "", work) for place, work in enumerate(works)),
    )


def need(row: dict, *, with_names: bool) -> Need:
    names = [row.get("owner", ""), row.get("place", ""), *row.get("districts", [])]
    return Need(
        id=row["id"],
        key=row["id"],
        title=row["title"],
        body=row.get("body", ""),
        districts=frozenset(row.get("districts", [])),
        names=() if with_names else tuple(name for name in names if name),
    )


def own(suppliers: list[dict], *, with_names: bool) -> Search:
    engine = Engine(Weights())
    engine.load(profile(row) for row in suppliers)
    today = date(2026, 1, 1)

    def search(row: dict) -> list[str]:
        found = engine.rank(need(row, with_names=with_names), today=today, limit=100)
        return [match.provider_id for match in found]

    return search


def bigrams(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]


def written(row: dict) -> str:
    parts = [row.get("name", ""), *row.get("qualifications", []), row.get("past_work", "")]
    return "\n".join(parts)


def plain(suppliers: list[dict]) -> Search:
    """BM25 (k1 = 1.5, b = .75, Lucene's idf) on pairs of characters of all text."""
    counts = [Counter(bigrams(written(row))) for row in suppliers]
    lengths = np.array([sum(one.values()) for one in counts], dtype=float)
    norm = 1.5 * (0.25 + 0.75 * lengths / lengths.mean())
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, one in enumerate(counts):
        for term, frequency in one.items():
            postings[term].append((place, frequency))
    index = {}
    for term, found in postings.items():
        place, frequency = (np.array(column) for column in zip(*found, strict=True))
        idf = math.log(1 + (len(counts) - len(found) + 0.5) / (len(found) + 0.5))
        index[term] = place, idf * frequency / (frequency + norm[place])
    ids = [row["id"] for row in suppliers]

    def search(row: dict) -> list[str]:
        scores = np.zeros(len(ids))
        for term in bigrams(f"{row['title']}\n{row.get('body', '')}"):
            if term in index:
                place, worth = index[term]
                scores[place] += worth
        return [ids[place] for place in np.argsort(-scores, kind="stable")[:100]]

    return search


def shelf(suppliers: list[dict]) -> Search | None:
    """bm25s on bigrams, where it is installed."""
    try:
        import bm25s
    except ImportError:
        return None
    retriever = bm25s.BM25()
    retriever.index([bigrams(written(row)) for row in suppliers], show_progress=False)
    ids = [row["id"] for row in suppliers]

    def search(row: dict) -> list[str]:
        query = bigrams(f"{row['title']}\n{row.get('body', '')}")
        found, _ = retriever.retrieve([query], k=min(100, len(ids)), show_progress=False)
        return [ids[place] for place in found[0]]

    return search


def gain(grades: list[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))


def measure(search: Search, needs: list[dict], relevant: dict[str, dict[str, int]]) -> dict:
    recall, ndcg, reciprocal, spent = [], [], [], []
    for row in needs:
        begin = time.perf_counter()
        found = search(row)
        spent.append(1000 * (time.perf_counter() - begin))
        wanted = relevant.get(row["id"])
        if not wanted:
            continue
        recall.append(sum(one in wanted for one in found[:20]) / len(wanted))
        ideal = gain(sorted(wanted.values(), reverse=True)[:10])
        ndcg.append(gain([wanted.get(one, 0) for one in found[:10]]) / ideal)
        first = next((place for place, one in enumerate(found, 1) if one in wanted), None)
        reciprocal.append(1 / first if first else 0.0)
    return {
        "recall_at_20": round(float(np.mean(recall)), 4),
        "ndcg_at_10": round(float(np.mean(ndcg)), 4),
        "mrr": round(float(np.mean(reciprocal)), 4),
        "p50_ms": round(float(np.percentile(spent, 50)), 2),
        "p99_ms": round(float(np.percentile(spent, 99)), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--names", action="store_true", help="keep the names of owner and place")
    parser.add_argument("--limit", type=int, default=None, help="only the first N needs")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    missing = [name for name in FILES if not (given.folder / name).is_file()]
    if missing:
        parser.exit(2, f"{given.folder} lacks {', '.join(missing)}: nothing was measured.\n")
    suppliers, needs, judged = (rows(given.folder / name) for name in FILES)
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for row in judged:
        relevant[row["need"]][row["supplier"]] = row["grade"]
    engines = {
        "engine": own(suppliers, with_names=given.names),
        "bm25 on bigrams": plain(suppliers),
        "bm25s on bigrams": shelf(suppliers),
    }
    result = {
        name: measure(search, needs[: given.limit], relevant)
        for name, search in engines.items()
        if search
    }
    if given.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    print(f"{given.folder.name}: {len(suppliers)} suppliers, {len(needs)} needs")
    for name, figures in result.items():
        print(f"{name:18}", "  ".join(f"{key} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
