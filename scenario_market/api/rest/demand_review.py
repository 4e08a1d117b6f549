"""The office's acts on a demand: review, approval, clearance; matching again."""

from flask.views import MethodView

from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import Blueprint, versioned
from scenario_market.api.rest.demands import ONE, shown
from scenario_market.api.schemas import demand_acts as acts
from scenario_market.api.schemas.demands import DemandSchema
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.demands import review
from scenario_market.domain.matching import rematching
from scenario_market.persistence.web_session import current

blueprint = Blueprint("demand_review", __name__, description="Review of demands")


@blueprint.route(f"{ONE}/recommend")
class RecommendDemand(MethodView):
    """区级推荐."""

    @may("demand.recommend")
    @versioned
    @blueprint.response(200, DemandSchema)
    def post(self, demand_id, version):
        """The district's word, where the programme asks for it before the city's review."""
        review.recommend(current(), demand_id, version=version, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/review")
class ReviewDemand(MethodView):
    """Taking up."""

    @may("demand.review")
    @versioned
    @blueprint.response(200, DemandSchema)
    def post(self, demand_id, version):
        """Take a submitted need up."""
        review.begin(current(), demand_id, version=version, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/return")
class ReturnDemand(MethodView):
    """Giving back."""

    @may("demand.review")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, DemandSchema)
    def post(self, body, demand_id, version):
        """Return a need to its author with a reason and remarks per field."""
        review.give_back(current(), demand_id, version=version, **body, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/reject")
class RejectDemand(MethodView):
    """Rejecting."""

    @may("demand.review")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, DemandSchema)
    def post(self, body, demand_id, version):
        """Reject a need for good, with reason."""
        review.reject(current(), demand_id, version=version, **body, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/approve")
class ApproveDemand(MethodView):
    """Approving."""

    @may("demand.approve")
    @versioned
    @blueprint.arguments(acts.OpinionRequest)
    @blueprint.response(200, DemandSchema)
    def post(self, body, demand_id, version):
        """Give one of the approvals that are owed; the last one approves the need."""
        review.approve(current(), demand_id, version=version, **body, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/clearances")
class ClearDemand(MethodView):
    """保密审查 and 三审三校."""

    @may("demand.clear")
    @versioned
    @blueprint.arguments(acts.ClearanceRequest)
    @blueprint.response(200, DemandSchema)
    def post(self, body, demand_id, version):
        """Sign one step for the present version."""
        review.clear(current(), demand_id, version=version, **body, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/match")
class MatchDemand(MethodView):
    """Matching again."""

    @may("match.request")
    @blueprint.response(202, DemandSchema)
    def post(self, demand_id):
        """Ask for an open demand to be matched with the pool again; workers do it."""
        rematching.request_match(current(), "demand", demand_id, **who())
        return shown(demand_id)
