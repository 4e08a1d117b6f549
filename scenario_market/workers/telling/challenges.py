"""Telling of challenges: calls, their questions and their end."""

from scenario_market.workers import recipients as market
from scenario_market.workers.telling import challenges_recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "challenge.submitted": (
        Rule("challenge_waiting", market.office),
        Rule("challenge_countersign_wanted", to.joint),
    ),
    "challenge.returned": (Rule("own_challenge_returned", to.owner_and_author),),
    "challenge.approved": (Rule("own_challenge_approved", to.owner_and_author),),
    "challenge.published": (
        Rule("own_challenge_published", to.owner),
        Rule("challenge_next_round", to.of_last_round),
    ),
    "challenge.publication_missed": (Rule("challenge_publication_missed", to.leads),),
    "challenge.dropped": (Rule("own_challenge_dropped", to.owner_and_author),),
    "challenge.amended": (
        Rule("challenge_amended", to.taking_part, ("fields", "number", "is_material")),
    ),
    "challenge.failed": (Rule("challenge_failed", to.taking_part_and_owner),),
    "challenge.cancelled": (Rule("challenge_cancelled", to.taking_part_and_owner),),
    "challenge.completed": (Rule("challenge_completed", to.organisers),),
}

# Events by which nobody is told.
RECORDS = {
    "challenge.drafted": "its own people did it; the owner hears of an officer's draft when it is approved or returned",
    "challenge.edited": "its own people did it",
    "challenge.approval_given": "the last approval tells",
    "challenge.countersigned": "the publication names it where it is missing",
    "challenge.clearance_signed": "the publication tells",
    "challenge.scheduled": "the office's own act",
    "challenge.unscheduled": "the office's own act",
    "challenge.reopened": "a draft; the publication of the new round tells",
    "challenge.closed": "the deadline was known to all; the opening tells",
    "challenge.pledged": "the last pledge tells",
    "challenge.delivery_begun": "the last pledge tells",
}
