"""What REST resources share: blueprint, versions (ETag, If-Match), repeated calls (Idempotency-Key), pages (Link)."""

import base64
import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, partial, wraps
from typing import Any
from urllib.parse import quote, urlencode

import marshmallow as ma
from flask import Response, current_app, g, json, request
from flask_smorest import Blueprint as SmorestBlueprint

from scenario_market.api import dumping
from scenario_market.api import idempotent as kept
from scenario_market.api.arguments import StrictParser
from scenario_market.domain.errors import FieldError, Invalid, VersionMissing
from scenario_market.domain.outbox import canonical
from scenario_market.domain.paging import LIMIT_MAX, Page
from scenario_market.vault.sealing import Sealer, sealer

View = Callable[..., Any]
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
VERSION = re.compile("[0-9]{1,15}")
# Keys in a path: what is beyond is no key, and JSON readers keep no whole number beyond 2**53 - 1 exactly.
ID = "int(min=1,max=9007199254740991)"


class Blueprint(SmorestBlueprint):
    """A blueprint of the REST API."""

    ARGUMENTS_PARSER = StrictParser()

    def register_views_in_doc(self, api: Any, *args: Any, **options: Any) -> None:
        """Leave it until the specification is asked for: it takes most of the time that a process needs to start."""
        api.undescribed.append(partial(super().register_views_in_doc, api, *args, **options))


class Schema(ma.Schema):
    """Base of all schemas: fields in the order written, unknown ones refused."""

    class Meta:
        unknown = ma.RAISE

    @ma.pre_load
    def refuse_unkeepable(self, data: Any, **_: Any) -> Any:
        """No database keeps NUL, and no encoding half a surrogate pair: say so instead of failing later."""
        wrong = {
            str(name): ["Not a valid string."]
            for name, value in (data.items() if isinstance(data, Mapping) else ())
            if any(UNKEEPABLE.search(text) for text in _texts(value))
        }
        if wrong:
            raise ma.ValidationError(wrong)
        return data

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Entities by attribute, mappings by key; marshmallow's own way tries both on everything."""
        if isinstance(obj, Mapping):
            return obj.get(attr, default)
        return getattr(obj, attr, default)

    @cached_property
    def _dumper(self) -> dumping.Dumper:
        return dumping.Dumper(self.dump_fields)

    def _serialize(self, obj: Any, *, many: bool = False) -> Any:
        if many and obj is not None:
            return [self._dumper.dump(self, one) for one in obj]
        return self._dumper.dump(self, obj)


def _texts(value: Any) -> Iterator[str]:
    """All texts in a value, keys too, however deep."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]


class PageQuery(Schema):
    """Where a page begins and how long it is."""

    cursor = ma.fields.String(
        metadata={"description": "From the Link header of the page before."},
        validate=ma.validate.Length(max=500),
    )
    limit = ma.fields.Integer(
        load_default=20,
        validate=ma.validate.Range(min=1, max=LIMIT_MAX),
        metadata={"description": "Rows a page."},
    )

    @ma.post_load
    def placed(self, query, **kwargs):
        """The cursor as what it stands for: ``after``, the key values of the row that the page continues behind."""
        return query | {"after": decode_cursor(query.pop("cursor", None))}


def place_of(query: dict[str, Any]) -> dict[str, Any]:
    """Where a page begins and how long it is, taken out of a query whose other words are filters."""
    return {name: query.pop(name) for name in ("after", "limit")}


def encode_cursor(values: Sequence[Any]) -> str:
    """Key values as a cursor that its holder cannot read: an order may rest on what he is not shown."""
    plain: list[Any] = [
        {"t": value.isoformat()}
        if isinstance(value, datetime)
        else {"d": value.isoformat()}
        if isinstance(value, date)
        else value
        for value in values
    ]
    sealed = _sealer().seal(json.dumps(plain).encode(), about=_listing())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _sealer() -> Sealer:
    return sealer(current_app.config["SECRET_KEY"], "cursor")


def _listing() -> bytes:
    """What is listed: a cursor taken to another list would tell how the two compare. In which words does not matter."""
    filters = request.args.to_dict(flat=False)
    apart = ("cursor", "limit", "lang")
    named = {name: value for name, value in filters.items() if name not in apart}
    return canonical([request.endpoint, request.view_args, named])


def decode_cursor(cursor: str | None) -> tuple[Any, ...] | None:
    """The key values of a cursor.

    :raises Invalid: it was not made here, or for another list.
    """
    if cursor is None:
        return None
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return tuple(
            datetime.fromisoformat(value["t"])
            if isinstance(value, dict) and "t" in value
            else date.fromisoformat(value["d"])
            if isinstance(value, dict)
            else value
            for value in json.loads(_sealer().open(sealed, about=_listing()))
        )
    except ValueError:
        raise Invalid(FieldError("cursor", "unknown_cursor")) from None


def paged(page: Page[Any]) -> tuple[Sequence[Any], dict[str, str]]:
    """Rows of a page, and the Link header that leads on: what a list view returns."""
    if page.after is None:
        return page.rows, {}
    arguments = request.args.to_dict(flat=False) | {"cursor": [encode_cursor(page.after)]}
    address = f"{request.script_root}{quote(request.path)}?{urlencode(arguments, doseq=True)}"
    return page.rows, {"Link": f'<{address}>; rel="next"'}


def versioned(view: View) -> View:
    """A change of something that has a version: needs If-Match, passes ``version`` to the view."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        return tagged_response(view(*args, version=expected_version(), **kwargs))

    _document(
        checked,
        parameters=[
            {
                "in": "header",
                "name": "If-Match",
                "required": True,
                "schema": {"type": "string"},
                "description": "The ETag of what was read.",
            }
        ],
    )
    return checked


def tagged(view: View) -> View:
    """Reading something that has a version: answers with its ETag, and 304 where the reader has it."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        response = tagged_response(view(*args, **kwargs))
        return response.make_conditional(request)

    _document(
        answered,
        parameters=[
            {
                "in": "header",
                "name": "If-None-Match",
                "required": False,
                "schema": {"type": "string"},
                "description": "The ETag of what the reader has.",
            }
        ],
        responses={"304": {"description": "The reader has it as it is."}},
    )
    return answered


def tagged_response(response: Response) -> Response:
    """Set the ETag ``"<version>-<checksum of the body>"``; the version alone decides about a change."""
    if response.status_code < 300 and response.is_json:
        version = (response.get_json() or {}).get("version", 0)
        response.set_etag(f"{version}-{zlib.crc32(response.get_data()):08x}")
    return response


def expected_version() -> int:
    """The version that a change was made from, of If-Match.

    ``*`` and several tags are conditions by RFC 9110 (13.1.1), yet they do not say what the caller has read, so that
    one could change over another unseen: they are refused as a missing condition is (RFC 6585, 3).

    :raises VersionMissing: it is not there or not one of ours; ``any_version``: it would fit more than one.
    """
    tags = list(request.if_match)
    if request.if_match.star_tag or len(tags) > 1:
        raise VersionMissing("any_version")
    number = tags[0].partition("-")[0] if tags else ""
    if not VERSION.fullmatch(number):
        raise VersionMissing()
    return int(number)


def idempotent(view: View) -> View:
    """A creating call: with an Idempotency-Key the same call again gets the same answer and does nothing."""

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Any:
        def run() -> Response:
            response = view(*args, **kwargs)
            made = response.get_json() if response.is_json else None
            # What was made can be changed at once, without reading it again.
            return tagged_response(response) if made and "version" in made else response

        key = request.headers.get("Idempotency-Key")
        if not key:
            return run()
        # Of an upload the fields and the file's hash stand for the body, which has been read from the wire.
        content = g.get("upload_stated") or request.get_data(cache=True)
        stated = f"{request.method} {request.full_path}".encode() + b"\n" + content
        return kept.answer(key, hashlib.sha256(stated).hexdigest(), run)

    _document(
        once,
        parameters=[
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": False,
                "schema": {"type": "string", "maxLength": 255},
                "description": "Repeating the call with the same key does nothing twice.",
            }
        ],
    )
    return once


def _document(view: Any, *, parameters: list[dict[str, Any]], **more: Any) -> None:
    documentation = dict(getattr(view, "_apidoc", {}))
    manual = dict(documentation.get("manual_doc", {}))
    manual["parameters"] = [*manual.get("parameters", []), *parameters]
    manual.update(more)
    documentation["manual_doc"] = manual
    view._apidoc = documentation
