"""Workspaces: where organisations work on their sealed bids. Nobody else finds them."""

from flask.views import MethodView

from scenario_market.api import identity, sealed
from scenario_market.api.access import may
from scenario_market.api.identity import where
from scenario_market.api.resource import ID, Blueprint, paged
from scenario_market.api.schemas import workspaces as schemas
from scenario_market.api.sealed import ACT_BYTES, padded
from scenario_market.api.workspace_answers import acted, content_files, read
from scenario_market.domain.bids import beginning, queries, working
from scenario_market.domain.bids.working import Act, Written
from scenario_market.persistence.web_session import current

blueprint = Blueprint("workspaces", __name__, description="Workspaces of sealed bids")
ONE = "/workspaces/<access_key>"
# An answer is as long as the draft in steps of these; what was handed in takes its room whether or not it is there.
STEP_BYTES = 65_536
TOLD_BYTES = 32_768
CONTENT_BYTES = 327_680  # more than the content of a bid of 224 KiB in base64


def sealing():
    """Who acts, when, by which rules, and with which keys."""
    return where() | {"sealing": sealed.sealing()}


@blueprint.route(f"/challenges/<{ID}:challenge_id>/workspaces")
class ChallengeWorkspaces(MethodView):
    """Beginning a bid."""

    @may("bid.work")
    @blueprint.arguments(schemas.BeginRequest)
    @blueprint.response(201, schemas.WorkspaceSummary)
    def post(self, body, challenge_id):
        """Begin to work on a bid for an organisation, as its lead; again, it is the same workspace."""
        return beginning.begin(current(), challenge_id, **body, **sealing())


@blueprint.route("/workspaces")
class Workspaces(MethodView):
    """One's own workspaces."""

    @may("bid.work")
    @blueprint.arguments(schemas.WorkspaceQuery, location="query")
    @blueprint.response(200, schemas.WorkspaceSummary(many=True))
    def get(self, query):
        """Workspaces in which one's organisations take part, the newest first."""
        page = queries.workspaces(current(), actor=identity.actor(), **query)
        return paged(page)


@blueprint.route(ONE)
class WorkspaceByKey(MethodView):
    """One workspace."""

    @may("bid.work")
    @padded(STEP_BYTES, room_bytes=TOLD_BYTES, told=("standing", "handed_in"))
    @blueprint.response(200, schemas.WorkspaceSchema)
    def get(self, access_key):
        """The draft and what is said of it, for those who work in it; from the opening on what was handed in."""
        return read(current(), queries.read(current(), access_key, **sealing()))

    @may("bid.work")
    @padded(ACT_BYTES)
    @blueprint.arguments(schemas.ActRequest)
    @blueprint.response(200, schemas.ActSchema)
    def put(self, body, access_key):
        """Save, hand in or take back: one act, whose status and size never say which. ``done`` says what came of it.

        A section that a colleague changed since it was read is refused with both texts, and nothing is saved.
        """
        act = Act(
            verb=body["act"],
            version=body["version"],
            written={name: Written(**one) for name, one in body["sections"].items()},
            accepts_rules=body["accepts_rules"],
            removed=body["removed_files"],
            traces=sealed.traces(),
        )
        done = working.act(current(), access_key, act=act, receipts=sealed.receipts(), **sealing())
        return acted(done, act.verb)


@blueprint.route(f"{ONE}/content")
class WorkspaceContent(MethodView):
    """What receipts are about."""

    @may("bid.work")
    @padded(STEP_BYTES, room_bytes=CONTENT_BYTES, told=("handed_in",))
    @blueprint.response(200, schemas.ContentFilesSchema)
    def get(self, access_key):
        """The content files of the last act and of what is handed in, byte for byte, to verify receipts with."""
        return content_files(queries.read(current(), access_key, **sealing()))


@blueprint.route(f"{ONE}/leave")
class LeaveWorkspace(MethodView):
    """No longer taking part."""

    @may("bid.join")
    @blueprint.arguments(schemas.LeaveRequest)
    @blueprint.response(204)
    def post(self, body, access_key):
        """Leave a consortium, or give a bid up as its lead: then nobody takes part in it."""
        beginning.leave(current(), access_key, **body, **where())
