"""Changes of a project's plan, and its versions."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import Blueprint, versioned
from scenario_market.api.rest.projects import ONE, shown
from scenario_market.api.schemas import project_acts as acts
from scenario_market.api.schemas import projects as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.projects import changes, queries
from scenario_market.persistence.web_session import current

blueprint = Blueprint("project_changes", __name__, description="Changes of projects' plans")


@blueprint.route(f"{ONE}/versions")
class PlanVersions(MethodView):
    """Versions of the plan."""

    @may("project.read")
    @blueprint.response(200, schemas.PlanVersionSchema(many=True))
    def get(self, project_id):
        """The versions of the plan; the first is the baseline, as pledged."""
        return queries.get_versions(current(), project_id, actor=identity.actor())


@blueprint.route(f"{ONE}/changes")
class Changes(MethodView):
    """Changes of the plan."""

    @may("project.read")
    @blueprint.response(200, schemas.PlanChangeSchema(many=True))
    def get(self, project_id):
        """The changes that were asked for, oldest first, and what became of them."""
        return queries.get_changes(current(), project_id, actor=identity.actor())

    @may("project.change")
    @versioned
    @blueprint.arguments(acts.PlanChangeRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Ask for a change: milestones by number, metrics by key, and why; the other side has to agree."""
        reason = body.pop("reason")
        changes.propose(
            current(), project_id, version=version, content=body, reason=reason, **where()
        )
        return shown(project_id)


@blueprint.route(f"{ONE}/change/agree")
class AgreeToChange(MethodView):
    """The other side's word."""

    @may("project.change")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, project_id, version):
        """Agree to the change that waits; the office decides."""
        changes.agree(current(), project_id, version=version, **who())
        return shown(project_id)


@blueprint.route(f"{ONE}/change/disagree")
class DisagreeToChange(MethodView):
    """The other side's word."""

    @may("project.change")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Disagree to the change that waits, with a reason of the list reasons_project."""
        changes.disagree(current(), project_id, version=version, **body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/change/take-back")
class TakeBackChange(MethodView):
    """Taking back."""

    @may("project.change")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, project_id, version):
        """Take back a change that one's own side asked for."""
        changes.take_back(current(), project_id, version=version, **who())
        return shown(project_id)


@blueprint.route(f"{ONE}/change/approve")
class ApproveChange(MethodView):
    """The office's word."""

    @may("project.approve")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, project_id, version):
        """Approve a change that both sides want: a new version of the plan, beside the baseline."""
        changes.approve(current(), project_id, version=version, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/change/refuse")
class RefuseChange(MethodView):
    """The office's word."""

    @may("project.approve")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Refuse a change, with a reason of the list reasons_project; the plan stays."""
        changes.refuse(current(), project_id, version=version, **body, **where())
        return shown(project_id)
