"""Calls: reading, writing, handing in."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import where
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    place_of,
    tagged,
    versioned,
)
from scenario_market.api.schemas import challenges as schemas
from scenario_market.api.schemas.postings import MoveSchema
from scenario_market.domain.challenges import chronicle, drafting, editing, queries
from scenario_market.domain.challenges.queries import Filters
from scenario_market.persistence.web_session import current

blueprint = Blueprint("challenges", __name__, description="Challenges")
ONE = f"/challenges/<{ID}:challenge_id>"


def shown(challenge_id):
    """A call as the caller may read it after his act."""
    current().flush()
    return queries.get_challenge(current(), challenge_id, actor=identity.actor())


@blueprint.route("/challenges")
class Challenges(MethodView):
    """Calls."""

    @public
    @blueprint.arguments(schemas.ChallengeQuery, location="query")
    @blueprint.response(200, schemas.ChallengeSummary(many=True))
    def get(self, query):
        """Published calls, the last first; or one's own, or all that one may read, by ``scope``."""
        place, scope = place_of(query), query.pop("scope")
        actor, filters = identity.actor(), Filters(**query)
        page = queries.list_challenges(current(), filters, scope=scope, actor=actor, **place)
        return paged(page)

    @may("challenge.edit")
    @idempotent
    @blueprint.arguments(schemas.CallRequest)
    @blueprint.response(201, schemas.ChallengeSchema)
    def post(self, body):
        """Begin a call on a listed need, or by the office, a laboratory or an innovation centre."""
        given = {
            "programme_code": body.pop("programme"),
            "fields": body.pop("fields_"),
            "rules_given": body.pop("rules"),
        }
        begin = drafting.draft_from_demand if "demand_id" in body else drafting.draft
        challenge = begin(current(), **body, **given, **where())
        return shown(challenge.id)


@blueprint.route(ONE)
class Challenge(MethodView):
    """One call."""

    @public
    @tagged
    @blueprint.response(200, schemas.ChallengeSchema)
    def get(self, challenge_id):
        """One call as the reader may see it, with the rules that hold for it."""
        return shown(challenge_id)

    @may("challenge.edit")
    @versioned
    @blueprint.arguments(schemas.CallPatch)
    @blueprint.response(200, schemas.ChallengeSchema)
    def patch(self, body, challenge_id, version):
        """Change fields of a draft, and what it sets otherwise than its programme."""
        editing.edit(
            current(),
            challenge_id,
            fields=body["fields_"],
            rules_given=body["rules"],
            version=version,
            **where(),
        )
        return shown(challenge_id)


@blueprint.route(f"{ONE}/submit")
class SubmitChallenge(MethodView):
    """Handing in."""

    @may("challenge.submit")
    @versioned
    @blueprint.response(200, schemas.ChallengeSchema)
    def post(self, challenge_id, version):
        """Hand a call in for review; refused with everything that is missing."""
        editing.submit(current(), challenge_id, version=version, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/versions")
class ChallengeVersions(MethodView):
    """Versions."""

    @public
    @blueprint.response(200, schemas.CallVersion(many=True))
    def get(self, challenge_id):
        """The versions, oldest first, from the published one on for the public."""
        return chronicle.get_versions(current(), challenge_id, actor=identity.actor())


@blueprint.route(f"{ONE}/history")
class ChallengeHistory(MethodView):
    """Moves."""

    @public
    @blueprint.response(200, MoveSchema(many=True))
    def get(self, challenge_id):
        """The moves, oldest first; the public ones to everybody, with the reason of an end."""
        return chronicle.get_history(current(), challenge_id, actor=identity.actor())
