"""``python -m scenario_market`` is the ``scenario-market`` command."""

from scenario_market.cli import main

if __name__ == "__main__":
    main(prog_name="scenario-market")
