"""The application: one factory that puts settings, database, resources and pages together."""

import re
import time
import uuid
from contextlib import AbstractContextManager
from typing import Any

import structlog
from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from scenario_market import logs
from scenario_market import settings as settings_module
from scenario_market.api import (
    access,
    browser,
    documentation,
    forgery,
    health,
    identity,
    metrics,
    problems,
    rates,
    rest,
    senders,
)
from scenario_market.api.web import (
    account_area,
    frame,
    home,
    landmarks,
    office_dossiers,
    sign_in,
    unsubscribe,
    verifying,
)
from scenario_market.api.web import problems as problems_page
from scenario_market.channels.oidc import OidcProvider
from scenario_market.channels.wake import Waker
from scenario_market.documents.files import file_store
from scenario_market.domain import city as city_module
from scenario_market.domain import production
from scenario_market.persistence.database import Database
from scenario_market.persistence.web_session import db, request_transaction
from scenario_market.settings import Settings
from scenario_market.vault import holding
from scenario_market.vault.passwords import Argon2Passwords

log = structlog.get_logger("http")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
}
API_HEADERS = HEADERS | {"Cache-Control": "private, no-cache"}
VARY = "Authorization, Accept-Language"


class Market(Flask):
    """Flask with one transaction around each view: a writer's commits unless the view raised.

    A refusal that must be remembered (a wrong code counts) is therefore answered and not raised.

    The body is read before that: a slow sender must not hold the database's one writer. And before the body is read,
    the caller is known and may call: a stranger's megabytes are not taken.

    A view marked ``without_database`` gets none; one marked ``reads_first`` begins as a reader whatever its method,
    does its slow part, and begins to write by ``start_writing_again`` (on SQLite a writer holds the only lock). One
    marked ``receives`` reads its body itself. A page marked ``tokenless`` takes forms that were
    not made for the browser.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        if self._says("without_database"):
            return super().dispatch_request()
        reads_first = self._says("reads_first") or request.url_rule is None
        if request.url_rule is not None and not self._says("receives"):
            self._take_body()
        if request.url_rule is not None and not self._says("tokenless"):
            forgery.check()
        with self._transaction(writing=request.method not in SAFE and not reads_first):
            return super().dispatch_request()

    def _take_body(self) -> None:
        if not (request.content_length or request.headers.get("Transfer-Encoding")):
            return
        with self._transaction(writing=False):
            access.admit(self._views()[-1])
        g.pop("actor", None)  # he may lose the right while he is sending
        request.get_data(cache=True)

    def _transaction(self, *, writing: bool) -> AbstractContextManager[Any]:
        return request_transaction(
            writing=writing, request_id=g.request_id, wake=self.extensions["wake"]
        )

    def _says(self, name: str) -> bool:
        """Whether the view carries the mark."""
        return any(getattr(view, name, False) for view in self._views())

    def _views(self) -> tuple[Any, ...]:
        """The view function; of a class of views also the method that is asked for, as the last."""
        rule: Any = request.url_rule
        view = self.view_functions.get(rule.endpoint) if rule else None
        method = getattr(getattr(view, "view_class", None), request.method.lower(), None)
        return (view, method) if method is not None else (view,)


def create_app(settings: Settings | None = None) -> Market:
    """Make the web application.

    :param settings: read from the environment where none are given.
    :raises NotForProduction: in production mode, on the database of a demonstration.
    :raises KeyFileError: in production mode, without the keys of sealed bids, or with one that a web must not hold.
    """
    settings = settings or settings_module.load()
    logs.configure(settings.log_level, settings.log_format)
    app = Market("scenario_market.api", static_folder="static")
    app.url_map.merge_slashes = False  # it would lead on to whatever host the request named
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=settings.request_limit_bytes,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["settings"] = settings
    app.extensions["city"] = city_module.load(settings.city_dir)
    app.extensions["senders"] = senders.make(settings, app.extensions["city"])
    app.extensions["oidc"] = (
        OidcProvider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
        if settings.oidc_issuer
        else None
    )
    app.extensions["passwords"] = Argon2Passwords()
    app.extensions["wake"] = Waker(settings.redis_url)
    app.extensions["files"] = file_store(settings)
    app.extensions["database"] = Database(
        settings.database_url, wake=app.extensions["wake"], pool_size=2
    )
    _require_fit(app)
    app.extensions.update(vars(holding.web(settings)))
    db.init_app(app)
    app.before_request(_begin)
    app.after_request(_finish)
    doors = (sign_in, account_area, office_dossiers)
    pages = (frame, home, landmarks, verifying, unsubscribe, problems_page, *doors)
    for part in (browser, forgery, problems, health, rest, documentation, *pages, rates):
        part.register(app)
    return app


def _require_fit(app: Market) -> None:
    """A database that does not answer yet is looked at by ``/readyz``; until then nothing is routed here."""
    database = app.extensions["database"]
    app.extensions["fit"] = not app.extensions["settings"].production
    if app.extensions["fit"]:
        return
    try:
        with database.reading() as session:
            production.check(session)
        app.extensions["fit"] = True
    except SQLAlchemyError:
        log.warning("database_unavailable", exc_info=True)
    finally:
        database.close()  # the processes of the web server connect for themselves


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _finish(response: Response) -> Response:
    identity.note_token_use()
    _head(response, of_api=browser.of_api())
    seconds = time.perf_counter() - g.started
    rule = str(request.url_rule) if request.url_rule else None
    metrics.observe(request.method, rule, response.status_code, seconds)
    log.info(
        "request",
        method=request.method,
        route=rule or "-",
        status=response.status_code,
        ms=round(seconds * 1000, 1),
    )
    return response


def _head(response: Response, *, of_api: bool) -> None:
    """Headers of every answer, but those that a view has set itself."""
    headers = response.headers
    headers.set("X-Request-Id", g.request_id)
    given = {name.lower() for name, _ in headers}
    for name, value in (API_HEADERS if of_api else HEADERS).items():
        if name.lower() not in given:
            headers.add(name, value)
    if of_api and "vary" in given:
        response.vary.update(VARY.split(", "))
    elif of_api:
        headers.add("Vary", VARY)
    elif account_area.is_personal():
        headers.set("Cache-Control", "no-store")
