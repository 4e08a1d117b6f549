"""The table of telling: event → notices and their recipients; and the events that are records only, with a word why.

One module per noun, merged here.
"""

from scenario_market.workers.telling import (
    attachments,
    bids,
    calls,
    challenges,
    demands,
    dossiers,
    evaluation,
    imports,
    keys,
    landmarks,
    machine,
    matching,
    parties,
    pledges,
    projects,
    providers,
    responses,
    results,
    todos,
)
from scenario_market.workers.telling.rule import Rule

__all__ = ["RECORDS", "RULES", "Rule"]

RULES: dict[str, tuple[Rule, ...]] = {
    **parties.RULES,
    **providers.RULES,
    **imports.RULES,
    **demands.RULES,
    **responses.RULES,
    **machine.RULES,
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
    **parties.RECORDS,
    **providers.RECORDS,
    **imports.RECORDS,
    **demands.RECORDS,
    **attachments.RECORDS,
    **matching.RECORDS,
    **machine.RECORDS,
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
