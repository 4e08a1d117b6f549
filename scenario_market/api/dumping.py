"""What a schema shows, written in one pass.

marshmallow asks four methods about every value; nearly all values of an answer may be shown as they are. Which those
are is read off the schema once; every other value goes marshmallow's way. A test compares the two ways.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

import marshmallow as ma

Act = Callable[[Any], Any]


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
        return dict, lambda value: field.schema.dump(value, many=False)
    if kind is ma.fields.List and type(field.inner) is ma.fields.Nested and not field.inner.many:
        return list, lambda values: field.inner.schema.dump(values, many=True)
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


def _texts(field: Any, values: list[Any]) -> Any:
    if all(type(value) is str for value in values):
        return values
    return field._serialize(values, "", None)


def dump(plan: list[Step], schema: Any, obj: Any) -> dict[str, Any]:
    """One object as the schema shows it; what it lacks is left out."""
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
