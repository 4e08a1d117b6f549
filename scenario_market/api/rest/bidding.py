"""What surrounds bidding: testing oneself against a call's rules, its fairness review, following it, partners."""

from dataclasses import asdict

from flask.views import MethodView

from scenario_market.api import identity, language
from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.resource import Blueprint, versioned
from scenario_market.api.rest.challenges import ONE as CHALLENGE
from scenario_market.api.rest.challenges import shown
from scenario_market.api.schemas import calls as schemas
from scenario_market.api.schemas.challenges import ChallengeSchema
from scenario_market.domain.challenges import eligibility, fairness, following, partners
from scenario_market.persistence.web_session import current
from scenario_market.texts import eligibility as words
from scenario_market.texts.notices import teller

blueprint = Blueprint("bidding", __name__, description="Who may bid, fair competition, following")


@blueprint.route(f"{CHALLENGE}/eligibility")
class Eligibility(MethodView):
    """May we bid?"""

    @may("challenge.test")
    @blueprint.arguments(schemas.OrganisationQuery, location="query")
    @blueprint.response(200, schemas.AnswerSchema(many=True))
    def get(self, query, challenge_id):
        """Test one's organisation against every rule of a call before a line is written: an answer for each."""
        found = eligibility.self_test(current(), challenge_id, **query, **where())
        spoken, told = _spoken(), [asdict(one) for one in found]
        return [one | {"text": words.say(one, **spoken)} for one in told]


@blueprint.route(f"{CHALLENGE}/fairness-reviews")
class FairReviews(MethodView):
    """公平竞争审查."""

    @public
    @blueprint.response(200, schemas.FairReviewSchema(many=True))
    def get(self, challenge_id):
        """The fair competition reviews of a call, the newest first; of a published one anybody reads what passed."""
        return fairness.reviews(current(), challenge_id, actor=identity.actor())

    @may("challenge.review")
    @versioned
    @blueprint.arguments(schemas.FairReviewRequest)
    @blueprint.response(201, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """Record the review of the present version; without one that passes it is not approved."""
        fairness.record(current(), challenge_id, version=version, **body, **who())
        return shown(challenge_id)


@blueprint.route(f"{CHALLENGE}/interest")
class Interest(MethodView):
    """How much a call is heard of."""

    @public
    @blueprint.response(200, schemas.InterestSchema)
    def get(self, challenge_id):
        """How many follow, from halfway to the deadline on. Bids are never counted."""
        return following.interest(current(), challenge_id, **who())


@blueprint.route(f"{CHALLENGE}/follow")
class Follow(MethodView):
    """Following."""

    @may("challenge.follow")
    @blueprint.arguments(schemas.FollowRequest)
    @blueprint.response(200, schemas.InterestSchema)
    def put(self, body, challenge_id):
        """Follow a call for one's organisation. Nobody else reads who follows."""
        following.follow(current(), challenge_id, **body, **who())
        return following.interest(current(), challenge_id, **who())

    @may("challenge.follow")
    @blueprint.arguments(schemas.OrganisationQuery, location="query")
    @blueprint.response(204)
    def delete(self, query, challenge_id):
        """Follow a call no more."""
        following.unfollow(current(), challenge_id, **query, **who())


@blueprint.route(f"{CHALLENGE}/partners")
class CallPartners(MethodView):
    """Partners for a consortium."""

    @may("match.explain")
    @blueprint.arguments(schemas.OrganisationQuery, location="query")
    @blueprint.response(200, schemas.SuggestedPartnerSchema(many=True))
    def get(self, query, challenge_id):
        """Who agreed to be found and has what one's provider lacks for a call; it must have agreed itself."""
        found = partners.suggested(current(), challenge_id, **query, **where())
        spoken = _spoken()
        return [
            {
                "organisation_id": one.organisation_id,
                "name": one.name,
                "brings": [
                    {
                        "kind": kind,
                        "value": value,
                        "name": words.condition_value(kind, value, **spoken),
                    }
                    for kind, value in one.brings
                ],
            }
            for one in found
        ]


def _spoken():
    """The reader's language, and the names of codes in it."""
    speaker = teller(identity.city(), language.current())
    return {"language": speaker.language, "name": speaker.name}
