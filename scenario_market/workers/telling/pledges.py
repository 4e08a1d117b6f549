"""Telling of pledges (军令状)."""

from scenario_market.workers import recipients as market
from scenario_market.workers.telling import pledges_recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "pledge.begun": (Rule("pledge_begun", to.parties_and_office),),
    "pledge.proposed": (Rule("pledge_proposed", to.others),),
    "pledge.settled": (Rule("pledge_to_sign", to.signing),),
    "pledge.scan_checked": (Rule("pledge_scan_refused", to.refused),),
    "pledge.signed": (Rule("pledge_signed", to.delivering),),
    "pledge.issued": (Rule("pledge_issued", to.parties),),
    "pledge.extended": (Rule("pledge_extended", to.parties),),
    "pledge.stalled": (Rule("pledge_stalled", to.parties_and_office),),
    "pledge.forfeited": (Rule("pledge_forfeited", to.parties_and_office),),
    "pledge.voided": (Rule("pledge_voided", to.parties),),
    "pledge.reserve_moved_up": (Rule("pledge_reserve_up", market.office),),
    "pledge.reserves_exhausted": (Rule("pledge_no_reserve", market.office),),
}

# Events by which nobody is told.
RECORDS = {
    "pledge.agreed": "the last agreement tells that it is to be signed",
    "pledge.reopened": "the proposal that reopens it tells",
    "pledge.signature_given": "the last signature tells; a scan to be checked is a to-do of the office",
}
