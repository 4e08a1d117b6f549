"""``restore-envelopes``: bytes of bids that did not open, put back from a backup of the database."""

import click
from sqlalchemy import select

from scenario_market.cli import setting
from scenario_market.domain.bids.models import Workspace
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.evaluation import reentering
from scenario_market.persistence.database import Database


@click.command("restore-envelopes")
@click.argument("number")
@click.argument("backup")
def restore_envelopes(number: str, backup: str) -> None:
    """Put back the envelopes of the call NUMBER that did not open, from the database BACKUP (its URL).

    Nothing is opened by it: two key officers ask for that (POST /challenges/{id}/reentries), and what is not the
    envelope that was written last is not taken.
    """
    kept = Database(backup, pool_size=1)
    with setting.database().unit_of_work() as session, kept.reading() as before:
        key = session.scalar(select(Challenge.id).where(Challenge.number == number))
        keys = reentering.unreadable(session, key or 0)
        done = 0
        for one in keys:
            row, old = session.get_one(Workspace, one), before.get(Workspace, one)
            if old is not None and old.access_key == row.access_key:
                row.envelope, row.sealed_key = old.envelope, old.sealed_key
                done += 1
    kept.close()
    click.echo(f"{done} of {len(keys)} envelopes were put back")


COMMANDS = (restore_envelopes,)
