"""A refusal or a failure as a page, with ways on."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, g, request

from scenario_market.api import language
from scenario_market.api.web.frame import page
from scenario_market.texts import failing as texts

PROBLEM, HTML = "application/problem+json", "text/html"


def is_wanted() -> bool:
    """Whether a page is what the caller can show: not below ``/api/``, and who says that he takes HTML first."""
    if request.path.startswith("/api/"):
        return False
    return request.accept_mimetypes.best_match([PROBLEM, HTML], default=PROBLEM) == HTML


def answer(status: int, *, detail: str = "", errors: Sequence[Mapping[str, Any]] = ()) -> Response:
    """The page. Needs no database: it may be what failed.

    :param detail: in the reader's language, where a rule has more to say than the status.
    """
    title, help_ = texts.said(status, language.current())
    text = page(
        "failing.html",
        texts.TEXTS,
        status=status,
        heading=title,
        help=help_,
        detail=detail,
        errors=errors,
        is_filtered=status == 422 and request.method == "GET",
        request_id=g.get("request_id"),
    )
    return Response(text, status, mimetype=HTML)
