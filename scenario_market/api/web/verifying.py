"""Verification for everybody: by the code on a pledge or a certificate, and by comparing the file itself.

All that a page says follows from its address: a file that is sent is hashed and forgotten, and the answer leads to the
address with its digest, so that reloading, the other language and the way back work.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from scenario_market.api import identity, language
from scenario_market.api.access import public
from scenario_market.api.uploads import digest_of, let_finish, reads_first, to_be_saved
from scenario_market.api.web.forms import attempt
from scenario_market.api.web.frame import link, page
from scenario_market.domain import check_codes, clock
from scenario_market.domain.errors import NotFound, TooLarge
from scenario_market.domain.landmarks import verifying
from scenario_market.domain.pledges import queries as pledges
from scenario_market.persistence.web_session import current
from scenario_market.texts.frame import sayer
from scenario_market.texts.verifying import TEXTS

blueprint = Blueprint("verify", __name__, url_prefix="/verify")
PLEDGE = "/pledges/<string(maxlength=80):code>"
CERTIFICATE = "/certificates/<string(maxlength=80):code>"
EXAMPLE = "7K3M-Q9XR-2WTB-HC5N"
REFUSED = ("file_missing", "file_too_large")
say = sayer(TEXTS)


@blueprint.get("")
@public
def start() -> Any:
    """Enter a code; one that is known leads to its document."""
    code = request.args.get("code")
    if code is None:
        return _start(code="", wrong=None)
    if not code.strip():
        return _start(code="", wrong="code_missing"), 422
    kind = verifying.kind_of(current(), code)
    return redirect(link(f"verify.{kind}", code=check_codes.normal(code)), 303)


def _start(*, code: str, wrong: str | None) -> str:
    errors = {"code": say(wrong, language.current(), code=code)} if wrong else {}
    return page("verify.html", TEXTS, code=code, errors=errors, example=EXAMPLE)


@blueprint.errorhandler(NotFound)
def unknown(_: NotFound) -> Any:
    """No document has the code: the form again, as it was filled."""
    code = (request.view_args or {}).get("code") or request.args.get("code", "")
    return _start(code=code[:80], wrong="code_unknown"), 404


@blueprint.get(PLEDGE)
@public
def pledge(code: str) -> Any:
    """What is public of a signed pledge; with ``sha256`` in the address, whether that is its paper."""
    session = current()
    found = pledges.verification(session, code)
    return _shown(
        "verify_pledge.html",
        "pledge",
        found["check_code"],
        lambda sha256: pledges.compare(session, code, sha256=sha256),
        found=found,
    )


@blueprint.get(CERTIFICATE)
@public
def certificate(code: str) -> Any:
    """A certificate and whether it stands; with ``sha256`` in the address, whether that is its text."""
    session = current()
    found = _certificate(code)
    return _shown(
        "verify_certificate.html",
        "certificate",
        found["code"],
        lambda sha256: verifying.compare(session, code, sha256=sha256),
        found=found,
    )


def _certificate(code: str) -> Mapping[str, Any]:
    session, holds = current(), current_app.extensions["platform"].holds
    now, city = clock.now(session), identity.city()
    return verifying.verification(session, code, holds=holds, now=now, city=city)


@blueprint.get(f"{CERTIFICATE}/text")
@public
def text(code: str) -> Response:
    """The signed text, byte for byte, to be saved."""
    found = _certificate(code)
    response = Response(found["text"].encode(), mimetype="application/json")
    to_be_saved(response, f"{found['number']}.json")
    return response


@blueprint.post(PLEDGE, endpoint="compare_pledge")
@blueprint.post(CERTIFICATE, endpoint="compare_certificate")
@public
@reads_first(lambda code: None)
def compare(code: str) -> Answer:
    """Hash a file and lead to the answer. Nothing of it is kept."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _back(refused="file_missing")
    return _back(sha256=digest_of(sent))


compare.tokenless = True  # type: ignore[attr-defined]  # nothing is kept or changed, and readers get no cookie


@blueprint.errorhandler(TooLarge)
@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_: Exception) -> Answer:
    """The file is larger than any that is issued here."""
    let_finish()
    return _back(refused="file_too_large")


def _back(**values: str) -> Answer:
    kind = (request.endpoint or "").removeprefix("verify.compare_")
    code = (request.view_args or {})["code"]
    place = "errors" if "refused" in values else "content"
    return redirect(link(f"verify.{kind}", code=code, _anchor=place, **values), 303)


def _shown(
    template: str, kind: str, code: str, compared: Callable[[str], Mapping[str, Any]], **values: Any
) -> Any:
    """The page of one document with its comparison, if one is asked for."""
    limit = current_app.extensions["settings"].upload_limit_bytes // 2**20
    given, refused = request.args.get("sha256"), request.args.get("refused")
    answer: Mapping[str, Any] | None = None
    errors: dict[str, str] = {}
    if given is not None:
        answer, errors = attempt(lambda: compared(check_codes.digest(given)))
    elif refused in REFUSED:
        errors = {"file": say(refused, language.current(), limit=limit)}
    text = page(
        template,
        TEXTS,
        kind=kind,
        code=code,
        compared=answer,
        sha256=given or "",
        errors=errors,
        limit=limit,
        **values,
    )
    return text, 422 if errors else 200


def register(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(blueprint)
