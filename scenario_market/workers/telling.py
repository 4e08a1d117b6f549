"""The table of telling: event → notices and their recipients; and the events that are records only, with a word why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenario_market.workers import recipients as to

if TYPE_CHECKING:  # a relay reads the table, and holds no matching engine
    from scenario_market.workers.machine import Work


@dataclass(frozen=True)
class Rule:
    """One notice that an event owes.

    :param notice: kind of the notice: its text and its channels.
    :param recipients: who is told.
    :param params: fields of the event that the text needs.
    """

    notice: str
    recipients: Callable[[Work], to.Recipients]
    params: tuple[str, ...] = ()


# The signed paper itself, so that the mail is a copy that nobody here can change.
PAPER = ("position", "hash", "signed_at", "key_id", "public_key", "signature")

RULES: dict[str, tuple[Rule, ...]] = {
    # organisations and people
    "organisation.verification_asked": (Rule("verification_waiting", to.office),),
    "organisation.verified": (Rule("organisation_verified", to.organisation),),
    "organisation.refused": (Rule("organisation_refused", to.organisation),),
    "organisation.verification_revoked": (Rule("verification_revoked", to.organisation),),
    "organisation.mandate_granted": (Rule("mandate_granted", to.holder),),
    "organisation.mandate_renewed": (Rule("mandate_renewed", to.holder),),
    "organisation.mandate_ended": (Rule("mandate_ended", to.holder),),
    "organisation.mandate_expiring": (Rule("mandate_expiring", to.holder, ("days",)),),
    "person.role_granted": (Rule("role_granted", to.person, ("role", "place")),),
    "person.role_revoked": (Rule("role_revoked", to.person, ("role", "place")),),
    "person.confirmation_asked": (Rule("confirm_email", to.person, ("confirmation_id",)),),
    "person.password_changed": (Rule("password_changed", to.person, ("token_ids",)),),
    "person.token_issued": (Rule("token_issued", to.person),),
    # providers and the pool
    "provider.applied": (Rule("provider_waiting", to.office),),
    "provider.returned": (Rule("provider_returned", to.provider),),
    "provider.rejected": (Rule("provider_rejected", to.provider),),
    "provider.admitted": (Rule("provider_admitted", to.provider),),
    "provider.warned": (Rule("provider_warned", to.provider),),
    "provider.rectification_begun": (Rule("rectification_waiting", to.office),),
    "provider.rectification_accepted": (Rule("provider_cleared", to.provider),),
    "provider.suspended": (Rule("provider_suspended", to.provider),),
    "provider.removed": (Rule("provider_removed", to.provider),),
    "provider.reinstated": (Rule("provider_reinstated", to.provider),),
    "provider.review_reopened": (Rule("review_reopened", to.provider),),
    "provider.appeal_filed": (Rule("appeal_waiting", to.office),),
    "provider.appeal_decided": (Rule("appeal_decided", to.provider, ("outcome",)),),
    "provider.credential_lapsing": (
        Rule("credential_lapsing", to.provider, ("credential_kind", "code", "expires_on", "days")),
    ),
    # files on their way in
    "import.checked": (Rule("import_checked", to.uploader, ("rows", "wrong")),),
    "import.failed": (Rule("import_failed", to.uploader),),
    "pool.imported": (Rule("import_pool_done", to.uploader, ("created", "updated", "unchanged")),),
    "demands.imported": (Rule("import_demands_done", to.uploader, ("created", "unchanged")),),
    # demands
    "demand.submitted": (
        Rule("recommendation_wanted", to.district),
        Rule("demand_waiting", to.office_at_once),
    ),
    "demand.recommended": (Rule("demand_waiting", to.office),),
    "demand.returned": (Rule("own_demand_returned", to.owner),),
    "demand.rejected": (Rule("own_demand_rejected", to.owner),),
    "demand.approved": (Rule("own_demand_approved", to.owner),),
    "demand.listed": (Rule("own_demand_listed", to.owner),),
    "demand.amended": (Rule("demand_amended", to.concerned, ("fields", "number")),),
    "demand.amendment_proposed": (Rule("amendment_waiting", to.office, ("fields",)),),
    "demand.amendment_refused": (Rule("own_amendment_refused", to.owner),),
    "demand.amendment_lapsed": (Rule("own_amendment_lapsed", to.owner),),
    "demand.withdrawn": (
        Rule("demand_withdrawn", to.concerned),
        Rule("own_demand_withdrawn", to.owner),
    ),
    "demand.expired": (
        Rule("demand_expired", to.concerned),
        Rule("own_demand_expired", to.owner),
    ),
    "demand.sharpening_assigned": (
        Rule("sharpening_assigned", to.sharpener),
        Rule("sharpening_disclosed", to.owner, ("provider_id",)),
    ),
    "demand.sharpening_delivered": (Rule("sharpening_delivered", to.owner),),
    "demand.sharpening_adopted": (Rule("sharpening_adopted", to.sharpener),),
    "demand.sharpening_declined": (Rule("sharpening_declined", to.sharpener),),
    "demand.sharpening_overdue": (Rule("sharpening_overdue", to.sharpening),),
    "demand_list.published": (Rule("list_published", to.office, ("items",)),),
    "demand_list.withdrawn": (Rule("list_withdrawn", to.office),),
    "demand_list.item_left_out": (Rule("list_item_left_out", to.office, ("demand_id", "rules")),),
    # the chain
    "checkpoint.signed": (Rule("checkpoint_signed", to.auditors, PAPER),),
    # answers
    "response.submitted": (Rule("response_received", to.asked),),
    "response.overdue": (Rule("response_overdue", to.asked),),
    "response.withdrawn": (Rule("response_withdrawn", to.asked),),
    "response.accepted": (Rule("response_accepted", to.answerer),),
    "response.declined": (Rule("response_declined", to.answerer),),
    "response.docking_confirmed": (Rule("docking_confirmed", to.asked),),
    "response.ended": (Rule("docking_ended", to.other_side),),
    "response.contract_recorded": (Rule("contract_recorded", to.confirming),),
    "response.contracted": (Rule("contract_confirmed", to.recorder),),
}

# Events by which nobody is told. Those that matching consumes tell through it, by "demand_matched".
RECORDS = {
    "organisation.registered": "who registered it did so himself",
    "organisation.edited": "its own people did it",
    "organisation.control_recorded": "the office's own note; a refused answer says what follows from it",
    "organisation.member_invited": "the invited has no account yet; he gets the code by SMS",
    "organisation.invitation_cancelled": "the offer simply no longer opens",
    "organisation.invitation_accepted": "the mandate's own event tells",
    "person.joined": "his own act",
    "person.edited": "his own act",
    "person.email_confirmed": "his own act",
    "person.disabled": "he can no longer read it here",
    "person.enabled": "he sees it at his next sign-in",
    "person.signed_in": "his own act; the list of sessions shows it",
    "person.signed_out": "his own act; the list of sessions shows it",
    "person.password_refused": "anybody could flood him by it; the list of sessions shows it",
    "person.subject_linked": "his own act",
    "person.token_revoked": "his own act",
    "person.tokens_revoked": "the notice of the changed password names them; a closed account reads nothing",
    "person.preference_changed": "his own act",
    "person.unsubscribed": "he asked for less mail",
    "job.set_aside": "shown as poison and counted in the metrics; a letter about what failed could fail too",
    "job.taken_up": "the administrator's own act",
    "delivery.set_aside": "shown as poison and counted in the metrics; a letter about a letter could breed",
    "delivery.taken_up": "the administrator's own act",
    "deadline.set_aside": "shown as poison and counted in the metrics; a letter about what failed could fail too",
    "deadline.taken_up": "the administrator's own act",
    "clock.moved": "the administrator's own act; production has none",
    "sign_in_code.sent": "the code itself is the message",
    "sign_in_code.refused": "anybody could flood a number by it",
    "provider.opened": "its own people did it",
    "provider.review_begun": "the decision tells",
    "provider.profile_changed": "matching consumes it",
    "import.uploaded": "the uploader waits for the check, which tells",
    "import.commit_asked": "the uploader waits for the import, which tells",
    "demand.drafted": "its own people did it",
    "demand.edited": "its own people did it",
    "demand.recalled": "its own people did it; the office sees it leave the list",
    "demand.review_begun": "the decision tells",
    "demand.approval_given": "the second approval tells",
    "demand.clearance_signed": "the publication tells",
    "demand.amendment_kept": "the change is hidden, and a notice would announce it; owner and office read the version",
    "demand.amendment_withdrawn": "nobody but the office had seen it",
    "demand.match_requested": "matching consumes it",
    "demand.docking_begun": "the response's own event tells",
    "demand.docking_ended": "the response's own event tells",
    "demand.contracted": "the response's own event tells",
    "attachment.added": "its own people did it",
    "attachment.adopted": "its own people did it",
    "attachment.removed": "its own people did it",
    "attachment.erased": "its own people removed it, or took it in, long before",
    "demand_list.drafted": "the office's own act",
    "demand_list.edited": "the office's own act",
    "demand_list.scheduled": "the office's own act",
    "demand_list.unscheduled": "the office's own act",
    "match.dismissed": "the provider's own word; it shows in the match",
}
