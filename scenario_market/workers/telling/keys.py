"""Telling of keys and openings."""

from scenario_market.workers.telling import keys_recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "challenge.unsealed": (Rule("challenge_unsealed", to.all_concerned, ("bids",)),),
    "challenge.early_opening_asked": (Rule("challenge_early_asked", to.all_concerned),),
    "challenge.early_opening_confirmed": (Rule("challenge_early_confirmed", to.all_concerned),),
    "challenge.early_opening_withdrawn": (Rule("challenge_early_withdrawn", to.all_concerned),),
    "challenge.reentry_asked": (Rule("challenge_reentry_asked", to.all_concerned),),
    "challenge.reentry_confirmed": (Rule("challenge_reentry_confirmed", to.all_concerned),),
    "challenge.reentry_withdrawn": (Rule("challenge_reentry_withdrawn", to.all_concerned),),
    "challenge.bids_reentered": (
        Rule("challenge_bids_reentered", to.all_concerned, ("bids", "unreadable")),
    ),
    "challenge.opening_failed": (Rule("challenge_not_opened", to.all_concerned),),
    "challenge.bid_unreadable": (Rule("challenge_bid_unreadable", to.bidder_and_office),),
    "challenge.bid_file_unreadable": (
        Rule("challenge_file_unreadable", to.bidder_of_file_and_office, ("sha256",)),
    ),
    "key_naming.asked": (Rule("key_naming_asked", to.who_answer_for_keys),),
    "key_naming.confirmed": (Rule("key_naming_confirmed", to.who_answer_for_keys),),
    "key_naming.withdrawn": (Rule("key_naming_ended", to.who_answer_for_keys),),
    "key_naming.lapsed": (Rule("key_naming_ended", to.who_answer_for_keys),),
    "key_naming.installed": (Rule("key_naming_installed", to.who_answer_for_keys),),
    "key_officer.enrolled": (Rule("key_enrolled", to.who_answer_for_keys),),
    "key_officer.retired": (Rule("key_retired", to.who_answer_for_keys),),
    "key_officer.blocked": (Rule("key_blocked", to.who_answer_for_keys, ("attempts", "minutes")),),
}

# Events by which nobody is told.
RECORDS = {
    "key.renewed": "the operator's own act",
    "key_officer.passphrase_refused": "several in a row block, which tells",
    "key_officer.shares_renewed": "the operator's own act; the officers asked for it",
}
