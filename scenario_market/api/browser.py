"""A browser's session: one signed cookie, for pages alone (docs/adr/0004-cookie-for-pages.md).

It carries the token of a sign-in, whose row is the same as that of a sign-in by REST, so that ending the row ends
it here too; and the secret that the tokens of forms are made from. It lasts as long as the browser is open.
"""

from urllib.parse import unquote, urlsplit

from flask import Flask, current_app, request, session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from scenario_market.settings import Settings

TOKEN = "token"  # noqa: S105  a name in the cookie
ADDRESS_LENGTH = 2000


def of_api() -> bool:
    """Whether a machine calls: it keeps to bearer tokens, and no cookie is looked at."""
    return request.path.startswith("/api/")


def token() -> str | None:
    """The token of the sign-in that the cookie carries."""
    found = session.get(TOKEN)
    return found if isinstance(found, str) else None


def begin(sign_in_token: str) -> None:
    """Carry a sign-in that was made just now. Whatever the cookie held before, and its forms, count no more."""
    session.clear()
    session[TOKEN] = sign_in_token


def end() -> None:
    """Forget everything that the cookie carries."""
    session.clear()


def own_page(address: str | None) -> str | None:
    """The address of a page of this application that can be read, path and query alone; None for anything else.

    Nothing that a browser could take for another host passes: what is not one of our own routes is refused.
    """
    if not address or len(address) > ADDRESS_LENGTH or not address.startswith("/"):
        return None
    if "\\" in address or not address.isprintable():
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith(("//", "/api/")):
        return None
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    try:
        endpoint, _ = adapter.match(unquote(parts.path), method="GET")
    except (HTTPException, RequestRedirect):
        return None
    if endpoint.startswith("sign_in."):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def register(app: Flask) -> None:
    """Set how the cookie is given out."""
    settings: Settings = app.extensions["settings"]
    secure = settings.production or settings.public_url.startswith("https:")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_DOMAIN=None,
    )
