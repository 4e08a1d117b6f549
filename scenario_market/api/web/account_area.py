"""Who is signed in, in the head of every page; and what a page answers to whom it does not let in."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from scenario_market.api import browser, forgery, identity, language, problems
from scenario_market.api.web.frame import link
from scenario_market.domain.errors import NotFound, NotPermitted, NotSignedIn
from scenario_market.domain.parties import queries
from scenario_market.domain.permissions import PERMISSIONS, allowed
from scenario_market.persistence.web_session import current
from scenario_market.texts import signing_in as texts


@dataclass(frozen=True)
class Account:
    """Whoever is signed in.

    :param may: the acts that his roles open.
    """

    name: str
    may: frozenset[str]


def account() -> Account | None:
    """Whoever is signed in; None on pages about the API, and where the database does not answer."""
    if browser.of_api():
        return None
    try:
        actor = identity.actor()
        if actor.person_id is None:
            return None
        person = queries.person(current(), actor.person_id, actor=actor)
    except SQLAlchemyError:
        return None
    return Account(person.name, frozenset(one for one in PERMISSIONS if allowed(actor, one)))


def is_personal() -> bool:
    """Whether the answer is for this browser alone: somebody is signed in, or it holds a form."""
    actor = g.get("actor")
    return forgery.has_made_token() or (actor is not None and actor.person_id is not None)


def door() -> str:
    """Where one signs in, and comes back from to the page at hand."""
    address = request.full_path if request.method == "GET" and request.args else request.path
    back = browser.own_page(address)
    return link("sign_in.ask", next=None if back == "/" else back)


def _words() -> dict[str, Any]:
    say = partial(texts.say, locale=language.current())
    return {"account": account, "door": door, "say_account": say}


def _to_the_door(error: NotSignedIn) -> ResponseReturnValue:
    """A reader is asked to sign in, and comes back to where he was; a machine is told."""
    return problems.from_domain(error) if browser.of_api() else redirect(door(), 303)


def _not_there(error: NotPermitted) -> ResponseReturnValue:
    """What is not for a role is not there for it, on pages; a machine is told."""
    if browser.of_api():
        return problems.from_domain(error)
    return current_app.handle_user_exception(NotFound(kind="page"))


def register(app: Flask) -> None:
    """Add it to all pages."""
    app.context_processor(_words)
    app.register_error_handler(NotSignedIn, _to_the_door)
    app.register_error_handler(NotPermitted, _not_there)
