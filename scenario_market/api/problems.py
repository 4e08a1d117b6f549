"""Refusals in the reader's language: problem documents (RFC 9457) with a stable ``code``, or pages for browsers."""

from typing import Any

import structlog
from flask import Flask, Response, current_app, g, json, request
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from scenario_market.api import language
from scenario_market.api.web import failing
from scenario_market.domain.errors import DomainError, Invalid
from scenario_market.texts import errors as texts

log = structlog.get_logger("api")
HTTP_CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    416: "range_not_satisfiable",
    422: "invalid",
    429: "too_many_requests",
}


def problem(
    status: int, code: str, *, rule: str | None = None, params: Any = None, errors: Any = ()
) -> Response:
    """A problem document, or the page of it."""
    locale = language.current()
    title, detail = texts.title(code, locale), texts.detail(code, rule, dict(params or {}), locale)
    if failing.is_wanted():
        return failing.answer(status, detail=detail if detail != title else "", errors=errors)
    body: dict[str, Any] = {
        "type": f"/api/docs/problems#{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": g.get("request_id"),
    }
    if rule and rule != code:
        body["rule"] = rule
    if params:
        body["params"] = dict(params)
    if errors:
        body["errors"] = list(errors)
    response = Response(
        json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json"
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def from_domain(error: DomainError) -> Response:
    """A refusal of the domain."""
    locale = language.current()
    fields = [
        {
            "field": one.field,
            "rule": one.rule,
            "message": texts.field_message(one.rule, dict(one.params), locale),
            "params": dict(one.params),
        }
        for one in (error.errors if isinstance(error, Invalid) else ())
    ]
    answer = problem(error.status, error.code, rule=error.rule, params=error.params, errors=fields)
    if "wait_seconds" in error.params:
        answer.headers["Retry-After"] = str(error.params["wait_seconds"])
    return answer


def from_http(error: HTTPException) -> Response:
    """An HTTP error: of routing, parsing, limits, or marshmallow's messages."""
    status = error.code or 500
    messages = getattr(error, "data", {}).get("messages", {}) if hasattr(error, "data") else {}
    locale = language.current()
    fields = [
        {"field": field, "rule": "schema", "message": texts.schema_message(text, locale)}
        for place in messages.values()
        for field, text in flatten(place)
    ]
    limit = request.max_content_length if status == 413 else None
    params = {"limit_bytes": limit, "limit_mib": limit // 2**20} if limit else None
    code = HTTP_CODES.get(status, "internal_error")
    rule = "body_too_large" if limit and limit == current_app.config["MAX_CONTENT_LENGTH"] else None
    answer = problem(status, code, rule=rule, params=params, errors=fields)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "content-range"}:
            answer.headers[name] = value
    return answer


def flatten(messages: Any, path: str = "") -> list[tuple[str, str]]:
    """Marshmallow's nested messages as (path, text)."""
    if isinstance(messages, dict):
        inside = [(str(key), value) for key, value in messages.items()]
        joined = [
            flatten(value, path if key == "_schema" else f"{path}.{key}" if path else key)
            for key, value in inside
        ]
        return [pair for pairs in joined for pair in pairs]
    if isinstance(messages, list):
        return [pair for message in messages for pair in flatten(message, path)]
    return [(path or "_", str(messages))]


def register(app: Flask) -> None:
    """Answer every error with a problem document, or with a page where a browser asked for one."""
    app.register_error_handler(DomainError, from_domain)
    app.register_error_handler(IntegrityError, _conflict)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Exception, _unexpected)


def _conflict(error: IntegrityError) -> Response:
    log.warning("integrity_conflict", error=str(error.orig))
    return problem(409, "conflict")


def _unavailable(error: OperationalError) -> Response:
    log.error("database_unavailable", error=str(error.orig))
    answer = problem(503, "unavailable")
    answer.headers["Retry-After"] = "2"
    return answer


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected_error", route=str(request.url_rule or "-"))
    return problem(500, "internal_error")
