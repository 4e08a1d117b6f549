"""Admission to the pool: applying, the office's decisions, appeals. One address a move."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.rest.providers import ONE, whole
from scenario_market.api.schemas import providers as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.providers import admission, appeals, queries
from scenario_market.domain.providers.states import MOVES
from scenario_market.persistence.web_session import current

blueprint = Blueprint("admission", __name__, description="Admission to the pool, and appeals")

# verb → the command, in words for the documentation; the table of moves says who may and whether a reason is owed.
COMMANDS = {
    "apply": (admission.apply, "Apply to the pool with a complete profile."),
    "review": (admission.review, "Take an application up."),
    "return": (admission.return_, "Give an application back, with remarks per field."),
    "reject": (admission.reject, "Reject an application, with reason."),
    "admit": (admission.admit, "Take a provider into the pool; open demands are matched to it."),
    "warn": (admission.warn, "Warn a provider, with reason; it stays in the pool."),
    "rectify": (admission.rectify, "Begin to mend what a warning found."),
    "clear": (admission.clear, "Find the matter mended."),
    "suspend": (admission.suspend, "Tell the provider of no demands for the time being."),
    "remove": (admission.remove, "Take a provider out of the pool, with reason."),
    "reinstate": (admission.reinstate, "Take a suspended or removed provider back."),
}
NEED_CITY = {"apply", "admit"}


def _plain(verb, command):
    def post(self, provider_id, version):
        given = where() if verb in NEED_CITY else who()
        command(current(), provider_id, version=version, **given)
        return whole(provider_id)

    return post


def _reasoned(command):
    def post(self, body, provider_id, version):
        command(current(), provider_id, reason=body["reason"], version=version, **where())
        return whole(provider_id)

    return post


def _add(verb, command, says):
    """The address of one move."""
    move = MOVES[verb]
    post = _reasoned(command) if move.reasons else _plain(verb, command)
    post.__doc__ = says
    post = blueprint.response(200, schemas.ProviderSchema)(post)
    if move.reasons:
        post = blueprint.arguments(RemarkedReasonRequest)(post)
    methods = {"post": may(move.by)(versioned(post)), "__doc__": says}
    view = type(f"{verb.title()}Provider", (MethodView,), methods)
    blueprint.route(f"{ONE}/{verb}")(view)


for _verb, (_command, _says) in COMMANDS.items():
    _add(_verb, _command, _says)


@blueprint.route(f"{ONE}/changes")
class Changes(MethodView):
    """The provider's history."""

    @may("provider.read")
    @blueprint.response(200, schemas.ProviderChangeSchema(many=True))
    def get(self, provider_id):
        """All moves with their reasons, the oldest first."""
        return queries.history(current(), provider_id, actor=identity.actor())


@blueprint.route(f"{ONE}/appeals")
class ProviderAppeals(MethodView):
    """Appeals of one provider."""

    @may("provider.appeal")
    @idempotent
    @blueprint.arguments(schemas.AppealRequest)
    @blueprint.response(201, schemas.AppealSchema)
    def post(self, body, provider_id):
        """Appeal against a rejection, warning, suspension or removal, in time."""
        return appeals.file_appeal(
            current(),
            provider_id,
            state_change_id=body["change_id"],
            grounds=body["grounds"],
            **where(),
        )


@blueprint.route("/appeals")
class Appeals(MethodView):
    """Appeals."""

    @may("provider.read")
    @blueprint.arguments(schemas.AppealQuery, location="query")
    @blueprint.response(200, schemas.AppealSchema(many=True))
    def get(self, query):
        """Appeals, newest first: all for the office, else one's own."""
        page = queries.list_appeals(
            current(),
            actor=identity.actor(),
            open_only=query["open"],
            after=query["after"],
            limit=query["limit"],
        )
        return paged(page)


@blueprint.route(f"/appeals/<{ID}:appeal_id>")
class Appeal(MethodView):
    """One appeal."""

    @may("provider.read")
    @tagged
    @blueprint.response(200, schemas.AppealSchema)
    def get(self, appeal_id):
        """One appeal by key."""
        return queries.get_appeal(current(), appeal_id, actor=identity.actor())


@blueprint.route(f"/appeals/<{ID}:appeal_id>/decide")
class DecideAppeal(MethodView):
    """The decision on an appeal."""

    @may("provider.sanction")
    @versioned
    @blueprint.arguments(schemas.AppealDecisionRequest)
    @blueprint.response(200, schemas.AppealSchema)
    def post(self, body, appeal_id, version):
        """Uphold or dismiss, by somebody who had no part in the decision; upheld, it is undone."""
        return appeals.decide_appeal(
            current(),
            appeal_id,
            outcome=body["outcome"],
            reason=body["reason"],
            version=version,
            **where(),
        )
