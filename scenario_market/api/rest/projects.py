"""Projects: reading, the plan of a contract, rests, tranches, reports and ends before their time."""

import tempfile

from flask import send_file
from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    place_of,
    tagged,
    versioned,
)
from scenario_market.api.schemas import project_acts as acts
from scenario_market.api.schemas import projects as schemas
from scenario_market.api.schemas.postings import MoveSchema
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.documents.exports import XLSX
from scenario_market.documents.project_sheets import write_projects
from scenario_market.domain.pledges import succeeding
from scenario_market.domain.projects import (
    contracts,
    endings,
    following,
    queries,
    reports,
    suspensions,
    tranches,
)
from scenario_market.persistence.web_session import current

blueprint = Blueprint("projects", __name__, description="Projects in delivery")
ONE = f"/projects/<{ID}:project_id>"


def shown(project_id):
    """A project as the caller may read it after his act."""
    current().flush()
    return queries.get_project(current(), project_id, **where())


@blueprint.route("/projects")
class Projects(MethodView):
    """Projects."""

    @may("project.read")
    @blueprint.arguments(schemas.ProjectQuery, location="query")
    @blueprint.response(200, schemas.ProjectSummary(many=True))
    def get(self, query):
        """Projects that one may read, the newest first, with their traffic lights."""
        place = place_of(query)
        page = queries.list_projects(current(), queries.Filters(**query), **place, **where())
        return paged(page)


@blueprint.route("/projects/list.xlsx")
class ProjectWorkbook(MethodView):
    """The list as a workbook."""

    @may("project.read")
    @blueprint.arguments(schemas.ProjectFilters, location="query")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
    def get(self, query):
        """The 项目责任清单 of the projects that one may read, to pass on."""
        return _file(query, "xlsx", XLSX)


@blueprint.route("/projects/list.csv")
class ProjectTable(MethodView):
    """The list as a table."""

    @may("project.read")
    @blueprint.arguments(schemas.ProjectFilters, location="query")
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type="text/csv")
    def get(self, query):
        """The same as text, in UTF-8 with a mark."""
        return _file(query, "csv", "text/csv; charset=utf-8")


def _file(query, form, media_type):
    rows = queries.responsibilities(current(), queries.Filters(**query), **where())
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_projects(stream, rows, form=form)
    stream.seek(0)
    return send_file(stream, media_type, as_attachment=True, download_name=f"projects.{form}")


@blueprint.route(f"/responses/<{ID}:response_id>/project")
class ProjectOfContract(MethodView):
    """The project of a contract without a call."""

    @may("project.plan")
    @idempotent
    @blueprint.arguments(acts.TermsRequest)
    @blueprint.response(201, schemas.ProjectSchema)
    def post(self, body, response_id):
        """Open the project of a confirmed contract and put its plan, to which the other side has to agree."""
        row = contracts.begin_from_contract(current(), response_id, terms=body, **where())
        return shown(row.id)


@blueprint.route(ONE)
class ProjectById(MethodView):
    """One project."""

    @may("project.read")
    @tagged
    @blueprint.response(200, schemas.ProjectSchema)
    def get(self, project_id):
        """One project with its plan, what was released, what waits, and how it was accepted or ended."""
        return shown(project_id)


@blueprint.route(f"{ONE}/history")
class ProjectHistory(MethodView):
    """Moves."""

    @may("project.read")
    @blueprint.response(200, MoveSchema(many=True))
    def get(self, project_id):
        """The moves of a project with their reasons, oldest first."""
        return queries.get_history(current(), project_id, actor=identity.actor())


@blueprint.route(f"{ONE}/plan")
class PlanOfContract(MethodView):
    """The plan of a contract's project."""

    @may("project.plan")
    @versioned
    @blueprint.arguments(acts.TermsRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def put(self, body, project_id, version):
        """Put the plan otherwise, before the work has begun."""
        contracts.put_plan(current(), project_id, version=version, terms=body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/plan/withdraw")
class WithdrawPlan(MethodView):
    """Giving up."""

    @may("project.plan")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Give the plan up before the other side agreed, with a reason of the list reasons_project."""
        contracts.withdraw(current(), project_id, version=version, **body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/plan/agree")
class AgreeToPlan(MethodView):
    """The other side's word."""

    @may("project.plan")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, project_id, version):
        """Agree to the plan as it was put: the work begins today."""
        contracts.agree_to_plan(current(), project_id, version=version, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/following")
class Following(MethodView):
    """The office's own words."""

    @may("project.follow")
    @versioned
    @blueprint.arguments(acts.FollowingRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def patch(self, body, project_id, version):
        """Say who follows the project through (场景全周期落地跟进人), and where it stands."""
        following.follow(current(), project_id, version=version, **body, **who())
        return shown(project_id)


@blueprint.route(f"{ONE}/suspend")
class SuspendProject(MethodView):
    """A rest."""

    @may("project.suspend")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Let a project rest, with a reason of the list reasons_project; the clock of its milestones rests too."""
        suspensions.suspend(current(), project_id, version=version, **body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/resume")
class ResumeProject(MethodView):
    """The end of a rest."""

    @may("project.suspend")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, project_id, version):
        """Let a project go on: its open dates move by the days that it rested."""
        suspensions.resume(current(), project_id, version=version, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/terminate")
class TerminateProject(MethodView):
    """An end before its time."""

    @may("project.end")
    @versioned
    @blueprint.arguments(acts.TerminationRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """End a project, with reason and what follows: handover, money, and whether the first reserve takes over."""
        take_over = succeeding.take_over if body.pop("takes_over") else None
        endings.terminate(
            current(), project_id, version=version, take_over=take_over, **body, **where()
        )
        return shown(project_id)


@blueprint.route(f"{ONE}/excuse")
class ExcuseProject(MethodView):
    """尽职免责."""

    @may("project.excuse")
    @versioned
    @blueprint.arguments(acts.ExcuseRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Find a failed or terminated project diligently tried, on evidence among its files; never the default."""
        endings.excuse(current(), project_id, version=version, **body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/tranches/<{ID}:number>/release")
class ReleaseTranche(MethodView):
    """A part of the subsidy."""

    @may("project.release")
    @versioned
    @blueprint.arguments(acts.ReleaseRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, number, version):
        """Release a tranche once its condition is met, under the number of a document."""
        tranches.release(current(), project_id, number, version=version, **body, **who())
        return shown(project_id)


@blueprint.route(f"{ONE}/reports")
class Reports(MethodView):
    """Monthly reports."""

    @may("project.read")
    @blueprint.response(200, schemas.ReportSchema(many=True))
    def get(self, project_id):
        """The monthly reports, those that are owed too, oldest first."""
        return queries.get_reports(current(), project_id, actor=identity.actor())

    @may("project.deliver")
    @idempotent
    @blueprint.arguments(acts.ReportRequest)
    @blueprint.response(201, schemas.ReportSchema)
    def post(self, body, project_id):
        """Hand in the report of a month, once."""
        row = reports.hand_in(current(), project_id, fields=body, **where())
        current().flush()
        return row
