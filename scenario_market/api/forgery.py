"""Forged requests: each form of a page carries a token of its browser's session, without which nothing is done.

Machines are not asked for one: they carry a bearer token, which no browser sends by itself. A page whose own signed
link is the proof (``unsubscribe``) marks its view ``tokenless``.
"""

from flask import Flask, g, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect

from scenario_market.api import browser

_protection = CSRFProtect()

__all__ = ["CSRFError", "check", "has_made_token", "page_of_form", "register"]


def check() -> None:
    """Refuse a form that was not made for this browser.

    :raises CSRFError: its token is missing, or of another session.
    """
    if not browser.of_api():
        _protection.protect()


def has_made_token() -> bool:
    """Whether the answer holds a form of this browser, so that nobody else may be given it."""
    return "csrf_token" in g


def page_of_form() -> str:
    """Where somebody begins anew whose form was refused: the page of the same address, or the front page."""
    return browser.own_page(request.path) or url_for("web.home")


def register(app: Flask) -> None:
    """Add the token to templates as ``csrf_token()``. It lasts as long as the session, so an open form stays good.

    The library's look at the Referer is off: behind a proxy that has another name it would refuse everybody, and it
    protects where a stranger can set cookies, which ``__Host-`` rules out.
    """
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False
    )
    _protection.init_app(app)
