"""``up``: the whole market on this machine."""

from scenario_market.runtime.up import up

COMMANDS = (up,)
