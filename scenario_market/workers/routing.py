"""The one table from events to consumers, and the queue of each. What a consumer does stands in ``handling``.

The relay reads this table alone: it hands work over and holds nothing of what does it.
"""

from collections.abc import Sequence

from scenario_market.workers.telling import RECORDS, RULES

# consumer → its queue, by urgency
QUEUE_OF = {
    "match_need": "match",  # a need is a demand or a call
    "match_provider": "match",
    "match_organisation": "match",
    "match_imported": "bulk",
    "tell": "urgent",
    "wait": "urgent",
    "issue_pledge": "bulk",
    "void_pledges": "urgent",
    "end_result": "urgent",
    "make_dossier": "bulk",
    "check_import": "bulk",
    "take_in_import": "bulk",
    # read by workers with the opening key alone
    "open_bids": "opening",
    "reenter_bids": "opening",
    "erase_sealed": "bulk",
    "review_bids": "bulk",
    "review_again": "bulk",
}

# event → consumers. An event that stands here nowhere is a record only.
ROUTES: dict[str, tuple[str, ...]] = {
    "demand.listed": ("match_need",),
    "demand.amended": ("match_need", "tell"),
    "demand.match_requested": ("match_need",),
    "challenge.published": ("match_need",),
    "challenge.amended": ("match_need",),
    "challenge.match_requested": ("match_need",),
    "challenge.interest_low": ("match_need",),
    "provider.admitted": ("match_provider", "tell"),
    "provider.reinstated": ("match_provider", "tell"),
    "provider.profile_changed": ("match_provider",),
    "pool.imported": ("match_imported",),
    # A verified name is fixed, so a new name comes with a new verification.
    "organisation.verified": ("match_organisation", "tell"),
    "pledge.signed": ("issue_pledge",),
    "dossier.asked": ("make_dossier",),
    "import.uploaded": ("check_import",),
    "import.commit_asked": ("take_in_import",),
    "challenge.closed": ("open_bids",),
    "challenge.early_opening_confirmed": ("open_bids",),
    "challenge.unsealed": ("review_bids",),
    "challenge.reentry_confirmed": ("reenter_bids",),
    "challenge.bids_reentered": ("review_bids",),
    "bid.corrected": ("review_again",),
    "challenge.cancelled": ("erase_sealed", "void_pledges", "end_result"),
    "challenge.failed": ("erase_sealed",),
}
for _kind in RULES:
    if "tell" not in ROUTES.get(_kind, ()):
        ROUTES[_kind] = (*ROUTES.get(_kind, ()), "tell")

# Whose turn it is follows from the state of what an event is about: see domain/todos. Nothing sealed is among them.
WAITED_ON = (
    *("demand.", "response.", "organisation.", "provider.", "import.", "pool.", "demands."),
    *("challenge.", "question.", "bid.", "public_notice.", "objection.", "pledge.", "project."),
    *(
        "milestone.",
        "acceptance_seat.",
        "panel.",
        "panel_seat.",
        "score_sheet.",
        "landmark.",
        "landmark_copy.",
        "key_naming.",
        "consortium.left",  # whatever lies in the envelope
    ),
)
UNMOVED = (  # and these change nothing that is waited for
    "demand.match_requested",
    "provider.profile_changed",
    "organisation.mandate",
    "organisation.member",
    "organisation.invitation",
)
for _kind in (*RULES, *RECORDS):
    if _kind.startswith(WAITED_ON) and not _kind.startswith(UNMOVED):
        ROUTES[_kind] = (*ROUTES.get(_kind, ()), "wait")


def consumers_in(queue: str) -> Sequence[str]:
    """Names of the consumers whose jobs go into a queue."""
    return [name for name, its in QUEUE_OF.items() if its == queue]


def consumers_of(kind: str) -> Sequence[str]:
    """Names of the consumers of an event kind."""
    return ROUTES.get(kind, ())
