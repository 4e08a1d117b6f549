"""Twenty fictitious calls, one for each place on the way from a draft to a landmark."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from scenario_market.demo.organisations import Organisation, organisations

_FEN_PER_WAN = 1_000_000


@dataclass(frozen=True)
class Call:
    """A call of the demonstration.

    :param ends: where it is to stand. :param fields: as a form would send them.
    """

    ends: str
    programme: str
    owner: Organisation
    fields: dict[str, Any]


@cache
def calls() -> tuple[Call, ...]:
    """All of them, the same on every call."""
    source = resources.files("scenario_market.demo") / "calls.toml"
    owners = {one.key: one for one in organisations()}
    rows = tomllib.loads(source.read_text("utf-8"))["call"]
    return tuple(_call(row, owners[row["owner"]]) for row in rows)


def _call(row: dict[str, Any], owner: Organisation) -> Call:
    reward = row["reward"] * _FEN_PER_WAN
    fields = {name: row[name] for name in ("title", "domain", "background", "content", "place")}
    fields |= {
        "industries": [owner.industry],
        "metrics": [_metric(text) for text in row["metrics"]],
        "deliverables": row["deliverables"],
        "district": owner.district,
        "reward_fen": reward,
        "budget_ceiling_fen": reward * 5 // 4,
        "funding_source": "mixed",
        "term_months": row["months"],
        "ip_ownership": "joint",
        "contract_route": "tender",
        "owner_type": owner.owner_type,
        "window_days": 30,
        "contact_name": owner.contact_name,
        "contact_mobile": owner.contact_mobile,
        "contact_email": owner.contact_email,
    }
    return Call(row["ends"], row.get("programme", "scenario_challenge"), owner, fields)


def _metric(text: str) -> dict[str, Any]:
    name, operator, baseline, target, unit = text.split("|")
    return {
        "name": name,
        "operator": operator,
        "baseline": float(baseline),
        "target": float(target),
        "unit": unit,
    }
