"""A city's programmes, read from ``programmes/CODE.toml``, and checked."""

import string
import tomllib
from collections.abc import Mapping
from pathlib import Path

from scenario_market.domain.codes import CodeList
from scenario_market.domain.programmes.values import Programme, programme

SOURCES = {"demand", "office", "laboratory", "innovation_centre"}
SHOWS = {"place", "total", "price", "reserves"}
RELEASES = {"pledge", "milestone", "acceptance"}
# least and greatest of two values that span something
SPANS = (
    ("window_days_min", "window_days_max"),
    ("term_months_min", "term_months_max"),
    ("reward_min_fen", "reward_max_fen"),
)
# Values that are 1 or more.
COUNTS = (
    "approvals",
    "bids_min",
    "consortium_max",
    "winners",
    "amendment_days",
    "questions_days",
    "correction_hours",
    "pledge_days",
    "owner_answer_days",
    "envelope_bytes",
    "attachments_max",
    "attachment_step_bytes",
    "retention_years",
)


def load(folder: Path, codes: Mapping[str, CodeList]) -> Mapping[str, Programme]:
    """Programmes by code.

    :param codes: the city's code lists, which programmes name codes of.
    :raises ValueError: a file breaks rules; it is named with all of them.
    """
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            one = programme(tomllib.loads(path.read_text("utf-8")))
        except (TypeError, KeyError, tomllib.TOMLDecodeError) as error:
            raise ValueError(f"{path.name}: {error}") from error
        problems = faults(one, codes)
        if one.code != path.stem:
            problems.append(f"it says that its code is {one.code}")
        if problems:
            raise ValueError(f"{path.name}: {'; '.join(problems)}")
        found[one.code] = one
    return found


def faults(one: Programme, codes: Mapping[str, CodeList]) -> list[str]:
    """What is wrong with a programme, in words for who configures it; empty where it is sound."""
    checks = _of_scores(one) | _of_course(one) | _of_names(one, codes)
    for low, high in SPANS:
        checks[f"{low} is over {high}"] = getattr(one, low) > getattr(one, high)
    for name in COUNTS:
        checks[f"{name} is 1 or more"] = getattr(one, name) < 1
    return [text for text, broken in checks.items() if broken]


def _of_scores(one: Programme) -> dict[str, bool]:
    weights = sum(criterion.weight for criterion in one.criteria)
    codes = [criterion.code for criterion in one.criteria]
    parts = {criterion.part for criterion in one.criteria}
    named = {tie.partition(":")[2] for tie in one.ties if tie.startswith("criterion:")}
    odd = [tie for tie in one.ties if tie not in ("price", "lot") and tie[:10] != "criterion:"]
    marks = [one.pass_mark, *(c.pass_mark for c in one.criteria if c.pass_mark is not None)]
    return {
        f"the weights of the criteria sum to {weights}, not 100": weights != 100,
        "a weight lies between 0 and 100": any(not 0 <= c.weight <= 100 for c in one.criteria),
        "a criterion stands twice": len(codes) != len(set(codes)),
        "the part of a criterion is blind or open": bool(parts - {"blind", "open"}),
        "no criterion is of the blind part": "blind" not in parts,
        "a pass mark lies between 0 and 100": any(not 0 <= mark <= 100 for mark in marks),
        f"ties name unknown criteria {sorted(named - set(codes))}": bool(named - set(codes)),
        f"ties are criterion:CODE, price or lot, not {odd}": bool(odd),
        "the last of the ties must be the lot": not one.ties or one.ties[-1] != "lot",
        "a panel has an odd number of seats": one.panel.size % 2 == 0 or one.panel.size < 1,
        "finance_seats are more than the panel has": one.panel.finance_seats > one.panel.size,
        "aggregation is mean or trimmed_mean": one.aggregation not in {"mean", "trimmed_mean"},
        "trim leaves no sheet": 2 * one.trim >= one.panel.size,
        "trim, reserves and finance_seats are 0 or more": min(
            one.trim, one.reserves, one.panel.finance_seats
        )
        < 0,
        "answer_hours are 1 or more": one.panel.answer_hours < 1,
    }


def _of_course(one: Programme) -> dict[str, bool]:
    shares = sum(tranche.percent for tranche in one.tranches)
    unplaced = [t for t in one.tranches if (t.at == "milestone") != (t.milestone is not None)]
    return {
        f"the tranches sum to {shares} percent, not 100": shares != 100,
        "a tranche is 1 percent or more": any(tranche.percent < 1 for tranche in one.tranches),
        f"a notice shows {', '.join(sorted(SHOWS))}": bool(set(one.notice.shows) - SHOWS),
        "objection_answer_days are 1 or more": one.notice.objection_answer_days < 1,
        "a tranche is released at pledge, milestone or acceptance": bool(
            {tranche.at for tranche in one.tranches} - RELEASES
        ),
        "a tranche names its milestone where it is released at one, and only there": bool(unplaced),
        "notice kind is working or calendar": one.notice.kind not in {"working", "calendar"},
        "a notice stands at least 3 days": one.notice.days < 3,
        "a race needs several winners": one.race and one.winners < 2,
        "a race needs its gate_milestone": one.race and one.gate_milestone is None,
        "bids_min is below the number of winners": one.bids_min < one.winners,
        "questions_days leave no time to ask": one.questions_days >= one.window_days_min,
        "amendment_days are more than the window": one.amendment_days > one.window_days_min,
        "one_bid_per is challenge or series": one.one_bid_per not in {"challenge", "series"},
    }


def _of_names(one: Programme, codes: Mapping[str, CodeList]) -> dict[str, bool]:
    routes = sorted(set(one.contract_routes) - {code.code for code in codes["contract_routes"]})
    sources = sorted(set(one.sources) - SOURCES)
    slots = {name for _, name, _, _ in string.Formatter().parse(one.number_format) if name}
    return {
        f"contract_routes are not in the city's code list: {routes}": bool(routes),
        "contract_routes are empty": not one.contract_routes,
        f"sources are unknown: {sources}": bool(sources),
        "number_format needs {year} and {serial}": slots != {"year", "serial"},
    }
