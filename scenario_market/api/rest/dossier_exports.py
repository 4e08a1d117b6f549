"""Exports of cases (一项一档) that a worker makes: asked for, looked at, fetched."""

from flask.views import MethodView

from scenario_market.api import case_files, identity, language
from scenario_market.api.access import may
from scenario_market.api.identity import who
from scenario_market.api.recording import on_record
from scenario_market.api.resource import ID, Blueprint
from scenario_market.api.rest.challenges import ONE
from scenario_market.api.rest.demands import ONE as NEED
from scenario_market.api.rest.dossiers import ZIP
from scenario_market.api.schemas.dossiers import DossierExportSchema
from scenario_market.domain.dossiers import exporting, finding, queries
from scenario_market.persistence.web_session import current
from scenario_market.texts.office_dossiers import failure

blueprint = Blueprint("dossier_exports", __name__, description="Exports of dossiers")
EXPORT = f"/dossier-exports/<{ID}:export_id>"


def _shown(row):
    own = {name: getattr(row, name) for name in DossierExportSchema().fields}
    if row.failure:
        message = failure(row.failure, language.current())
        own["failure"] = {"rule": row.failure["rule"], "message": message}
    return own


def _listed(kind, key):
    session, actor = current(), identity.actor()
    found = queries.exports(session, finding.case(session, kind, key, actor=actor), actor=actor)
    return [_shown(row) for row, _ in found]


@blueprint.route(f"{ONE}/dossier-exports")
class ChallengeExports(MethodView):
    """Exports of the record of a call."""

    @may("dossier.export")
    @blueprint.response(200, DossierExportSchema(many=True))
    def get(self, challenge_id):
        """The newest exports of the record of a call."""
        return _listed("challenge", challenge_id)

    @may("dossier.export")
    @blueprint.response(202, DossierExportSchema)
    def post(self, challenge_id):
        """Ask for the whole record of a call: a worker makes it. One that is being made is not asked for twice."""
        return _shown(exporting.ask(current(), "challenge", challenge_id, **who()))


@blueprint.route(f"{NEED}/dossier-exports")
class DemandExports(MethodView):
    """Exports of the record of a need that no call was made of."""

    @may("dossier.export")
    @blueprint.response(200, DossierExportSchema(many=True))
    def get(self, demand_id):
        """The newest exports of the record of a need."""
        return _listed("demand", demand_id)

    @may("dossier.export")
    @blueprint.response(202, DossierExportSchema)
    def post(self, demand_id):
        """Ask for the whole record of a need that no call was made of: a worker makes it."""
        return _shown(exporting.ask(current(), "demand", demand_id, **who()))


@blueprint.route(EXPORT)
class DossierExport(MethodView):
    """One export."""

    @may("dossier.export")
    @blueprint.response(200, DossierExportSchema)
    def get(self, export_id):
        """How far an export is; once it is made, its hashes."""
        return _shown(queries.export(current(), export_id, actor=identity.actor()))


@blueprint.route(f"{EXPORT}/file")
class DossierFile(MethodView):
    """The file of an export."""

    @may("dossier.export")
    @on_record
    @blueprint.doc(responses={"200": ZIP})
    @blueprint.response(200)
    @blueprint.alt_response(409, schema=None, description="It is not made yet, or erased already")
    def get(self, export_id):
        """The file with its signed manifest of hashes; that it was fetched is on record."""
        return case_files.hand_out(export_id)
