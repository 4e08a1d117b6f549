"""Writing deliveries costs what the event's notices cost, not what all notices cost."""

import pytest
from sqlalchemy import text

from scenario_market.domain.base import instant
from scenario_market.domain.notices import sending
from tests.factories import NOW


@pytest.fixture
def plan(session, city):
    """The lines of the database's plan for the deliveries of one event."""
    statement = sending.DELIVERIES.format(
        wishes=sending.wishes(city.policy["notices"]),
        recipients=sending.RECIPIENTS.format(chosen="n.event_id = :event_id"),
    )
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))  # the tables are empty
    explain = "EXPLAIN " if dialect == "postgresql" else "EXPLAIN QUERY PLAN "
    now = instant(dialect, NOW)
    rows = session.execute(text(explain + statement), {"event_id": 1, "now": now})
    return [str(row[-1]) for row in rows]


def test_both_halves_find_their_notices_by_index(plan):
    scans = [line for line in plan if "notice" in line.lower() or line.startswith("SEARCH n ")]
    found = " ".join(scans)
    assert "ux_notice_organisation" in found
    assert "ux_notice_person" in found
    assert "Seq Scan on notice" not in found
    assert not any(line.startswith("SCAN n") and "INDEX" not in line for line in plan)


def test_a_kind_that_is_no_plain_word_never_gets_into_the_statement():
    with pytest.raises(ValueError, match="plain word"):
        sending.wishes({"x'); DROP TABLE notice; --": {"mail": 1, "sms": 0, "digest": 0}})


def test_nothing_to_deliver_is_counted_as_nothing(session, city):
    assert sending.write_deliveries(session, event_id=1, city=city, now=NOW) == 0
