"""The one correction of a bid: what the formal check asks for, and what the bidder answers."""

from flask.views import MethodView

from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import ID, Blueprint, idempotent, versioned
from scenario_market.api.rest.scoring import BID, bid_shown
from scenario_market.api.schemas import evaluation as schemas
from scenario_market.api.schemas.attachments import FileInput
from scenario_market.api.uploads import reads_first, stored_alone
from scenario_market.domain.evaluation import correcting
from scenario_market.persistence.web_session import current

blueprint = Blueprint("correcting", __name__, description="The one correction of a bid")


@blueprint.route(f"{BID}/correction")
class BidCorrectionView(MethodView):
    """The one correction."""

    @may("challenge.evaluate")
    @versioned
    @blueprint.arguments(schemas.CorrectionRequest)
    @blueprint.response(200, schemas.BidSummary)
    def post(self, body, bid_id, version):
        """Ask a bidder once to correct named fields."""
        return bid_shown(
            correcting.ask_correction(current(), bid_id, version=version, **body, **where())
        )

    @may("bid.correct")
    @versioned
    @blueprint.arguments(schemas.CorrectedRequest)
    @blueprint.response(200, schemas.BidSummary)
    def put(self, body, bid_id, version):
        """Correct what was asked for, once and in time."""
        return bid_shown(correcting.correct(current(), bid_id, version=version, **body, **where()))


def check_may_send(*, bid_id, file_id):
    """Before the body is read: was this file asked for anew, of this caller?"""
    correcting.check_may_send(current(), bid_id, file_id, **who())


@blueprint.route(f"{BID}/correction/files/<{ID}:file_id>")
class CorrectionFile(MethodView):
    """A file of the one correction."""

    @may("bid.correct")
    @reads_first(check_may_send)
    @blueprint.arguments(FileInput, location="files")
    @stored_alone
    @idempotent
    @blueprint.response(201, schemas.BidFileSchema)
    def post(self, bid_id, file_id, *, upload):
        """Send a file in the place of one that was asked for anew; it counts with the answer."""
        return correcting.send_file(current(), bid_id, file_id, upload=upload, **who())
