"""Telling of the machine room and the chain."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

# The signed paper itself, so that the mail is a copy that nobody here can change.
PAPER = ("position", "hash", "signed_at", "key_id", "public_key", "signature")

RULES: dict[str, tuple[Rule, ...]] = {
    "checkpoint.signed": (Rule("checkpoint_signed", to.auditors, PAPER),),
}

# Events by which nobody is told.
RECORDS = {
    "job.set_aside": "shown as poison and counted in the metrics; a letter about what failed could fail too",
    "job.taken_up": "the administrator's own act",
    "delivery.set_aside": "shown as poison and counted in the metrics; a letter about a letter could breed",
    "delivery.taken_up": "the administrator's own act",
    "deadline.set_aside": "shown as poison and counted in the metrics; a letter about what failed could fail too",
    "deadline.taken_up": "the administrator's own act",
    "clock.moved": "the administrator's own act; production has none",
}
