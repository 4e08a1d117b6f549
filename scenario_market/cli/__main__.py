"""``python -m scenario_market.cli``."""

from scenario_market.cli import main

main(prog_name="scenario-market")
