"""联合体: invitations to a consortium, and their answers."""

from dataclasses import asdict

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where
from scenario_market.api.resource import Blueprint, PageQuery, paged
from scenario_market.api.rest.workspaces import ONE as WORKSPACE
from scenario_market.api.schemas import workspaces as schemas
from scenario_market.domain.bids import consortium, queries
from scenario_market.persistence.web_session import current

blueprint = Blueprint("consortia", __name__, description="Consortia")
ONE = "/consortium-invitations/<access_key>"


def shown(row):
    """An invitation with names."""
    current().flush()
    (made,) = queries.shown(current(), [row])
    return asdict(made)


@blueprint.route(f"{WORKSPACE}/invitations")
class WorkspaceInvitations(MethodView):
    """Asking."""

    @may("bid.work")
    @blueprint.arguments(schemas.InviteRequest)
    @blueprint.response(201, schemas.ConsortiumInvitationSchema)
    def post(self, body, access_key):
        """Ask an organisation to join, as the lead."""
        return shown(consortium.invite(current(), access_key, **body, **where()))


@blueprint.route("/consortium-invitations")
class ConsortiumInvitations(MethodView):
    """Invitations."""

    @may("bid.join")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, schemas.ConsortiumInvitationSchema(many=True))
    def get(self, query):
        """What one's organisations were asked to join, the newest first."""
        page = queries.invitations(current(), actor=identity.actor(), **query)
        rows, headers = paged(page)
        return [asdict(row) for row in rows], 200, headers


@blueprint.route(ONE)
class ConsortiumInvitation(MethodView):
    """One invitation."""

    @may("bid.work")
    @blueprint.response(204)
    def delete(self, access_key):
        """Call an invitation back, as the lead."""
        consortium.call_back(current(), access_key, **where())


@blueprint.route(f"{ONE}/consent")
class Consent(MethodView):
    """Yes."""

    @may("bid.join")
    @blueprint.response(200, schemas.ConsortiumInvitationSchema)
    def post(self, access_key):
        """Join the consortium, for the organisation that was asked."""
        return shown(consortium.consent(current(), access_key, **where()))


@blueprint.route(f"{ONE}/decline")
class Decline(MethodView):
    """No."""

    @may("bid.join")
    @blueprint.response(200, schemas.ConsortiumInvitationSchema)
    def post(self, access_key):
        """Decline to join."""
        return shown(consortium.decline(current(), access_key, **where()))
