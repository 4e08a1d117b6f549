"""What every operation may answer besides its success: written into the specification in one place.

An operation says with its decorators what it needs (who may, a version, a key, a body); from that follow its refusals.
"""

import re
from collections.abc import Mapping
from typing import Any

from apispec import APISpec, BasePlugin

from scenario_market.api.access import PUBLIC
from scenario_market.api.schemas.problems import Problem
from scenario_market.domain.permissions import PERMISSIONS, PERSON

PROBLEM = "application/problem+json"
METHODS = frozenset({"get", "post", "put", "patch", "delete"})
REFUSALS = {
    400: ("Malformed", "The request cannot be read: broken JSON, a broken upload."),
    401: ("NotSignedIn", "Nobody is signed in, or the token is unknown, ended or expired."),
    403: ("NotPermitted", "The caller's roles or mandates do not include this act."),
    404: ("NotFound", "There is no such thing, or the caller may not know of it."),
    409: ("Refused", "The present state or a rule refuses; `rule` names it."),
    412: ("StaleVersion", "Changed since it was read: read it again."),
    413: ("TooLarge", "More bytes than the limit allows."),
    415: ("UnsupportedMediaType", "The body is of a type that is not taken here."),
    416: ("RangeNotSatisfiable", "There is no such part of the file."),
    422: ("Invalid", "The input has errors; `errors` names every wrong field."),
    428: ("VersionMissing", "A change must name the version it was made from, in If-Match."),
    429: ("TooMany", "Too often in too short a time; Retry-After says when again."),
    503: ("Unavailable", "For a moment there is no service; Retry-After says when again."),
}
SECONDS = {"schema": {"type": "integer", "minimum": 0}, "description": "Seconds to wait."}
HEADERS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "The scheme."}},
    429: {"Retry-After": SECONDS},
    503: {"Retry-After": SECONDS},
}
ETAG = {"schema": {"type": "string"}, "description": "The version, for If-Match."}
LINK = {"schema": {"type": "string"}, "description": 'The next page, `rel="next"`, if any.'}
TAKES_IF_MATCH = "If-Match"


class Contract(BasePlugin):
    """Completes each operation: identifier, description, refusals, headers."""

    def init_spec(self, spec: APISpec) -> None:
        super().init_spec(spec)
        for status, (name, description) in REFUSALS.items():
            response: dict[str, Any] = {
                "description": description,
                "content": {PROBLEM: {"schema": Problem}},
            }
            if status in HEADERS:
                response["headers"] = HEADERS[status]
            spec.components.response(name, response)

    def operation_helper(
        self, path: str | None = None, operations: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Complete the operations of one path."""
        for method, operation in (operations or {}).items():
            if method in METHODS:
                operation["operationId"] = identifier(method, path or "")
                operation["description"] = described(operation)
                _add_refusals(method, path or "", operation)
                _add_headers(operation)


def identifier(method: str, path: str) -> str:
    """A stable name made of what a client sees: ``post_demands_by_demand_id_submit``."""
    words = re.sub(r"\{(\w+)\}", r"by_\1", path.partition("/api/v1/")[2])
    return f"{method}_{re.sub('[^a-z0-9]+', '_', words)}"


def described(operation: Mapping[str, Any]) -> str:
    """Who may call, and what the call needs, in words."""
    access = operation.get("x-permission", PUBLIC)
    if access == PUBLIC:
        who = "For everybody; what is shown depends on who asks."
    else:
        roles: frozenset[str] = frozenset().union(
            *(PERMISSIONS[one].roles for one in access.split(" or "))
        )
        names = "everybody signed in" if roles == PERSON else ", ".join(sorted(roles))
        who = f"Needs the permission `{access}`, which have: {names}."
    return " ".join(filter(None, (operation.get("description"), who)))


def _named(operation: Mapping[str, Any], location: str) -> set[str]:
    given = operation.get("parameters", ())
    return {one["name"] for one in given if one.get("in") == location}


def _refusals(method: str, path: str, operation: Mapping[str, Any]) -> set[int]:
    headers, query = _named(operation, "header"), _named(operation, "query")
    own = {str(status) for status in operation["responses"]}
    statuses = {401, 429, 503} | {status for status in REFUSALS if str(status) in own}
    if operation.get("x-permission", PUBLIC) != PUBLIC:
        statuses |= {403}
    if "{" in path or (query and 403 in statuses):
        # Whose roles do not reach what is asked for finds nothing.
        statuses |= {404}
    if method != "get":
        # What a body names may be unknown or another's too, and a proxy may send a body along with anything.
        statuses |= {400, 404, 409, 413}
    if "requestBody" in operation:
        statuses |= {415, 422}
    if query or "Idempotency-Key" in headers or TAKES_IF_MATCH in headers:
        statuses |= {422}
    if TAKES_IF_MATCH in headers:
        statuses |= {412, 428}
    return statuses


def _add_refusals(method: str, path: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    statuses = _refusals(method, path, operation)
    # flask-smorest's own, which name another media type than problem documents have.
    for replaced in ("default", *map(str, REFUSALS)):
        responses.pop(replaced, None)
    for status in sorted(statuses):
        responses[str(status)] = {"$ref": f"#/components/responses/{REFUSALS[status][0]}"}


def _add_headers(operation: dict[str, Any]) -> None:
    headers = {}
    if {"If-Match", "If-None-Match"} & _named(operation, "header"):
        headers["ETag"] = ETAG
    if {"cursor", "after"} & _named(operation, "query"):
        headers["Link"] = LINK
    for status, response in operation["responses"].items():
        if str(status) in {"200", "201"} and headers:
            response["headers"] = {**response.get("headers", {}), **headers}
