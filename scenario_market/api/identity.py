"""Who calls: below ``/api/`` by a bearer token, of a sign-in or an API token; on pages by the browser's cookie.

Each has its own: the API looks at no cookie, so that no other site can make a browser call it, and a page at no
bearer token (docs/adr/0004-cookie-for-pages.md).
"""

from typing import Any

from flask import current_app, g, request

from scenario_market.api import browser
from scenario_market.domain import clock
from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotSignedIn
from scenario_market.domain.parties import actors, tokens
from scenario_market.persistence.web_session import current


def actor() -> Actor:
    """The actor of this request, found out once; nobody signed in is the public.

    :raises NotSignedIn: a machine sent a token that is unknown, ended or expired.
    """
    if "actor" not in g:
        g.actor = _find()
    return g.actor


def afresh() -> Actor:
    """The actor found out again: he may have lost his session or a right while the request waited or was sent."""
    g.pop("actor", None)
    return actor()


def bearer() -> str | None:
    """The token in the Authorization header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _find() -> Actor:
    return _of_machine() if browser.of_api() else _of_browser()


def _of_browser() -> Actor:
    """By the cookie. A sign-in that has ended is nobody's, and its reader may go on reading what is public."""
    token = browser.token()
    if token is None:
        return PUBLIC
    found = actors.actor_of_session(current(), token, clock.now(current()))
    if found is None:
        browser.end()
    return found or PUBLIC


def _of_machine() -> Actor:
    token = bearer()
    if token is None:
        return PUBLIC
    session = current()
    now = clock.now(session)
    if token.startswith(tokens.PREFIX):
        identified = actors.identify_token(session, token, now)
        found = identified.actor if identified else None
        if identified and identified.is_use_due:
            g.token_used = identified.token_id
    else:
        found = actors.actor_of_session(session, token, now)
    if found is None:
        raise NotSignedIn("token_invalid")
    return found


def note_token_use() -> None:
    """Note that an API token is in use, in a transaction of its own: readers' are thrown away."""
    token_id = g.pop("token_used", None)
    if token_id is not None:
        with current_app.extensions["database"].unit_of_work() as session:
            tokens.note_use(session, token_id, now=clock.now(session))


def city() -> City:
    """The city that this process serves."""
    return current_app.extensions["city"]


def who() -> dict[str, Any]:
    """Who acts, and when: what every command takes."""
    return {"actor": actor(), "now": clock.now(current())}


def where() -> dict[str, Any]:
    """Who acts, when, and under which city's rules."""
    return who() | {"city": city()}
