"""The page behind a mail's unsubscribe link: a person confirms, a mail program posts at once (RFC 8058).

The signed token is all that is asked for: no sign-in, no cookie, so a forged request from elsewhere gains nothing.
"""

from flask import Blueprint, Flask, current_app

from scenario_market.api import identity, language
from scenario_market.api.access import public
from scenario_market.api.web.frame import page
from scenario_market.domain import clock
from scenario_market.domain.errors import NotFound
from scenario_market.domain.notices import preferences, tokens
from scenario_market.persistence.web_session import current
from scenario_market.texts import unsubscribing
from scenario_market.texts.notices import TEXTS, kind_name

blueprint = Blueprint("unsubscribe", __name__)


def _key() -> str:
    return current_app.extensions["settings"].secret_key


def _page(kind: str, *, done: bool) -> str:
    name = kind_name(kind, language.current())
    return page("unsubscribe.html", unsubscribing.TEXTS, name=name, done=done)


@blueprint.get("/unsubscribe/<string:token>")
@public
def ask(token: str) -> str:
    """Ask before ending: programs that look at links ahead of their reader must not end anything."""
    stated = tokens.read(_key(), token)
    if stated is None or stated[1] not in TEXTS:
        raise NotFound(kind="unsubscribe")
    return _page(stated[1], done=False)


@blueprint.post("/unsubscribe/<string:token>")
@public
def end(token: str) -> str:
    """End the mails of the kind, at once."""
    session = current()
    wish = preferences.unsubscribe(
        session, token, key=_key(), now=clock.now(session), city=identity.city()
    )
    return _page(wish.kind, done=True)


end.tokenless = True  # type: ignore[attr-defined]


def register(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(blueprint)
