"""授权书: who acts for an organisation, and the invitations to do so."""

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
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
from scenario_market.api.rest.organisations import ONE
from scenario_market.api.schemas import organisations as schemas
from scenario_market.api.schemas.reasons import ReasonRequest
from scenario_market.domain.parties import invitations, mandates, mobile, queries
from scenario_market.persistence.web_session import current

blueprint = Blueprint("mandates", __name__, description="Mandates and invitations")
MANDATE = f"/mandates/<{ID}:mandate_id>"


def show(session, rows):
    """Mandates with their holders' names and masked numbers."""
    people = queries.people_by_id(session, (row.person_id for row in rows))
    columns = [name for name in schemas.MandateSchema().fields if not name.startswith("person_")]
    return [
        {name: getattr(row, name) for name in columns}
        | {
            "person_id": row.person_id,
            "person_name": people[row.person_id].name,
            "person_mobile": mobile.mask(people[row.person_id].mobile),
        }
        for row in rows
    ]


def show_one(row):
    """One mandate, as :func:`show` shows it."""
    return show(current(), [row])[0]


@blueprint.route(f"{ONE}/mandates")
class Mandates(MethodView):
    """An organisation's mandates."""

    @may("organisation.read")
    @blueprint.arguments(schemas.MandateQuery, location="query")
    @blueprint.response(200, schemas.MandateSchema(many=True))
    def get(self, query, organisation_id):
        """Mandates, newest first. Who does not manage the organisation sees his own alone."""
        page = queries.mandates(
            current(),
            organisation_id,
            actor=identity.actor(),
            live=query.get("live"),
            after=query["after"],
            limit=query["limit"],
        )
        rows, headers = paged(page)
        return show(current(), rows), 200, headers

    @may("mandate.manage")
    @idempotent
    @blueprint.arguments(schemas.MandateRequest)
    @blueprint.response(201, schemas.MandateSchema)
    def post(self, body, organisation_id):
        """Give a mandate to a former colleague; everybody else is invited."""
        row = mandates.grant(current(), organisation_id=organisation_id, **body, **where())
        return show_one(row)


@blueprint.route(MANDATE)
class Mandate(MethodView):
    """One mandate."""

    @may("organisation.read")
    @tagged
    @blueprint.response(200, schemas.MandateSchema)
    def get(self, mandate_id):
        """A mandate, with the ETag that a change of it needs."""
        return show_one(queries.mandate(current(), mandate_id, actor=identity.actor()))


@blueprint.route(f"{MANDATE}/renew")
class Renew(MethodView):
    """More time for a mandate."""

    @may("mandate.manage")
    @versioned
    @blueprint.arguments(schemas.TermRequest)
    @blueprint.response(200, schemas.MandateSchema)
    def post(self, body, mandate_id, version):
        """Give a live mandate more time."""
        return show_one(
            mandates.renew(current(), mandate_id=mandate_id, version=version, **body, **where())
        )


@blueprint.route(f"{MANDATE}/replace")
class Replace(MethodView):
    """Other scopes."""

    @may("mandate.manage")
    @versioned
    @idempotent
    @blueprint.arguments(schemas.ReplaceRequest)
    @blueprint.response(201, schemas.MandateSchema)
    def post(self, body, mandate_id, version):
        """End a mandate and begin one with other scopes or another term, with reason."""
        row = mandates.replace(
            current(),
            mandate_id=mandate_id,
            version=version,
            scopes=body["scopes"],
            expires_at=body.get("expires_at"),
            reason=body["reason"],
            **where(),
        )
        return show_one(row)


@blueprint.route(f"{MANDATE}/revoke")
class Revoke(MethodView):
    """The end of a mandate."""

    @may("mandate.manage")
    @versioned
    @blueprint.arguments(ReasonRequest)
    @blueprint.response(200, schemas.MandateSchema)
    def post(self, body, mandate_id, version):
        """End a mandate with a reason of the list reasons_mandate; the last that manages is handed over instead."""
        row = mandates.revoke(
            current(), mandate_id=mandate_id, version=version, reason=body["reason"], **where()
        )
        return show_one(row)


@blueprint.route(f"{MANDATE}/hand-over")
class HandOver(MethodView):
    """A mandate passed on."""

    @may("mandate.manage")
    @versioned
    @idempotent
    @blueprint.arguments(schemas.HandOverRequest)
    @blueprint.response(201, schemas.MandateSchema)
    def post(self, body, mandate_id, version):
        """Pass a mandate on to a colleague, who gets its scopes besides his own."""
        return show_one(
            mandates.hand_over(current(), mandate_id=mandate_id, version=version, **body, **where())
        )


@blueprint.route(f"{ONE}/invitations")
class Invitations(MethodView):
    """An organisation's invitations."""

    @may("organisation.read")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, schemas.InvitationSchema(many=True))
    def get(self, query, organisation_id):
        """Invitations, newest first, for the organisation's managers and the office."""
        page = queries.invitations(
            current(),
            organisation_id,
            actor=identity.actor(),
            after=query["after"],
            limit=query["limit"],
        )
        return paged(page)

    @may("mandate.manage")
    @idempotent
    @blueprint.arguments(schemas.InvitationRequest)
    @blueprint.response(201, schemas.InvitationSchema)
    def post(self, body, organisation_id):
        """Offer a mandate to a mobile number; the code goes there by SMS."""
        return invitations.invite(
            current(),
            organisation_id=organisation_id,
            mobile_text=body["mobile"],
            scopes=body["scopes"],
            mandate_expires_at=body.get("mandate_expires_at"),
            send=current_app.extensions["senders"].invitation,
            **where(),
        )


@blueprint.route(f"{ONE}/restore")
class Restore(MethodView):
    """An organisation given back to its people."""

    @may("organisation.verify")
    @versioned
    @idempotent
    @blueprint.arguments(schemas.RestoreRequest)
    @blueprint.response(201, schemas.InvitationSchema)
    def post(self, body, organisation_id, version):
        """Where nobody manages it any more, or it was refused: invite a new manager."""
        return invitations.restore(
            current(),
            organisation_id=organisation_id,
            version=version,
            mobile_text=body["mobile"],
            send=current_app.extensions["senders"].invitation,
            **where(),
        )


@blueprint.route(f"/invitations/<{ID}:invitation_id>")
class Invitation(MethodView):
    """One invitation."""

    @may("organisation.read")
    @tagged
    @blueprint.response(200, schemas.InvitationSchema)
    def get(self, invitation_id):
        """An invitation, with the ETag that taking it back needs."""
        return queries.invitation(current(), invitation_id, actor=identity.actor())

    @may("mandate.manage")
    @versioned
    @blueprint.response(200, schemas.InvitationSchema)
    def delete(self, invitation_id, version):
        """Take an open offer back."""
        return invitations.cancel(current(), invitation_id=invitation_id, version=version, **who())


@blueprint.route("/invitations/accept")
class Accept(MethodView):
    """An offer taken up."""

    @may("account.use")
    @idempotent
    @blueprint.arguments(schemas.AcceptRequest)
    @blueprint.response(201, schemas.MandateSchema)
    def post(self, body):
        """Take up an offer that was sent to one's own number."""
        return show_one(invitations.accept(current(), code=body["code"], **where()))
