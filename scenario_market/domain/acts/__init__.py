"""The acts of the product and the roles that open them: one module per part of the market, merged here."""

from scenario_market.domain.acts import (
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
    waiting,
)
from scenario_market.domain.roles import Permission

ACTS: dict[str, Permission] = {
    **market.ACTS,
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
    **waiting.ACTS,
}
