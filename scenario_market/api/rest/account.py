"""Signing in and out, and one's own account."""

from datetime import timedelta

from flask import Response, current_app
from flask.views import MethodView

from scenario_market.api import identity, problems, signing_in
from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    PageQuery,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.rest.mandates import show
from scenario_market.api.schemas import account as schemas
from scenario_market.domain import clock
from scenario_market.domain.parties import account, email, people, queries, sessions
from scenario_market.domain.parties.secrets import token_hash
from scenario_market.domain.permissions import PERMISSIONS, allowed
from scenario_market.persistence.web_session import current, start_writing_again

blueprint = Blueprint("account", __name__, description="Signing in, and one's own account")


def refused(rule: str) -> Response:
    """A refused sign-in. It is answered and not raised, so that the counted attempt is committed."""
    return problems.problem(401, "sign_in_refused", rule=rule)


@blueprint.route("/sign-in-codes")
class SignInCodes(MethodView):
    """One-time codes."""

    @public
    @blueprint.arguments(schemas.CodeRequest)
    @blueprint.response(202, schemas.CodeSentSchema)
    def post(self, body):
        """Send a one-time code by SMS; the same answer for a number with an account and without."""
        return signing_in.send_code(body["mobile"])


@blueprint.route("/sign-ins")
class SignIns(MethodView):
    """Sessions."""

    @public
    @blueprint.arguments(schemas.SignInRequest)
    @blueprint.response(201, schemas.SignedInSchema)
    def post(self, body):
        """Sign in, by the code that was sent or by password. A number seen for the first time gets an account."""
        outcome, now = signing_in.prove(body)
        if outcome.refused:
            return refused(outcome.refused)
        return {
            "token": outcome.token,
            "person_id": outcome.person_id,
            "expires_at": now + timedelta(hours=signing_in.hours()),
        }


@blueprint.route("/sign-out")
class SignOut(MethodView):
    """The end of the present session."""

    @may("account.use")
    @blueprint.response(204)
    def post(self):
        """End the session whose token came with this call."""
        sessions.sign_out(current(), token=identity.bearer() or "", now=clock.now(current()))


@blueprint.route("/me")
class Me(MethodView):
    """Oneself."""

    @may("account.use")
    @tagged
    @blueprint.response(200, schemas.MeSchema)
    def get(self):
        """Who one is, for whom one acts, and what one may do."""
        return _me()

    @may("account.use")
    @versioned
    @blueprint.arguments(schemas.MePatch)
    @blueprint.response(200, schemas.MeSchema)
    def patch(self, body, version):
        """Change one's name, e-mail address or language. A new address counts once its mailed code is given back."""
        people.edit_own(current(), version=version, fields=body, **where())
        return _me()


def _me():
    session, actor = current(), identity.actor()
    row = queries.person(session, actor.person_id or 0, actor=actor)
    held = queries.own_mandates(session, actor=actor, now=clock.now(session))
    return {
        "id": row.id,
        "mobile": row.mobile,
        "name": row.name,
        "email": row.email,
        "is_email_confirmed": row.email_confirmed_at is not None,
        "locale": row.locale,
        "has_password": row.password_hash is not None,
        "roles": sorted(actor.roles),
        "districts": sorted(actor.districts),
        "nodes": sorted(actor.nodes),
        "permissions": [name for name in PERMISSIONS if allowed(actor, name)],
        "mandates": show(session, held),
        "version": row.version,
    }


@blueprint.route("/me/email/confirm")
class ConfirmEmail(MethodView):
    """The proof of one's address."""

    @may("account.use")
    @blueprint.arguments(schemas.ConfirmationRequest)
    @blueprint.response(200, schemas.MeSchema)
    def post(self, body):
        """Confirm one's present e-mail address with the code that was mailed there; mails go to confirmed ones only."""
        session = current()
        email.confirm(
            session, token=body["token"], key=current_app.extensions["settings"].secret_key, **who()
        )
        return _me()


@blueprint.route("/me/email/resend")
class ResendEmail(MethodView):
    """The confirming mail, once more."""

    @may("account.use")
    @blueprint.response(204)
    def post(self):
        """Have the confirming mail sent again. An address gets a few a day, whoever asks; beyond that none is sent."""
        session = current()
        email.ask_again(session, **where())


@blueprint.route("/me/password")
class Password(MethodView):
    """One's password."""

    @may("account.use")
    @blueprint.arguments(schemas.PasswordRequest)
    @blueprint.response(200, schemas.PasswordSetSchema)
    def put(self, body):
        """Set the password, by the present one or a fresh code; other sessions end and all API tokens are revoked."""
        prepared = account.prepare_password(
            current(),
            new=body["new_password"],
            current=body.get("current_password"),
            hasher=current_app.extensions["passwords"],
            actor=identity.actor(),
        )
        session = start_writing_again()
        outcome = account.set_password(
            session,
            prepared=prepared,
            code=body.get("code"),
            keep_token=identity.bearer(),
            key=signing_in.code_key(),
            actor=identity.afresh(),
            now=clock.now(session),
            city=identity.city(),
        )
        if outcome.refused:
            return refused(outcome.refused)
        return {"ended_sign_ins": len(outcome.sessions), "revoked_tokens": outcome.tokens}

    put.reads_first = True  # type: ignore[attr-defined]


@blueprint.route("/me/sign-ins")
class OwnSignIns(MethodView):
    """One's own sessions."""

    @may("account.use")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, schemas.SignInSchema(many=True))
    def get(self, query):
        """One's live sessions, newest first."""
        page = queries.sign_ins(
            current(),
            **who(),
            after=query["after"],
            limit=query["limit"],
        )
        present = token_hash(identity.bearer() or "")
        rows, headers = paged(page)
        shown = [
            {
                "id": row.id,
                "way": row.way,
                "created_at": row.created_at,
                "expires_at": row.expires_at,
                "is_present": row.token_hash == present,
            }
            for row in rows
        ]
        return shown, 200, headers

    @may("account.use")
    @blueprint.response(204)
    def delete(self):
        """End all of one's sessions but the present one."""
        sessions.end_own(current(), keep_token=identity.bearer(), **who())


@blueprint.route(f"/me/sign-ins/<{ID}:sign_in_id>")
class OwnSignIn(MethodView):
    """One of one's own sessions."""

    @may("account.use")
    @blueprint.response(204)
    def delete(self, sign_in_id):
        """End the session, for instance on a lost telephone."""
        sessions.end(current(), sign_in_id=sign_in_id, **who())
