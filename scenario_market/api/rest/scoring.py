"""Bids after the opening: the formal check, reading, sheets, hearings, hints of collusion, and who read what."""

from flask import Response, request
from flask.views import MethodView
from werkzeug.wsgi import wrap_file

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.recording import on_record
from scenario_market.api.resource import (
    ID,
    Blueprint,
    PageQuery,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.rest.attachments import CONTENT
from scenario_market.api.rest.challenges import ONE as CHALLENGE
from scenario_market.api.rest.challenges import shown as challenge_shown
from scenario_market.api.schemas import evaluation as schemas
from scenario_market.api.schemas.challenges import ChallengeSchema
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.api.uploads import files, to_be_saved
from scenario_market.domain import readings
from scenario_market.domain.evaluation import (
    deliberating,
    formal,
    hearings,
    reading,
    sheets,
    showing,
    tallies,
)
from scenario_market.persistence.web_session import current

blueprint = Blueprint("scoring", __name__, description="Evaluation of opened bids")
BID = f"/bids/<{ID}:bid_id>"
SHEET = f"/sheets/<{ID}:sheet_id>"


def bid_shown(row):
    """A bid without its content, after an act on it: that is no reading."""
    current().flush()
    return reading.summary(row, is_known=True)


def sheet_shown(sheet_id):
    """A sheet as the caller may read it after his act."""
    current().flush()
    return showing.sheet(current(), sheet_id, **who())


@blueprint.route(f"{CHALLENGE}/prequalify")
class Prequalify(MethodView):
    """The formal check."""

    @may("challenge.evaluate")
    @versioned
    @blueprint.response(200, ChallengeSchema)
    def post(self, challenge_id, version):
        """Begin the formal check; with too few bids a call can only fail."""
        formal.begin(current(), challenge_id, version=version, **who())
        return challenge_shown(challenge_id)


@blueprint.route(f"{CHALLENGE}/score")
class BeginScoring(MethodView):
    """The hand-over to the panel."""

    @may("challenge.evaluate")
    @versioned
    @blueprint.response(200, ChallengeSchema)
    def post(self, challenge_id, version):
        """Hand the qualified bids over to the seated panel."""
        formal.begin_scoring(current(), challenge_id, version=version, **who())
        return challenge_shown(challenge_id)


@blueprint.route(f"{CHALLENGE}/bids")
class BidsOfChallenge(MethodView):
    """The bids of a call."""

    @may("bid.read")
    @blueprint.response(200, schemas.BidSummary(many=True))
    def get(self, challenge_id):
        """The opened bids without their content, by pseudonym: all, those to score, or one's own."""
        return reading.bids(current(), challenge_id, **who())


@blueprint.route(BID)
class BidById(MethodView):
    """One bid."""

    @may("bid.read")
    @on_record
    @tagged
    @blueprint.response(200, schemas.BidSchema)
    def get(self, bid_id):
        """A bid as far as the caller may read it now; the reading is put on record."""
        return reading.bid(current(), bid_id, **where())


@blueprint.route(f"{BID}/files/<{ID}:file_id>")
class BidFileContent(MethodView):
    """A file of a bid."""

    @may("bid.read")
    @on_record
    @blueprint.doc(responses={"200": CONTENT})
    @blueprint.response(200)
    def get(self, bid_id, file_id):
        """A file, to be saved; a blind reader gets the copy without metadata. The reading is put on record."""
        found = reading.file(current(), bid_id, file_id, **where())
        source = files().open(found.stored_as)
        response = Response(
            wrap_file(request.environ, source), mimetype=found.media_type, direct_passthrough=True
        )
        response.call_on_close(source.close)
        to_be_saved(response, found.name)
        return response


@blueprint.route(f"{BID}/qualify")
class QualifyBid(MethodView):
    """In order."""

    @may("challenge.evaluate")
    @versioned
    @blueprint.response(200, schemas.BidSummary)
    def post(self, bid_id, version):
        """Find a bid formally in order."""
        return bid_shown(formal.qualify(current(), bid_id, version=version, **who()))


@blueprint.route(f"{BID}/disqualify")
class DisqualifyBid(MethodView):
    """Excluding."""

    @may("challenge.evaluate")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.BidSummary)
    def post(self, body, bid_id, version):
        """Exclude a bid, with reason."""
        return bid_shown(formal.disqualify(current(), bid_id, version=version, **body, **where()))


@blueprint.route(f"{CHALLENGE}/sheets")
class SheetsOfChallenge(MethodView):
    """The sheets of a call."""

    @may("sheet.read")
    @on_record
    @blueprint.response(200, schemas.SheetSchema(many=True))
    def get(self, challenge_id):
        """One's own sheets; everybody's from the deliberation on. The reading is put on record."""
        return showing.sheets(current(), challenge_id, **who())


@blueprint.route(SHEET)
class SheetById(MethodView):
    """One sheet."""

    @may("sheet.read")
    @on_record
    @tagged
    @blueprint.response(200, schemas.SheetSchema)
    def get(self, sheet_id):
        """One sheet; the reading is put on record."""
        return sheet_shown(sheet_id)

    @may("panel.score")
    @versioned
    @blueprint.arguments(schemas.ScoresRequest)
    @blueprint.response(200, schemas.SheetSchema)
    def put(self, body, sheet_id, version):
        """Keep scores and reasons as a draft."""
        sheets.save(current(), sheet_id, version=version, **body, **where())
        return sheet_shown(sheet_id)


@blueprint.route(f"{SHEET}/submit")
class SubmitSheet(MethodView):
    """Handing in."""

    @may("panel.score")
    @versioned
    @blueprint.response(200, schemas.SheetSchema)
    def post(self, sheet_id, version):
        """Hand a sheet in, every criterion scored with its reason."""
        sheets.submit(current(), sheet_id, version=version, **where())
        return sheet_shown(sheet_id)


@blueprint.route(f"{SHEET}/reopen")
class ReopenSheet(MethodView):
    """Looking again."""

    @may("panel.chair")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.SheetSchema)
    def post(self, body, sheet_id, version):
        """Open a sheet again, with reason; the chair's act."""
        deliberating.reopen(current(), sheet_id, version=version, **body, **where())
        return sheet_shown(sheet_id)


@blueprint.route(f"{CHALLENGE}/hearings")
class Hearings(MethodView):
    """答辩 and 现场考察."""

    @may("sheet.read")
    @on_record
    @blueprint.response(200, schemas.HearingSchema(many=True))
    def get(self, challenge_id):
        """The interviews and visits of a call; the reading is put on record."""
        return tallies.hearings(current(), challenge_id, **who())

    @may("challenge.evaluate")
    @idempotent
    @blueprint.arguments(schemas.HearingRequest)
    @blueprint.response(201, schemas.HearingSchema)
    def post(self, body, challenge_id):
        """Record an interview or a visit, after the blind part is locked."""
        return hearings.record(current(), challenge_id, **body, **where())


@blueprint.route(f"{CHALLENGE}/collusion-hints")
class CollusionHints(MethodView):
    """Evidence side by side."""

    @may("hint.read")
    @on_record
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, schemas.CollusionHintSchema(many=True))
    def get(self, query, challenge_id):
        """Hints of collusion among the opened bids, for the office alone; never a verdict."""
        page = tallies.collusion_hints(current(), challenge_id, **query, **who())
        return paged(page)


@blueprint.route("/readings")
class Readings(MethodView):
    """Who read what."""

    @may("reading.list")
    @blueprint.arguments(schemas.ReadingQuery, location="query")
    @blueprint.response(200, schemas.ReadingSchema(many=True))
    def get(self, query):
        """Readings of bids and sheets, the newest first, for those who watch."""
        page = readings.readings(current(), actor=identity.actor(), **query)
        return paged(page)
