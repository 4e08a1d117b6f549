"""The moves of organisations and mandates."""

from scenario_market.domain.parties import states as parties
from tests.lifecycles.ways import CLOCK

TABLES = {
    "organisation": parties.VERIFICATION_MOVES,
    "mandate": parties.MANDATE_MOVES,
}
P = "parties.organisations"
M = "parties.mandates"
PARTIES_TEST = "domain/parties/test_verification.py"
MANDATES_TEST = "domain/parties/test_mandates.py"

# noun.verb → command, route, test file
MADE = {
    "organisation.ask": (
        f"{P}.ask_verification",
        "POST /api/v1/organisations/<>/ask",
        PARTIES_TEST,
    ),
    "organisation.verify": (f"{P}.verify", "POST /api/v1/organisations/<>/verify", PARTIES_TEST),
    "organisation.reject": (f"{P}.reject", "POST /api/v1/organisations/<>/reject", PARTIES_TEST),
    "organisation.revoke": (f"{P}.revoke", "POST /api/v1/organisations/<>/revoke", PARTIES_TEST),
    "mandate.revoke": (f"{M}.revoke", "POST /api/v1/mandates/<>/revoke", MANDATES_TEST),
    "mandate.replace": (f"{M}.replace", "POST /api/v1/mandates/<>/replace", MANDATES_TEST),
    "mandate.hand_over": (f"{M}.hand_over", "POST /api/v1/mandates/<>/hand-over", MANDATES_TEST),
    "mandate.restore": (
        "parties.invitations.restore",
        "POST /api/v1/organisations/<>/restore",
        "domain/parties/test_invitations.py",
    ),
    "mandate.expire": ("parties.tenure.fire", CLOCK, "domain/parties/test_tenure.py"),
}
