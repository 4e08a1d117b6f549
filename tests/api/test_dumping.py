"""What schemas show is what marshmallow would show, for every schema of the API."""

import importlib
import pkgutil
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import marshmallow as ma
import pytest
from flask import Flask

from scenario_market.api import dumping, schemas
from scenario_market.api.resource import Schema
from scenario_market.api.schemas.times import Day, Instant

for module in pkgutil.iter_modules(schemas.__path__):
    importlib.import_module(f"{schemas.__name__}.{module.name}")


@pytest.fixture(autouse=True)
def request_context():
    """Somebody asks: some words are in the reader's language."""
    with Flask(__name__).test_request_context():
        yield


def below(kind):
    """A class's descendants."""
    return {one for child in kind.__subclasses__() for one in {child} | below(child)}


SCHEMAS = sorted(below(Schema), key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
VALUES = {
    ma.fields.AwareDateTime: datetime(2026, 3, 2, 1, 30, 0, 5, tzinfo=UTC),
    ma.fields.DateTime: datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
    ma.fields.Date: date(2026, 3, 2),
    Instant: datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
    Day: date(2026, 3, 2),
    ma.fields.Integer: 7,
    ma.fields.Float: 1.5,
    ma.fields.Boolean: True,
    ma.fields.Dict: {"a": [1, None]},
}


def value_of(field):
    """A value such as the domain would hand over."""
    if isinstance(field, ma.fields.Nested):
        one = {name: value_of(inner) for name, inner in field.schema.dump_fields.items()}
        return [one, one] if field.many else one
    if isinstance(field, ma.fields.List):
        return [value_of(field.inner)] * 2
    if isinstance(field, ma.fields.Dict) and field.value_field is not None:
        return {"a": value_of(field.value_field)}
    return next((value for kind, value in VALUES.items() if type(field) is kind), "文字")


def slowly(schema, obj):
    """What marshmallow's own way shows."""
    return ma.Schema._serialize(schema, obj, many=schema.many)


@pytest.mark.parametrize("kind", SCHEMAS, ids=lambda kind: kind.__qualname__)
def test_an_answer_is_what_marshmallow_would_make_of_it(kind):
    schema = kind()
    full = {field.attribute or name: value_of(field) for name, field in schema.dump_fields.items()}
    shown = schema.dump(full)
    assert shown == slowly(schema, full)
    assert list(shown) == list(slowly(schema, full))
    entity = SimpleNamespace(**full)
    assert schema.dump(entity) == slowly(schema, entity)
    empty = dict.fromkeys(full)
    assert schema.dump(empty) == slowly(schema, empty)
    assert schema.dump({}) == slowly(schema, {})
    assert schema.dump([full, empty], many=True) == [shown, slowly(schema, empty)]


class Odd(Schema):
    """Fields that are not shown as they are."""

    text = ma.fields.String()
    number = ma.fields.Integer(as_string=True)
    texts = ma.fields.List(ma.fields.String())
    kept = ma.fields.String(dump_default="sonst")
    other = ma.fields.String(attribute="inner", data_key="außen")
    flag = ma.fields.Boolean()
    hidden = ma.fields.String(load_only=True)


@pytest.mark.parametrize(
    "odd",
    [
        {"text": 5, "number": 6, "texts": ["a", 1], "inner": "x", "flag": 1, "hidden": "no"},
        {"texts": ("a", "b"), "kept": None, "flag": "true"},
        {"number": "12"},
        {},
    ],
)
def test_what_is_not_plain_goes_the_long_way(odd):
    assert Odd().dump(odd) == slowly(Odd(), odd)


class Things(Schema):
    """Values of every way: as they are, made over, by marshmallow, inside another."""

    name = ma.fields.String(allow_none=True)
    count = ma.fields.Integer()
    at = ma.fields.AwareDateTime(allow_none=True)
    share = ma.fields.Float()
    codes = ma.fields.List(ma.fields.String())
    said = ma.fields.String(dump_default="nothing")
    inner = ma.fields.Nested(lambda: Things(), allow_none=True)


AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "rows",
    [
        [{"name": "甲", "count": 1}, {"count": 2, "name": "乙"}, {"name": None, "count": 3}],
        [{"at": AT}, {"at": None}, {}, {"at": AT, "unknown": 1}],
        [{"count": Decimal(3)}, {"count": 3}, {"count": True}, {"share": 1}],
        [{"codes": ["a"]}, {"codes": [1]}, {"codes": []}, {"codes": ("a",)}],
        [{"inner": {"at": AT, "said": "x"}}, {"inner": None}, {"said": "y"}],
        [{f"unknown{n}": n, "name": str(n)} for n in range(2 * dumping.SHAPES_MAX)],
    ],
)
def test_rows_of_other_names_and_types_are_not_taken_for_each_other(rows):
    schema = Things(many=True)
    for _ in range(2):
        assert schema.dump(rows) == slowly(schema, rows)
