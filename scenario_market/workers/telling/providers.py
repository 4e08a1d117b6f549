"""Telling of providers and the pool."""

from scenario_market.workers import recipients as to
from scenario_market.workers.telling.rule import Rule

RULES: dict[str, tuple[Rule, ...]] = {
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
}

# Events by which nobody is told.
RECORDS = {
    "provider.opened": "its own people did it",
    "provider.review_begun": "the decision tells",
    "provider.profile_changed": "matching consumes it",
}
