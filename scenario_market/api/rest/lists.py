"""Demand lists: prepared, planned, published, withdrawn."""

import tempfile

from flask import send_file
from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas import lists as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.documents.demand_sheets import write_list
from scenario_market.documents.exports import XLSX
from scenario_market.domain.demands import list_drafting, list_queries, publishing, withdrawing
from scenario_market.persistence.web_session import current

blueprint = Blueprint("lists", __name__, description="Demand lists")
ONE = f"/lists/<{ID}:list_id>"


def shown(list_id):
    """A list as the caller may read it after his act."""
    current().flush()
    return list_queries.get_list(current(), list_id, actor=identity.actor(), city=identity.city())


@blueprint.route("/lists")
class Lists(MethodView):
    """Lists."""

    @public
    @blueprint.arguments(schemas.ListQuery, location="query")
    @blueprint.response(200, schemas.ListSchema(many=True))
    def get(self, query):
        """Published lists, the last first; for the office also those in preparation."""
        page = list_queries.list_lists(current(), actor=identity.actor(), **query)
        return paged(page)

    @may("demand.review")
    @idempotent
    @blueprint.arguments(schemas.ListRequest)
    @blueprint.response(201, schemas.WholeListSchema)
    def post(self, body):
        """Begin a list."""
        return shown(list_drafting.create(current(), **body, **who()).id)


@blueprint.route(ONE)
class DemandListById(MethodView):
    """One list."""

    @public
    @tagged
    @blueprint.response(200, schemas.WholeListSchema)
    def get(self, list_id):
        """One list with its items as they were published."""
        return shown(list_id)

    @may("demand.review")
    @versioned
    @blueprint.arguments(schemas.ListPatch)
    @blueprint.response(200, schemas.WholeListSchema)
    def patch(self, body, list_id, version):
        """Change title, foreword or items of a list in preparation."""
        list_drafting.edit(current(), list_id, version=version, **body, **who())
        return shown(list_id)


@blueprint.route(f"{ONE}/scenarios.xlsx")
class ListWorkbook(MethodView):
    """A list as a workbook."""

    @public
    @blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
    def get(self, list_id):
        """The list as an 应用场景清单 to pass on or to read in again: what the caller may read of it, nothing more."""
        return _file(list_id, "xlsx", XLSX)


@blueprint.route(f"{ONE}/scenarios.csv")
class ListText(MethodView):
    """A list as a text file."""

    @public
    @blueprint.response(200, {"type": "string"}, content_type="text/csv")
    def get(self, list_id):
        """The same as comma-separated values, in UTF-8 with a mark."""
        return _file(list_id, "csv", "text/csv")


def _file(list_id, form, media_type):
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_list(stream, shown(list_id), identity.city().codes, form=form)
    stream.seek(0)
    name = f"list-{list_id}.{form}"
    return send_file(stream, media_type, as_attachment=True, download_name=name)


@blueprint.route(f"{ONE}/unfit")
class UnfitItems(MethodView):
    """What keeps a list back."""

    @may("demand.review")
    @blueprint.response(200, schemas.UnfitSchema(many=True))
    def get(self, list_id):
        """The demands of a list that may not be published as they stand, and why."""
        return list_queries.get_unfit(current(), list_id, **where())


@blueprint.route(f"{ONE}/schedule")
class ScheduleList(MethodView):
    """Planning."""

    @may("demand.publish")
    @versioned
    @blueprint.arguments(schemas.ScheduleRequest)
    @blueprint.response(200, schemas.WholeListSchema)
    def post(self, body, list_id, version):
        """Plan the publication; the clock carries it out."""
        list_drafting.schedule(current(), list_id, version=version, **body, **who())
        return shown(list_id)


@blueprint.route(f"{ONE}/unschedule")
class UnscheduleList(MethodView):
    """Calling off."""

    @may("demand.publish")
    @versioned
    @blueprint.response(200, schemas.WholeListSchema)
    def post(self, list_id, version):
        """Call a planned publication off."""
        list_drafting.unschedule(current(), list_id, version=version, **who())
        return shown(list_id)


@blueprint.route(f"{ONE}/publish")
class PublishList(MethodView):
    """Publishing."""

    @may("demand.publish")
    @versioned
    @blueprint.response(200, schemas.WholeListSchema)
    def post(self, list_id, version):
        """Publish a list now, whole or not at all; each demand that is not fit is named."""
        publishing.publish(current(), list_id, version=version, **where())
        return shown(list_id)


@blueprint.route(f"{ONE}/withdraw")
class WithdrawList(MethodView):
    """Withdrawing."""

    @may("demand.publish")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.WholeListSchema)
    def post(self, body, list_id, version):
        """Withdraw a published list with its open demands; the trace stays."""
        withdrawing.withdraw_list(current(), list_id, version=version, **body, **where())
        return shown(list_id)
