"""A city's programmes, read from ``programmes/CODE.toml``, and checked."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from scenario_market.domain.programmes.values import Programme, programme

SHOWN = {"place", "total", "price", "reserves"}


def load(folder: Path) -> Mapping[str, Programme]:
    """Programmes by code.

    :raises ValueError: a file breaks a rule, which it names.
    """
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            one = programme(tomllib.loads(path.read_text("utf-8")))
        except TypeError as error:
            raise ValueError(f"{path.name}: {error}") from error
        problems = faults(one)
        if problems:
            raise ValueError(f"{path.name}: {'; '.join(problems)}")
        found[one.code] = one
    return found


def faults(one: Programme) -> list[str]:
    """What is wrong with a programme, in words for who configures it; empty where it is sound."""
    weights = sum(criterion.weight for criterion in one.criteria)
    shares = sum(tranche.percent for tranche in one.tranches)
    codes = {criterion.code for criterion in one.criteria}
    named = {tie.partition(":")[2] for tie in one.ties if tie.startswith("criterion:")}
    checks = {
        f"the weights of the criteria sum to {weights}, not 100": weights != 100,
        f"the tranches sum to {shares} percent, not 100": shares != 100,
        f"ties name unknown criteria {sorted(named - codes)}": bool(named - codes),
        "the last of the ties must be the lot": not one.ties or one.ties[-1] != "lot",
        "a panel has an odd number of seats": one.panel.size % 2 == 0,
        "finance_seats are more than the panel has": one.panel.finance_seats > one.panel.size,
        "aggregation is mean or trimmed_mean": one.aggregation not in {"mean", "trimmed_mean"},
        "trim leaves no sheet": 2 * one.trim >= one.panel.size,
        "notice kind is working or calendar": one.notice.kind not in {"working", "calendar"},
        "a notice stands at least 3 days": one.notice.days < 3,
        "a notice shows place, total, price, reserves": not set(one.notice.shows) <= SHOWN,
        "a race needs several winners": one.race and one.winners < 2,
        "window_days_min is over window_days_max": one.window_days_min > one.window_days_max,
    }
    return [text for text, broken in checks.items() if broken]
