"""The database's own time held still, so that the clock of the market goes on by its stored offset alone.

How long anything takes is then no matter: what happens happened at the instant to which a test has set the clock.
"""

import os

from sqlalchemy import text

from scenario_market.domain import clock

STILL = "FAULTS_STILL"  # in the environment of processes whose clock is to stand still too
AT = "2026-03-02T01:00:00"


def hold(put=setattr):
    """Hold it still in this process.

    :param put: sets an attribute, as ``setattr`` does.
    """
    put(clock, "SQLITE_NOW", text(f"SELECT '{AT}.000', {clock.OFFSET}"))
    put(clock, "POSTGRESQL_NOW", text(f"SELECT CAST('{AT}+00:00' AS timestamptz), {clock.OFFSET}"))


def hold_if_asked():
    """Hold it still where the environment says so."""
    if STILL in os.environ:
        hold()
