"""Organisations and their verification by the office."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas import organisations as schemas
from scenario_market.api.schemas.reasons import ReasonRequest
from scenario_market.domain import clock
from scenario_market.domain.parties import control, hosting, organisations, queries
from scenario_market.persistence.web_session import current

blueprint = Blueprint("organisations", __name__, description="Organisations")
ONE = f"/organisations/<{ID}:organisation_id>"


@blueprint.route("/organisations")
class Organisations(MethodView):
    """Organisations."""

    @may("organisation.read")
    @blueprint.arguments(schemas.OrganisationQuery, location="query")
    @blueprint.response(200, schemas.OrganisationSchema(many=True))
    def get(self, query):
        """Organisations, newest first: all for the office, else those that one acts for."""
        page = queries.organisations(
            current(),
            actor=identity.actor(),
            state=query.get("state"),
            uscc_text=query.get("uscc"),
            name=query.get("name"),
            after=query["after"],
            limit=query["limit"],
        )
        return paged(page)

    @may("organisation.register")
    @idempotent
    @blueprint.arguments(schemas.OrganisationRequest)
    @blueprint.response(201, schemas.OrganisationSchema)
    def post(self, body):
        """Register an organisation; one gets its first mandate. A registered code: ask its people for an invitation."""
        return organisations.register(current(), uscc_text=body.pop("uscc"), fields=body, **where())


@blueprint.route(ONE)
class Organisation(MethodView):
    """One organisation."""

    @may("organisation.read")
    @tagged
    @blueprint.response(200, schemas.OrganisationDetail)
    def get(self, organisation_id):
        """One organisation by key; to the office also who controls it."""
        return queries.detail(current(), organisation_id, actor=identity.actor())

    @may("organisation.edit")
    @versioned
    @blueprint.arguments(schemas.OrganisationPatch)
    @blueprint.response(200, schemas.OrganisationSchema)
    def patch(self, body, organisation_id, version):
        """Change an organisation's own data; a verified name is fixed."""
        return organisations.edit(
            current(), organisation_id=organisation_id, version=version, fields=body, **where()
        )


@blueprint.route(f"{ONE}/ask")
class Ask(MethodView):
    """Asking for verification."""

    @may("organisation.edit")
    @versioned
    @blueprint.response(200, schemas.OrganisationSchema)
    def post(self, organisation_id, version):
        """Ask the office to verify the organisation."""
        return organisations.ask_verification(
            current(), organisation_id=organisation_id, version=version, **where()
        )


@blueprint.route(f"{ONE}/verify")
class Verify(MethodView):
    """The office's yes."""

    @may("organisation.verify")
    @versioned
    @blueprint.response(200, schemas.OrganisationSchema)
    def post(self, organisation_id, version):
        """Verify an organisation that asked for it."""
        return organisations.verify(
            current(), organisation_id=organisation_id, version=version, **where()
        )


@blueprint.route(f"{ONE}/reject")
class Reject(MethodView):
    """The office's no."""

    @may("organisation.verify")
    @versioned
    @blueprint.arguments(ReasonRequest)
    @blueprint.response(200, schemas.OrganisationSchema)
    def post(self, body, organisation_id, version):
        """Refuse to verify, with a reason of the list reasons_organisation."""
        return organisations.reject(
            current(),
            organisation_id=organisation_id,
            version=version,
            reason=body["reason"],
            **where(),
        )


@blueprint.route(f"{ONE}/revoke")
class Revoke(MethodView):
    """A verification taken back."""

    @may("organisation.verify")
    @versioned
    @blueprint.arguments(ReasonRequest)
    @blueprint.response(200, schemas.OrganisationSchema)
    def post(self, body, organisation_id, version):
        """Take a verification back, with a reason of the list reasons_organisation."""
        return organisations.revoke(
            current(),
            organisation_id=organisation_id,
            version=version,
            reason=body["reason"],
            **where(),
        )


@blueprint.route(f"{ONE}/control")
class Control(MethodView):
    """Who controls it."""

    @may("organisation.verify")
    @versioned
    @blueprint.arguments(schemas.ControlRequest)
    @blueprint.response(200, schemas.OrganisationDetail)
    def put(self, body, organisation_id, version):
        """Record which organisation controls this one, with the source; what one controls may not answer it."""
        actor, now = identity.actor(), clock.now(current())
        control.record(current(), organisation_id, actor=actor, now=now, version=version, **body)
        return queries.detail(current(), organisation_id, actor=actor)


@blueprint.route(f"{ONE}/hosting")
class Hosting(MethodView):
    """Laboratories and innovation centres."""

    @may("organisation.verify")
    @versioned
    @blueprint.arguments(schemas.HostingRequest)
    @blueprint.response(200, schemas.OrganisationDetail)
    def put(self, body, organisation_id, version):
        """Record that an organisation is a laboratory or an innovation centre, which post calls of their own."""
        actor, now = identity.actor(), clock.now(current())
        hosting.record(current(), organisation_id, actor=actor, now=now, version=version, **body)
        return queries.detail(current(), organisation_id, actor=actor)


@blueprint.route(f"{ONE}/decisions")
class Decisions(MethodView):
    """The verification's history."""

    @may("organisation.read")
    @blueprint.response(200, schemas.DecisionSchema(many=True))
    def get(self, organisation_id):
        """The moves of the verification, oldest first, with reasons."""
        return queries.decisions(current(), organisation_id, actor=identity.actor())
