"""The table of telling: event → notices and their recipients; and the events that are records only, with a word why.

One module per part of the market, merged here.
"""

from scenario_market.workers.telling import (
    bids,
    calls,
    challenges,
    dossiers,
    evaluation,
    keys,
    landmarks,
    market,
    pledges,
    projects,
    results,
    todos,
)
from scenario_market.workers.telling.rule import Rule

__all__ = ["RECORDS", "RULES", "Rule"]

RULES: dict[str, tuple[Rule, ...]] = {
    **market.RULES,
    **challenges.RULES,
    **calls.RULES,
    **bids.RULES,
    **dossiers.RULES,
    **evaluation.RULES,
    **keys.RULES,
    **pledges.RULES,
    **projects.RULES,
    **results.RULES,
    **landmarks.RULES,
    **todos.RULES,
}
RECORDS: dict[str, str] = {
    **market.RECORDS,
    **challenges.RECORDS,
    **calls.RECORDS,
    **bids.RECORDS,
    **dossiers.RECORDS,
    **evaluation.RECORDS,
    **keys.RECORDS,
    **pledges.RECORDS,
    **projects.RECORDS,
    **results.RECORDS,
    **landmarks.RECORDS,
    **todos.RECORDS,
}
