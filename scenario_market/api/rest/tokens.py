"""One's own API tokens."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import who
from scenario_market.api.resource import ID, Blueprint, PageQuery, paged
from scenario_market.api.schemas.tokens import IssuedTokenSchema, TokenRequest, TokenSchema
from scenario_market.domain import clock
from scenario_market.domain.parties import queries, tokens
from scenario_market.persistence.web_session import current

blueprint = Blueprint("tokens", __name__, description="API tokens")


@blueprint.route("/me/tokens")
class Tokens(MethodView):
    """One's tokens."""

    @may("token.manage")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, TokenSchema(many=True))
    def get(self, query):
        """One's tokens, revoked ones too, newest first."""
        page = queries.tokens(
            current(),
            actor=identity.actor(),
            after=query["after"],
            limit=query["limit"],
        )
        return paged(page)

    # No Idempotency-Key here: a kept answer would keep the token in clear.
    @may("token.manage")
    @blueprint.arguments(TokenRequest)
    @blueprint.response(201, IssuedTokenSchema)
    def post(self, body):
        """Make a token for some of one's permissions. It is shown in this answer and never again."""
        tokens.hold(current(), actor=identity.actor())
        row, token = tokens.issue(
            current(),
            name=body["name"],
            scopes=body["scopes"],
            days=body.get("days"),
            actor=identity.afresh(),
            now=clock.now(current()),
            city=identity.city(),
        )
        shown = {name: getattr(row, name) for name in TokenSchema().fields}
        return shown | {"token": token}


@blueprint.route(f"/me/tokens/<{ID}:token_id>")
class Token(MethodView):
    """One token."""

    @may("token.manage")
    @blueprint.response(204)
    def delete(self, token_id):
        """Revoke a token, at once."""
        tokens.revoke(current(), token_id=token_id, **who())
