"""What a schema shows, written in one pass.

marshmallow asks four methods about every value; nearly all values of an answer may be shown as they are. Which those
are is read off the schema once; every other value goes marshmallow's way. A test compares the two ways.

The rows of a list are mappings with the same names and mostly the same types. What is to be done with such a mapping is
found out with the first one and kept, so that the rest is copied whole and touched where a value needs it.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from types import NoneType
from typing import Any, NamedTuple

import marshmallow as ma

Act = Callable[[Any], Any]
# A list has a handful of them; what comes in ever new ones is not kept.
SHAPES_MAX = 256


class Step(NamedTuple):
    """One field. A value whose type is exactly ``plain`` is shown as ``act`` makes it, or as it is."""

    key: str
    attribute: str
    plain: type | None
    act: Act | None
    field: Any


def steps(fields: Mapping[str, Any]) -> list[Step]:
    """The steps for a schema's fields, in their order."""
    return [_step(name, field) for name, field in fields.items()]


def _step(name: str, field: Any) -> Step:
    key = name if field.data_key is None else field.data_key
    attribute = field.attribute or name
    return Step(key, attribute, *_plain(field), field)


def _plain(field: Any) -> tuple[type | None, Act | None]:
    kind = type(field)
    if kind is ma.fields.List and type(field.inner) is ma.fields.String:
        return list, partial(_texts, field)
    if kind is ma.fields.Nested and not field.many:
        return dict, _nested(field, many=False)
    if kind is ma.fields.List and type(field.inner) is ma.fields.Nested and not field.inner.many:
        return list, _nested(field.inner, many=True)
    if kind is ma.fields.Dict and field.key_field is None and field.value_field is None:
        return dict, None
    if kind in (ma.fields.AwareDateTime, ma.fields.DateTime) and field.format in (None, "iso"):
        return datetime, datetime.isoformat
    if kind is ma.fields.Date and field.format in (None, "iso"):
        return date, date.isoformat
    if kind is ma.fields.Integer and field.as_string:
        return None, None
    return AS_IT_IS.get(kind), None


AS_IT_IS: dict[type, type] = {
    ma.fields.String: str,
    ma.fields.Integer: int,
    ma.fields.Boolean: bool,
}


def _nested(field: Any, *, many: bool) -> Act:
    schema = field.schema
    if schema._hooks.get("pre_dump") or schema._hooks.get("post_dump"):
        return partial(schema.dump, many=many)
    return partial(schema._serialize, many=many)


def _texts(field: Any, values: list[Any]) -> Any:
    if set(map(type, values)) <= {str}:
        return values
    return field._serialize(values, "", None)


class Shape(NamedTuple):
    """What is done with mappings of certain names and types; ``fits`` is False where a value goes marshmallow's way."""

    fits: bool
    keys: list[str]
    attributes: list[str]
    acts: list[tuple[str, Act]]


class Dumper:
    """How one schema shows things."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.steps = steps(fields)
        self._shapes: dict[tuple[Any, ...], Shape] = {}

    def dump(self, schema: Any, obj: Any) -> dict[str, Any]:
        """One object as the schema shows it; what it lacks is left out."""
        if type(obj) is not dict:
            return dump(self.steps, schema, obj)
        kind = (*obj, *map(type, obj.values()))
        shape = self._shapes.get(kind)
        if shape is None:
            shape = self._shape(obj)
            if len(self._shapes) < SHAPES_MAX:
                self._shapes[kind] = shape
        if not shape.fits:
            return dump(self.steps, schema, obj)
        shown = dict(zip(shape.keys, map(obj.__getitem__, shape.attributes), strict=True))
        for key, act in shape.acts:
            shown[key] = act(shown[key])
        return shown

    def _shape(self, obj: dict[str, Any]) -> Shape:
        there = [step for step in self.steps if step.attribute in obj]
        fits = len(there) == len(self.steps) or all(
            step in there or step.field.dump_default is ma.missing for step in self.steps
        )
        acts = []
        for key, attribute, plain, act, _ in there:
            kind = type(obj[attribute])
            fits = fits and plain is not None and kind in (plain, NoneType)
            if act is not None and kind is plain:
                acts.append((key, act))
        keys, attributes = [one.key for one in there], [one.attribute for one in there]
        return Shape(fits, keys, attributes, acts)


def dump(plan: list[Step], schema: Any, obj: Any) -> dict[str, Any]:
    """One object, step by step."""
    read = obj.get if isinstance(obj, dict) else partial(getattr, obj)
    shown = {}
    for key, attribute, plain, act, field in plan:
        value = read(attribute, ma.missing)
        if type(value) is plain:
            shown[key] = value if act is None else act(value)
        elif value is ma.missing and field.dump_default is ma.missing:
            continue
        elif value is not None or plain is None:
            value = field.serialize(field.name, obj, accessor=schema.get_attribute)
            if value is not ma.missing:
                shown[key] = value
        else:
            shown[key] = None
    return shown
