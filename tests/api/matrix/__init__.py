"""Who may call what, written by hand: never made from the product's own table.

``ALL``: everybody, signed in or not. ``SIGNED_IN``: every person. Otherwise the roles, by letter: E enterprise,
P provider, X expert, D district officer, N node officer, R office reviewer, L office lead, C panel chair, O objection
reviewer, J joint organiser, K key officer, W discipline observer, A auditor, M administrator. Keys in paths
stand as ``<>``.
"""

from tests.api.matrix import (
    account,
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
    lists,
    machine,
    matches,
    notices,
    pages,
    parties,
    pledges,
    projects,
    providers,
    responses,
    results,
    todos,
)
from tests.api.matrix.letters import ALL, ROLES, SIGNED_IN

__all__ = ["ALL", "MATRIX", "ROLES", "SIGNED_IN"]

MATRIX = {
    **pages.MATRIX,
    **account.MATRIX,
    **parties.MATRIX,
    **machine.MATRIX,
    **attachments.MATRIX,
    **lists.MATRIX,
    **responses.MATRIX,
    **demands.MATRIX,
    **imports.MATRIX,
    **providers.MATRIX,
    **matches.MATRIX,
    **notices.MATRIX,
    **todos.MATRIX,
    **challenges.MATRIX,
    **calls.MATRIX,
    **bids.MATRIX,
    **evaluation.MATRIX,
    **dossiers.MATRIX,
    **pledges.MATRIX,
    **projects.MATRIX,
    **keys.MATRIX,
    **results.MATRIX,
    **landmarks.MATRIX,
}
