"""Milestones: the provider's work, the owner's word, the office's."""

from flask.views import MethodView

from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import ID, Blueprint, tagged, versioned
from scenario_market.api.schemas import project_acts as acts
from scenario_market.api.schemas import projects as schemas
from scenario_market.api.schemas.demand_acts import OpinionRequest
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.projects import judging, milestones, queries
from scenario_market.persistence.web_session import current

blueprint = Blueprint("milestones", __name__, description="Milestones of projects")
ONE = f"/milestones/<{ID}:milestone_id>"


def shown(milestone_id):
    """A milestone as the caller may read it after his act."""
    current().flush()
    return queries.get_milestone(current(), milestone_id, **who())


@blueprint.route(ONE)
class MilestoneById(MethodView):
    """One milestone."""

    @may("project.read")
    @tagged
    @blueprint.response(200, schemas.MilestoneSchema)
    def get(self, milestone_id):
        """One milestone with its attempts and moves."""
        return shown(milestone_id)


@blueprint.route(f"{ONE}/begin")
class BeginMilestone(MethodView):
    """Beginning."""

    @may("project.deliver")
    @versioned
    @blueprint.response(200, schemas.MilestoneSchema)
    def post(self, milestone_id, version):
        """Begin work on a milestone."""
        milestones.begin(current(), milestone_id, version=version, **who())
        return shown(milestone_id)


@blueprint.route(f"{ONE}/submit")
class SubmitMilestone(MethodView):
    """Handing in."""

    @may("project.deliver")
    @versioned
    @blueprint.arguments(acts.StatementRequest)
    @blueprint.response(200, schemas.MilestoneSchema)
    def post(self, body, milestone_id, version):
        """Hand in the evidence that was attached, with a statement; refused by name where it comes too late."""
        milestones.submit(current(), milestone_id, version=version, **body, **who())
        return shown(milestone_id)


@blueprint.route(f"{ONE}/retry")
class RetryMilestone(MethodView):
    """Another attempt."""

    @may("project.deliver")
    @versioned
    @blueprint.response(200, schemas.MilestoneSchema)
    def post(self, milestone_id, version):
        """Take a rejected milestone up again: the next attempt."""
        milestones.retry(current(), milestone_id, version=version, **who())
        return shown(milestone_id)


@blueprint.route(f"{ONE}/confirm")
class ConfirmMilestone(MethodView):
    """The owner's word."""

    @may("project.confirm")
    @versioned
    @blueprint.arguments(OpinionRequest)
    @blueprint.response(200, schemas.MilestoneSchema)
    def post(self, body, milestone_id, version):
        """Confirm as owner what was handed in."""
        milestones.confirm(current(), milestone_id, version=version, **body, **who())
        return shown(milestone_id)


@blueprint.route(f"{ONE}/decline")
class DeclineMilestone(MethodView):
    """The owner's word."""

    @may("project.confirm")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.MilestoneSchema)
    def post(self, body, milestone_id, version):
        """Decline as owner to confirm, with a reason of the list reasons_milestone."""
        milestones.decline(current(), milestone_id, version=version, **body, **where())
        return shown(milestone_id)


@blueprint.route(f"{ONE}/accept")
class AcceptMilestone(MethodView):
    """The office's word."""

    @may("project.accept")
    @versioned
    @blueprint.response(200, schemas.MilestoneSchema)
    def post(self, milestone_id, version):
        """Accept a milestone that its owner confirmed; nobody accepts his own."""
        judging.accept(current(), milestone_id, version=version, **who())
        return shown(milestone_id)


@blueprint.route(f"{ONE}/accept-partly")
class AcceptMilestonePartly(MethodView):
    """The office's word."""

    @may("project.accept")
    @versioned
    @blueprint.arguments(acts.PartlyRequest)
    @blueprint.response(200, schemas.MilestoneSchema)
    def post(self, body, milestone_id, version):
        """Accept a milestone in part, from 1 to 99 percent, with a reason of the list reasons_milestone."""
        judging.accept_partly(current(), milestone_id, version=version, **body, **where())
        return shown(milestone_id)


@blueprint.route(f"{ONE}/reject")
class RejectMilestone(MethodView):
    """The office's word."""

    @may("project.accept")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.MilestoneSchema)
    def post(self, body, milestone_id, version):
        """Reject a milestone, with a reason of the list reasons_milestone; the provider may try again."""
        judging.reject(current(), milestone_id, version=version, **body, **where())
        return shown(milestone_id)
