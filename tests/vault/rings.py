"""Key rings of a test's own, in memory."""

from scenario_market.vault import keyfiles
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.envelopes import OpenerSealing, WebSealing
from tests.factories import NOW


def halves():
    """What a web host holds, and what an opener holds."""
    opening = keyfiles.new_ring("opening", NOW)
    attestor = Attestor(keyfiles.new_ring("receipt", NOW))
    web = WebSealing(keyfiles.new_ring("draft", NOW), opening.public(), attestor)
    return web, OpenerSealing(opening)
