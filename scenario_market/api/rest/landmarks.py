"""Landmarks (示范场景): nomination, review, notice, certificate, copies elsewhere."""

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    PageQuery,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas import landmarks as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain import clock
from scenario_market.domain.landmarks import (
    certifying,
    copying,
    nominating,
    queries,
    reviewing,
    verifying,
)
from scenario_market.persistence.web_session import current

blueprint = Blueprint("landmarks", __name__, description="Landmarks")
ONE = f"/landmarks/<{ID}:landmark_id>"
COPY = f"/landmark-copies/<{ID}:copy_id>"


def shown(landmark_id):
    """A landmark as the caller may read it after his act."""
    current().flush()
    return queries.landmark(current(), landmark_id, actor=identity.actor())


@blueprint.route("/landmarks")
class Landmarks(MethodView):
    """Landmarks."""

    @public
    @blueprint.arguments(schemas.LandmarkQuery, location="query")
    @blueprint.response(200, schemas.LandmarkSchema(many=True))
    def get(self, query):
        """Certified landmarks, newest first; or those of one's own sides, or all that one may read, by ``scope``."""
        found = queries.landmarks(current(), actor=identity.actor(), **query)
        return paged(found)

    @may("landmark.nominate")
    @idempotent
    @blueprint.arguments(schemas.NominationRequest)
    @blueprint.response(201, schemas.LandmarkSchema)
    def post(self, body):
        """Nominate an accepted project, with the results that were measured against its baseline."""
        row = nominating.nominate(
            current(), project_id=body["project_id"], fields=body["fields_"], **who()
        )
        return shown(row.id)


@blueprint.route(ONE)
class Landmark(MethodView):
    """One landmark."""

    @public
    @tagged
    @blueprint.response(200, schemas.LandmarkSchema)
    def get(self, landmark_id):
        """One landmark with its story; its pictures are at ``/landmarks/<id>/attachments``."""
        return shown(landmark_id)

    @may("landmark.nominate")
    @versioned
    @blueprint.arguments(schemas.LandmarkFields)
    @blueprint.response(200, schemas.LandmarkSchema)
    def patch(self, body, landmark_id, version):
        """Change title and story of a nomination that is not reviewed yet."""
        nominating.edit(current(), landmark_id, fields=body, version=version, **who())
        return shown(landmark_id)


@blueprint.route(f"{ONE}/review")
class ReviewLandmark(MethodView):
    """Review."""

    @may("landmark.review")
    @versioned
    @blueprint.arguments(schemas.LandmarkOpinion)
    @blueprint.response(200, schemas.LandmarkSchema)
    def post(self, body, landmark_id, version):
        """Find a nomination in order."""
        reviewing.review(current(), landmark_id, version=version, **body, **who())
        return shown(landmark_id)


@blueprint.route(f"{ONE}/decline")
class DeclineLandmark(MethodView):
    """Review."""

    @may("landmark.review")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.LandmarkSchema)
    def post(self, body, landmark_id, version):
        """Take a nomination no further, with reason."""
        reviewing.decline(current(), landmark_id, version=version, **body, **where())
        return shown(landmark_id)


@blueprint.route(f"{ONE}/announce")
class AnnounceLandmark(MethodView):
    """公示."""

    @may("landmark.announce")
    @versioned
    @blueprint.response(200, schemas.LandmarkSchema)
    def post(self, landmark_id, version):
        """Put a reviewed landmark into public notice, from the day after on."""
        reviewing.announce(current(), landmark_id, version=version, **where())
        return shown(landmark_id)


@blueprint.route(f"{ONE}/certify")
class CertifyLandmark(MethodView):
    """认定."""

    @may("landmark.certify")
    @versioned
    @blueprint.arguments(schemas.CertificateRequest)
    @blueprint.response(200, schemas.LandmarkSchema)
    def post(self, body, landmark_id, version):
        """Certify a landmark when its notice is over and nothing is open against it."""
        signer = current_app.extensions["platform"]
        certifying.certify(
            current(), landmark_id, version=version, signer=signer, **body, **where()
        )
        return shown(landmark_id)


@blueprint.route(f"{ONE}/revoke")
class RevokeLandmark(MethodView):
    """撤销认定."""

    @may("landmark.revoke")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.LandmarkSchema)
    def post(self, body, landmark_id, version):
        """Revoke a certificate, with reason; its check code says so from now on."""
        certifying.revoke(current(), landmark_id, version=version, **body, **where())
        return shown(landmark_id)


@blueprint.route(f"{ONE}/copies")
class LandmarkCopies(MethodView):
    """Copies elsewhere."""

    @public
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, schemas.LandmarkCopySchema(many=True))
    def get(self, query, landmark_id):
        """Places that copied the landmark, newest first: the confirmed ones; all for its sides and the office."""
        actor = identity.actor()
        found = queries.copies(current(), landmark_id, actor=actor, **query)
        return paged(found)

    @may("landmark.copy")
    @idempotent
    @blueprint.arguments(schemas.LandmarkCopyRequest)
    @blueprint.response(201, schemas.LandmarkCopySchema)
    def post(self, body, landmark_id):
        """Report a place that copied a certified landmark; attach the evidence to the report."""
        return copying.report(current(), landmark_id, **body, **where())


@blueprint.route(COPY)
class LandmarkCopy(MethodView):
    """One copy."""

    @public
    @tagged
    @blueprint.response(200, schemas.LandmarkCopySchema)
    def get(self, copy_id):
        """One place that copied a landmark."""
        return queries.copy(current(), copy_id, actor=identity.actor())


@blueprint.route(f"{COPY}/confirm")
class ConfirmCopy(MethodView):
    """Confirming."""

    @may("landmark.confirm")
    @versioned
    @blueprint.response(200, schemas.LandmarkCopySchema)
    def post(self, copy_id, version):
        """Confirm a reported copy by its evidence; it counts from now on."""
        return copying.confirm(current(), copy_id, version=version, **who())


@blueprint.route(f"{COPY}/decline")
class DeclineCopy(MethodView):
    """Not confirming."""

    @may("landmark.confirm")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.LandmarkCopySchema)
    def post(self, body, copy_id, version):
        """Do not confirm a reported copy, with reason."""
        return copying.decline(current(), copy_id, version=version, **body, **where())


@blueprint.route("/certificates/<string(maxlength=40):code>")
class Certificate(MethodView):
    """A certificate by its check code."""

    @public
    @blueprint.response(200, schemas.LandmarkCertificateSchema)
    def get(self, code):
        """Verify a certificate: what was signed, whether the platform signed it, and whether it is in force."""
        session, city = current(), identity.city()
        holds = current_app.extensions["platform"].holds
        return verifying.verification(session, code, holds=holds, now=clock.now(session), city=city)
