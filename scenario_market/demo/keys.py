"""The keys that a demonstration holds all together, which no process of a market that works does."""

from scenario_market.demo.story import Keys
from scenario_market.domain.pledges.signing import Tools
from scenario_market.settings import Settings
from scenario_market.vault import holding
from scenario_market.vault.seals import CmsSeals


def held(settings: Settings) -> Keys:
    """Those of a web process, of an opener and of the clock, and of the platform; made where they are missing."""
    opener = holding.opener(settings)
    assert opener is not None  # a demonstration makes its own
    web = holding.web(settings)
    tools = Tools(signer=web.platform, seals=CmsSeals(None), key=settings.secret_key.encode())
    return Keys(web, opener, tools, holding.heads(settings))
