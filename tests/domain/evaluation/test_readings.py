"""The record of readings stands beside the chain, and what was done to it shows."""

from sqlalchemy import select

from scenario_market.domain import readings
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.readings import Reading
from tests.domain.evaluation.test_reading import read


def test_a_reading_that_was_removed_changed_or_moved_to_another_fact_shows(cast):
    cast.expert()
    bid = cast.bid(cast.call())
    for _ in range(4):
        read(cast, bid, cast.officer)
    first, second, third, fourth = cast.session.scalars(select(Reading).order_by(Reading.id)).all()
    assert list(readings.faults(cast.session)) == []
    cast.session.delete(first)
    second.person_id = cast.watch.person_id
    third.part = "blind"
    other = cast.session.scalar(select(EventRecord.id).where(EventRecord.kind != "reading.made"))
    lost, fourth.event_id = fourth.event_id, other
    cast.session.flush()
    found = sorted(rule for _, rule in readings.faults(cast.session))
    assert found == ["changed", "changed", "missing", "missing", "without_event"]
    assert (lost, "missing") in list(readings.faults(cast.session))
