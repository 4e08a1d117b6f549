"""``python -m benchmarks [NAME ...] [--json]``: run benchmarks and print their figures next to their ceilings."""

import argparse
import importlib
import json
import sys
from pathlib import Path

from benchmarks.room import Given, machine
from scenario_market import logs

NAMES = (
    "inbox_latency",
    "call_latency",
    "fan_out",
    "relay",
    "lists",
    "memory",
    "idle",
    "starting",
    "imports",
    "publish",
    "opening",
    "evaluation",
    "real_input",
    "last_minute",
)
# Real data lie beside the project, not in it.
FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "yichang"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--size", type=int, action="append", help="rows; may be repeated")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of real_input's data")
    parser.add_argument("--limit", type=int, help="how many needs real_input publishes")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in NAMES]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    databases = tuple(asked.database or ("sqlite", "postgresql"))
    given = Given(databases, tuple(asked.size or ()), asked.folder, asked.limit)
    logs.configure("warning", "text")
    facts = machine()
    if not asked.json:
        print("  ".join(f"{key}: {value}" for key, value in facts.items()))
    results = {}
    for name in asked.names or NAMES:
        if not asked.json:
            print(f"\n{name}", flush=True)
        results[name] = []
        for figure in importlib.import_module(f"benchmarks.{name}").run(given):
            results[name].append(figure.as_row())
            if not asked.json:
                print(figure, flush=True)
    if asked.json:
        print(json.dumps({"machine": facts, "results": results}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
