"""The canonical document of a pledge (军令状): one JSON text, and its SHA-256, which is what is signed. Pure.

The text is kept as it was made and never put together again from columns: a database may write a number another way,
and a signature would not hold.
"""

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from scenario_market.domain.programmes.templates import PledgeTemplate
from scenario_market.domain.programmes.values import Tranche

FORM = "scenario-market/pledge/1"
OF_BID = ("title", "month", "target", "evidence", "weight")  # of a milestone
OF_METRIC = ("key", "name", "operator", "baseline", "unit", "method", "evidence")
Document = dict[str, Any]


def canonical(document: Mapping[str, Any]) -> str:
    """One text for one document: sorted keys, no spaces, no escapes; whole numbers without a point."""
    plain = _plain(document)
    return json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def sha256(text: str) -> str:
    """The hash of a canonical text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Document:
    """The document that a canonical text says."""
    return json.loads(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def draw_up(
    *,
    code: str,
    challenge: Mapping[str, Any],
    parties: Mapping[str, Any],
    called: Sequence[Mapping[str, Any]],
    bid: Mapping[str, Any],
    template: PledgeTemplate,
    tranches: Sequence[Tranche],
) -> Document:
    """The first version of a document, from what was called for and what was bid.

    :param code: the check code that the paper carries.
    :param challenge: number, title, programme, programme_name, term_months, reward_fen.
    :param parties: ``provider`` (name, uscc, members), ``owner`` (name, uscc), ``office`` (name).
    :param called: metrics of the call. :param bid: content of the bid, its ``content_hash`` besides.
    :param tranches: parts of the reward, in the order in which they are released.
    """
    milestones = [
        {name: one[name] for name in OF_BID} | {"consequence": template.missed}
        for one in bid.get("milestones", ())
    ]
    document = {
        "form": FORM,
        "code": code,
        "template": template.code,
        "heading": template.title,
        "challenge": {name: challenge[name] for name in ("number", "title", "programme")},
        "programme_name": challenge["programme_name"],
        "bid_hash": bid["content_hash"],
        "parties": copy.deepcopy(dict(parties)),
        "metrics": pledged(called, bid.get("metrics", ())),
        "milestones": milestones,
        "term_months": challenge["term_months"],
        "money": {
            "reward_fen": challenge["reward_fen"],
            "budget_fen": (bid.get("budget") or {}).get("total_fen"),
            "tranches": parts(challenge["reward_fen"], tranches),
        },
        "clauses": [
            {"code": one.code, "title": one.title, "text": one.text} for one in template.clauses
        ],
        "special_terms": "",
    }
    return _plain(document)


def pledged(
    called: Sequence[Mapping[str, Any]], bid: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The metrics: each of the call with what the bid promises; one that the bid leaves out is pledged as called."""
    offered = {one["key"]: one for one in bid}
    rows = []
    for one in called:
        answer = offered.get(one["key"], {})
        value = answer.get("value", one.get("target"))
        rows.append(
            {
                "key": one["key"],
                "name": one.get("name", one["key"]),
                "operator": one.get("operator", answer.get("operator", "ge")),
                "unit": one.get("unit") or answer.get("unit") or "",
                "baseline": one.get("baseline"),
                "called": one.get("target"),
                "bid": answer.get("value"),
                "value": value,
                "method": answer.get("method") or "",
                "evidence": answer.get("evidence") or "",
                "is_mandatory": bool(one.get("is_mandatory")),
            }
        )
    return rows


def parts(reward_fen: int, tranches: Sequence[Tranche]) -> list[dict[str, Any]]:
    """The parts of the reward in fen; what rounding leaves goes with the last, so that they sum to the whole."""
    rows: list[dict[str, Any]] = [
        {
            "percent": one.percent,
            "amount_fen": reward_fen * one.percent // 100,
            "at": one.at,
            "milestone": one.milestone,
        }
        for one in tranches
    ]
    if rows:
        rows[-1]["amount_fen"] += reward_fen - sum(row["amount_fen"] for row in rows)
    return rows


def terms(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a project is opened from: metrics with what is pledged as their target, milestones, reward and its parts."""
    metrics = [
        {name: row[name] for name in OF_METRIC} | {"target": row["value"]}
        for row in document["metrics"]
    ]
    parts = [
        {name: row[name] for name in ("percent", "at", "milestone")}
        for row in document["money"]["tranches"]
    ]
    return {
        "metrics": metrics,
        "milestones": copy.deepcopy(document["milestones"]),
        "reward_fen": document["money"]["reward_fen"],
        "tranches": parts,
    }
