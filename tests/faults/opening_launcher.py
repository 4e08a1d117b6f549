"""The real processes, whose openings take one workspace a batch and dwell: to be killed between any two of them."""

import sys
import time

from scenario_market.cli import main
from scenario_market.domain.bids import opening as rules
from scenario_market.workers import opening

DWELL_SECONDS = 0.05

if __name__ == "__main__":
    opening.BATCH = 1
    enter = rules.enter

    def dwell(*arguments, **options):
        time.sleep(DWELL_SECONDS)
        return enter(*arguments, **options)

    rules.enter = dwell
    main(args=sys.argv[1:], prog_name="scenario-market")
