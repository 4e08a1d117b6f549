"""Signing in and out by a browser: by password, or by a code that is sent. What counts and refuses is the domain's."""

from collections.abc import Mapping

from flask import Blueprint, Flask, redirect, request, session
from flask.typing import ResponseReturnValue

from scenario_market.api import browser, forgery, identity, language, signing_in
from scenario_market.api.access import public
from scenario_market.api.schemas.account import SignInRequest
from scenario_market.api.web.frame import link, page
from scenario_market.domain import clock
from scenario_market.domain.errors import DomainError, Invalid
from scenario_market.domain.parties import mobile, sessions
from scenario_market.persistence.web_session import current
from scenario_market.texts import errors as refusals
from scenario_market.texts.signing_in import TEXTS, say

blueprint = Blueprint("sign_in", __name__)
NUMBER = "mobile"  # to which a code was sent, in the browser's session
Errors = Mapping[str, str]


@blueprint.get("/sign-in")
@public
def ask() -> ResponseReturnValue:
    """The form; who is signed in already is led on."""
    if identity.actor().person_id is not None:
        return redirect(_onward(), 303)
    if "again" in request.args:
        session.pop(NUMBER, None)
    return _page()


@blueprint.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in. A session of its own begins; the one before it, if any, ends."""
    given = {name: request.form.get(name, "") for name in (NUMBER, _proof())}
    if errors := _errors(given):
        return _page(errors), 422
    before = browser.token()
    outcome, now = signing_in.prove(given)
    if outcome.refused or outcome.token is None:
        # Answered and not raised, so that the attempt is counted.
        text = refusals.detail("sign_in_refused", outcome.refused, {}, language.current())
        return _page({_proof(): text}), 422
    if before is not None:
        sessions.sign_out(current(), token=before, now=now)
    browser.begin(outcome.token)
    return redirect(_onward(), 303)


@blueprint.post("/sign-in/codes")
@public
def send() -> ResponseReturnValue:
    """Send a one-time code; the same for a number with an account and without."""
    signing_in.send_code(request.form.get(NUMBER, ""))
    session[NUMBER] = mobile.normalise(request.form.get(NUMBER, ""))
    return redirect(link("sign_in.ask", by="code", next=_next()), 303)


@blueprint.post("/sign-out")
@public
def leave() -> ResponseReturnValue:
    """End the session, on the server too. Harmless to repeat."""
    if (token := browser.token()) is not None:
        sessions.sign_out(current(), token=token, now=clock.now(current()))
    browser.end()
    return redirect(link("sign_in.ask", out="1"), 303)


@blueprint.errorhandler(DomainError)
def refuse(error: DomainError) -> ResponseReturnValue:
    """A number that is none, or a code too soon after the last: the form again, with what was written."""
    locale = language.current()
    if isinstance(error, Invalid):
        text = refusals.field_message(error.errors[0].rule, dict(error.errors[0].params), locale)
    else:
        text = refusals.detail(error.code, error.rule, dict(error.params), locale)
    return _page({NUMBER: text}), error.status


@blueprint.errorhandler(forgery.CSRFError)
def renew(error: forgery.CSRFError) -> ResponseReturnValue:
    """The form again with what was written, but for the secrets. Who would leave has written nothing."""
    if request.endpoint == f"{blueprint.name}.{leave.__name__}":
        return _forged(error)
    return _page({NUMBER: say("forged_sign_in", language.current())}), 400


def _way() -> str:
    return "code" if "code" in (request.args.get("by"), request.form.get("by")) else "password"


def _proof() -> str:
    return "code" if _way() == "code" else "password"


def _next() -> str | None:
    return browser.own_page(request.values.get("next"))


def _onward() -> str:
    return _next() or link("web.home")


def _errors(given: Mapping[str, str]) -> dict[str, str]:
    locale = language.current()
    missing = {name: say(f"required_{name}", locale) for name in given if not given[name].strip()}
    found = SignInRequest().validate(given)
    return {
        field: refusals.schema_message(messages[0], locale) for field, messages in found.items()
    } | missing


def _page(errors: Errors | None = None) -> str:
    """The form: the second step by code once one was sent; what was written stays, but for the secrets."""
    sent_to = session.get(NUMBER) if _way() == "code" else None
    return page(
        "sign_in.html",
        TEXTS,
        errors=errors or {},
        way=_way(),
        sent_to=sent_to,
        mobile=request.form.get(NUMBER) or sent_to or "",
        next=_next(),
        is_out="out" in request.args,
        hours=signing_in.hours(),
        code_minutes=identity.city().policy["account"]["code_minutes"],
    )


def _forged(error: forgery.CSRFError) -> ResponseReturnValue:
    return page("forged.html", TEXTS, back=forgery.page_of_form()), 400


def register(app: Flask) -> None:
    """Add the pages, and what is said of a form that was not made for the browser."""
    app.register_blueprint(blueprint)
    app.register_error_handler(forgery.CSRFError, _forged)
