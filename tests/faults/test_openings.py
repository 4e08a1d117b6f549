"""SIGKILL of the worker in the middle of an opening: every bid is opened, and none twice."""

from datetime import timedelta

from sqlalchemy import func, select

from scenario_market import settings as settings_module
from scenario_market.documents.files import file_store
from scenario_market.domain.bids.models import Bid, BidFile, BidMember
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.outbox import EventRecord
from tests import factories
from tests.waiting import until
from tests.workers import bidding

BIDS, KILLS, LEASE_SECONDS = 24, 3, 20
LAUNCHER = "tests.faults.opening_launcher"


def count(database, *columns):
    with database.reading(snapshot=True) as session:
        return [session.scalar(select(func.count(column))) for column in columns]


def test_a_killed_opening_goes_on_and_no_bid_is_lost_or_double(
    database, database_url, city, make_crew, tmp_path
):
    crew = make_crew(LAUNCHER, poll_seconds=0.1)
    settings = settings_module.load(crew.environ)
    with database.unit_of_work() as session:
        made = bidding.scene(session, city, settings)
        for _ in range(BIDS):
            bidding.hand_in(made, file_store(settings))
        made.begun()
    with database.unit_of_work() as session:
        bidding.pass_deadline(session, made.challenge.id)
    crew.start("clock", "relay")
    worker = crew.start("worker")
    struck = []
    for number in range(1, KILLS + 1):
        until(lambda: count(database, Bid.id)[0] >= 5 * number, pause=0.01)  # noqa: B023
        worker = crew.kill(worker)
        struck.append(count(database, Bid.id)[0])
        with database.unit_of_work() as session:
            factories.move_clock(session, by=timedelta(seconds=LEASE_SECONDS))
    until(
        lambda: count(database, Challenge.unsealed_at)[0], tell=lambda: crew.log("worker")[-2000:]
    )
    assert all(5 * n <= found < BIDS for n, found in enumerate(struck, 1)), struck
    assert count(database, Bid.id, BidFile.id, BidMember.bid_id) == [BIDS] * 3
    with database.reading() as session:
        kinds = dict(
            session.execute(select(EventRecord.kind, func.count()).group_by(EventRecord.kind)).all()
        )
        names = session.scalars(select(Bid.pseudonym)).all()
    assert (kinds["bid.opened"], kinds["challenge.unsealed"]) == (BIDS, 1)
    assert len(set(names)) == BIDS
