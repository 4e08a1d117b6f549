"""The statements that are written out by hand beside the models name every column that has to have a value."""

import re

import pytest
from sqlalchemy import text

from scenario_market.domain import sequence
from scenario_market.domain.base import calendar_day, instant
from scenario_market.domain.jobs import Job
from scenario_market.domain.matching import writing
from scenario_market.domain.matching.records import Match
from scenario_market.domain.notices import digest, sending
from scenario_market.domain.notices.models import Delivery, DigestItem, Notice
from scenario_market.domain.outbox import ChainHead
from scenario_market.persistence.engine import _read_json
from tests.factories import NOW

STATEMENTS = {
    "sequence.BEGIN_CHAIN": (str(sequence.BEGIN_CHAIN), ChainHead),
    "sequence.OWE_ROWS": (sequence.OWE_ROWS, Job),
    "sequence.OWE": (str(sequence.OWE), Job),
    "writing.STORED": (writing.STORED, Match),
    "writing.NOTICES": (writing.NOTICES, Notice),
    "sending.DELIVERIES": (sending.DELIVERIES, Delivery),
    "digest.ITEMS": (digest.ITEMS, DigestItem),
    "digest.DELIVERIES": (digest.DELIVERIES, Delivery),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_written_insert_names_every_column_that_must_have_a_value(name):
    statement, model = STATEMENTS[name]
    table, columns = re.search(r"INSERT INTO (\w+) \(([^)]*)\)", statement).groups()
    named = {column.strip() for column in columns.split(",")}
    assert table == model.__tablename__
    of_model = model.__table__.columns
    assert named <= set(of_model.keys())
    needed = {
        column.name
        for column in of_model
        if not column.nullable
        and column.server_default is None
        and column is not model.__table__.autoincrement_column
    }
    assert needed <= named, f"{name} leaves out {sorted(needed - named)}"


def test_texts_are_joined_by_a_comma_only_where_they_hold_none():
    assert sequence._columns([(1, "a"), (2, "b")]) == {"c0": [1, 2], "c1": "a,b"}
    with pytest.raises(ValueError, match="commas"):
        sequence._columns([(1, "a,b"), (2, "c")])


def test_an_instant_in_bare_sql_is_what_the_models_write(session):
    dialect = session.get_bind().dialect
    typed = Job.__table__.c.due_at.type.bind_processor(dialect)(NOW)
    stored = session.scalar(text("SELECT CAST(:at AS varchar)"), {"at": instant(dialect.name, NOW)})
    assert str(typed)[:19] == stored[:19]
    assert str(calendar_day(dialect.name, NOW.date())) == "2026-03-02"


def test_what_stands_behind_a_stored_value_is_an_error():
    assert _read_json('{"a": [1]}') == _read_json(b'{"a": [1]}') == {"a": [1]}
    for stored in ('{"a": 1} b', "[]{}", "1 "):
        with pytest.raises(ValueError, match="behind"):
            _read_json(stored)
