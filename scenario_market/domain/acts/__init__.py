"""The acts of the product and the roles that open them: one module per noun, merged here."""

from scenario_market.domain.acts import (
    attachments,
    bids,
    calls,
    challenges,
    demands,
    dossiers,
    evaluation,
    keys,
    landmarks,
    machine,
    matching,
    notices,
    parties,
    pledges,
    projects,
    providers,
    results,
    todos,
)
from scenario_market.domain.roles import Permission

ACTS: dict[str, Permission] = {
    **parties.ACTS,
    **providers.ACTS,
    **demands.ACTS,
    **attachments.ACTS,
    **matching.ACTS,
    **notices.ACTS,
    **machine.ACTS,
    **challenges.ACTS,
    **bids.ACTS,
    **dossiers.ACTS,
    **evaluation.ACTS,
    **keys.ACTS,
    **results.ACTS,
    **calls.ACTS,
    **pledges.ACTS,
    **projects.ACTS,
    **landmarks.ACTS,
    **todos.ACTS,
}
