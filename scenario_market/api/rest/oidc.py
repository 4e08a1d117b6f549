"""Signing in through the city's identity provider (统一身份认证)."""

from dataclasses import asdict
from datetime import timedelta

from flask import current_app
from flask.views import MethodView
from itsdangerous import BadSignature, URLSafeTimedSerializer

from scenario_market.api import problems
from scenario_market.api.access import public
from scenario_market.api.resource import Blueprint
from scenario_market.api.rest.account import refused
from scenario_market.api.schemas import oidc as schemas
from scenario_market.api.schemas.account import SignedInSchema
from scenario_market.channels.oidc import OidcProvider, OidcRefused, OidcUnavailable, Pending
from scenario_market.domain import clock
from scenario_market.domain.errors import NotFound
from scenario_market.domain.parties import sign_in
from scenario_market.persistence.web_session import current, start_writing_again

blueprint = Blueprint("oidc", __name__, description="Signing in through the identity provider")
BACK = "/sign-in/back"
PENDING_SECONDS = 600


def provider() -> OidcProvider:
    """The identity provider of the settings. :raises NotFound: none is set."""
    found = current_app.extensions["oidc"]
    if found is None:
        raise NotFound(kind="identity_provider")
    return found


def redirect_uri() -> str:
    """Where the provider sends the browser back; to be registered there."""
    return current_app.extensions["settings"].public_url.rstrip("/") + BACK


def sealed() -> URLSafeTimedSerializer:
    """Signs what the caller keeps between the two steps, so that he can only bring back what he was given."""
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="oidc")


def unavailable():
    """The provider does not answer."""
    return problems.problem(503, "unavailable", rule="identity_provider_unavailable")


@blueprint.route("/oidc/authorizations")
class Authorizations(MethodView):
    """The first step."""

    @public
    @blueprint.response(201, schemas.AuthorizationSchema)
    def post(self):
        """Begin: send the browser to ``url``, and keep ``pending`` with it for the second step (ten minutes)."""
        current().rollback()  # no transaction waits for the provider
        try:
            pending = provider().begin(redirect_uri())
        except OidcUnavailable:
            return unavailable()
        return {"url": pending.url, "pending": sealed().dumps(asdict(pending))}


@blueprint.route("/oidc/sign-ins")
class OidcSignIns(MethodView):
    """The second step."""

    @public
    @blueprint.arguments(schemas.OidcSignInRequest)
    @blueprint.response(201, SignedInSchema)
    def post(self, body):
        """Finish: what the browser brought back, with ``pending`` of the first step."""
        found = provider()
        try:
            pending = Pending(**sealed().loads(body["pending"], max_age=PENDING_SECONDS))
        except BadSignature:
            return refused("oidc_state")
        current().rollback()
        try:
            who = found.finish(body["answer"], pending=pending, redirect_uri=redirect_uri())
        except OidcUnavailable:
            return unavailable()
        except OidcRefused as error:
            return refused(f"oidc_{error.rule}")
        return _begin(who)


def _begin(who):
    session, settings = start_writing_again(), current_app.extensions["settings"]
    hours, now = settings.session_hours, clock.now(session)
    outcome = sign_in.by_subject(
        session,
        subject=who.subject,
        claims=who.claims,
        hours=hours,
        now=now,
        production=settings.production,
    )
    if outcome.refused:
        return refused(outcome.refused)
    return {
        "token": outcome.token,
        "person_id": outcome.person_id,
        "expires_at": now + timedelta(hours=hours),
    }
