"""What a production installation does not run on: the demonstration's accounts, and a clock that was moved."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain.clock import ClockOffset
from scenario_market.domain.parties.models import Person


class NotForProduction(Exception):
    """This database is a demonstration's. The text is for the operator: what was found, and what to do."""


def check(session: Session) -> None:
    """Look whether the market may run on this database in production mode.

    :raises NotForProduction: it holds demonstration accounts, whose password everybody knows, or its clock was moved.
    """
    people = session.scalar(select(func.count(Person.id)).where(Person.is_demo)) or 0
    seconds = session.scalar(select(ClockOffset.seconds).where(ClockOffset.id == 1)) or 0
    found = []
    if people:
        found.append(
            f"{people} demonstration accounts, an administrator among them, whose password is printed in public."
            " Name a database of its own in DATABASE_URL, and run `scenario-market migrate` and"
            " `scenario-market install-administrator`; the demonstration cannot be taken out of this one."
        )
    if seconds:
        found.append(
            f"a clock that was moved by {timedelta(seconds=seconds)}, so that what was dated since is wrong. Name"
            " another database in DATABASE_URL; or, knowing that, move it back in mode demonstration by"
            " `scenario-market move-clock`."
        )
    if found:
        raise NotForProduction(
            "\n".join(f"production mode refuses this database: {one}" for one in found)
        )
