"""补录: bids whose envelope did not open are looked at again, by two key officers, after a backup was put back."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    PageQuery,
    decode_cursor,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas.keys import ReentryRequest, ReentrySchema
from scenario_market.domain.evaluation import reentering
from scenario_market.persistence.web_session import current

blueprint = Blueprint("reentries", __name__, description="Bids entered from a backup")
ONE = f"/reentries/<{ID}:reentry_id>"


@blueprint.route(f"/challenges/<{ID}:challenge_id>/reentries")
class Reentries(MethodView):
    """Second looks at a challenge."""

    @public
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, ReentrySchema(many=True))
    def get(self, query, challenge_id):
        """What was asked for on a challenge, newest first: everybody sees it."""
        after, limit = decode_cursor(query.get("cursor")), query["limit"]
        actor = identity.actor()
        page = reentering.listed(current(), challenge_id, actor=actor, after=after, limit=limit)
        rows, headers = paged(page)
        return rows, 200, headers

    @may("bid.reenter")
    @idempotent
    @blueprint.arguments(ReentryRequest)
    @blueprint.response(201, ReentrySchema)
    def post(self, body, challenge_id):
        """Ask to look again at bids that did not open; another key officer confirms within 24 hours."""
        return reentering.ask(current(), challenge_id, **body, **who())


@blueprint.route(ONE)
class Reentry(MethodView):
    """One second look."""

    @public
    @tagged
    @blueprint.response(200, ReentrySchema)
    def get(self, reentry_id):
        """One second look by key."""
        return reentering.found(current(), reentry_id, actor=identity.actor())


@blueprint.route(f"{ONE}/confirm")
class ConfirmReentry(MethodView):
    """The second officer's word."""

    @may("bid.reenter")
    @versioned
    @blueprint.response(200, ReentrySchema)
    def post(self, reentry_id, version):
        """Confirm what another officer asked for: what fits the last mark is entered."""
        return reentering.confirm(current(), reentry_id, version=version, **who())


@blueprint.route(f"{ONE}/withdraw")
class WithdrawReentry(MethodView):
    """Stopping."""

    @may("bid.reenter")
    @versioned
    @blueprint.response(200, ReentrySchema)
    def post(self, reentry_id, version):
        """Stop a second look that waits for its confirmation; any key officer may."""
        return reentering.withdraw(current(), reentry_id, version=version, **who())
