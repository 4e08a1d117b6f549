"""Public notices (公示), and the objections (异议) against them."""

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
from scenario_market.api.schemas import results as schemas
from scenario_market.domain.publicity import deciding, filing, queries
from scenario_market.persistence.web_session import current

blueprint = Blueprint("objections", __name__, description="Public notices and objections")
ONE = f"/objections/<{ID}:objection_id>"


def shown(objection_id):
    """An objection as the caller may read it."""
    current().flush()
    return queries.objection(current(), objection_id, **who())


@blueprint.route("/public-notices")
class PublicNotices(MethodView):
    """Public notices."""

    @public
    @blueprint.arguments(schemas.PublicNoticeQuery, location="query")
    @blueprint.response(200, schemas.PublicNoticeSchema(many=True))
    def get(self, query):
        """Public notices, newest first; also those that are over or were withdrawn."""
        return paged(queries.notices(current(), **query))


@blueprint.route(f"/public-notices/<{ID}:notice_id>")
class PublicNotice(MethodView):
    """One public notice."""

    @public
    @blueprint.response(200, schemas.PublicNoticeSchema)
    def get(self, notice_id):
        """What stands in notice, until when, and where one objects."""
        return queries.notice(current(), notice_id)


@blueprint.route(f"/public-notices/<{ID}:notice_id>/objections")
class NoticeObjections(MethodView):
    """Objecting."""

    @may("objection.file")
    @idempotent
    @blueprint.arguments(schemas.ObjectionRequest)
    @blueprint.response(201, schemas.ObjectionSchema)
    def post(self, body, notice_id):
        """Object under real name; the clock of the notice rests until the answer. Who objects is protected."""
        row = filing.file_objection(current(), notice_id, **body, **where())
        return shown(row.id)


@blueprint.route("/objections")
class Objections(MethodView):
    """Objections."""

    @may("objection.read")
    @blueprint.arguments(schemas.ObjectionQuery, location="query")
    @blueprint.response(200, schemas.ObjectionSchema(many=True))
    def get(self, query):
        """One's own objections; all, without who filed them, for the office and the reviewers; newest first."""
        found = queries.objections(current(), actor=identity.actor(), **query)
        return paged(found)


@blueprint.route(ONE)
class Objection(MethodView):
    """One objection."""

    @may("objection.read")
    @tagged
    @blueprint.response(200, schemas.ObjectionSchema)
    def get(self, objection_id):
        """One objection as the reader may see it."""
        return shown(objection_id)


@blueprint.route(f"{ONE}/admit")
class AdmitObjection(MethodView):
    """Taking up."""

    @may("objection.decide")
    @versioned
    @blueprint.arguments(schemas.ObjectionIssue)
    @blueprint.response(200, schemas.ObjectionSchema)
    def post(self, body, objection_id, version):
        """Find an objection admissible, and say what is looked into."""
        deciding.admit(current(), objection_id, version=version, **body, **who())
        return shown(objection_id)


@blueprint.route(f"{ONE}/reject")
class RejectObjection(MethodView):
    """Not admissible."""

    @may("objection.decide")
    @versioned
    @blueprint.arguments(schemas.ObjectionAnswer)
    @blueprint.response(200, schemas.ObjectionSchema)
    def post(self, body, objection_id, version):
        """Find an objection inadmissible, with reason."""
        deciding.reject(current(), objection_id, version=version, **body, **where())
        return shown(objection_id)


@blueprint.route(f"{ONE}/dismiss")
class DismissObjection(MethodView):
    """Dismissing."""

    @may("objection.decide")
    @versioned
    @blueprint.arguments(schemas.ObjectionAnswer)
    @blueprint.response(200, schemas.ObjectionSchema)
    def post(self, body, objection_id, version):
        """Dismiss an admissible objection, with reason; the notice's days run again."""
        deciding.dismiss(current(), objection_id, version=version, **body, **where())
        return shown(objection_id)


@blueprint.route(f"{ONE}/uphold")
class UpholdObjection(MethodView):
    """Upholding."""

    @may("objection.decide")
    @versioned
    @blueprint.arguments(schemas.ObjectionAnswer)
    @blueprint.response(200, schemas.ObjectionSchema)
    def post(self, body, objection_id, version):
        """Uphold an admissible objection, with reason; what stood in notice goes back."""
        deciding.uphold(current(), objection_id, version=version, **body, **where())
        return shown(objection_id)
