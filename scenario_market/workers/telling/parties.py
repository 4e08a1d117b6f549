"""Telling of organisations, mandates and people."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
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
}

# Events by which nobody is told.
RECORDS = {
    "organisation.registered": "who registered it did so himself",
    "organisation.edited": "its own people did it",
    "organisation.control_recorded": "the office's own note; a refused answer says what follows from it",
    "organisation.hosting_recorded": "the office's own note; its people see it when they post a call",
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
    "sign_in_code.sent": "the code itself is the message",
    "sign_in_code.refused": "anybody could flood a number by it",
}
