"""Changes of a demand by others than its author's pen: sharpening, amendment, withdrawal."""

from flask.views import MethodView

from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import Blueprint, versioned
from scenario_market.api.rest.demands import ONE, shown
from scenario_market.api.schemas import demand_acts as acts
from scenario_market.api.schemas.demands import DemandSchema
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.demands import amending, sharpening, withdrawing
from scenario_market.persistence.web_session import current

blueprint = Blueprint("demand_changes", __name__, description="Changes of demands")


@blueprint.route(f"{ONE}/withdraw")
class WithdrawDemand(MethodView):
    """Withdrawing."""

    @may("demand.withdraw")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, DemandSchema)
    def post(self, body, demand_id, version):
        """Withdraw a public demand, with reason; its trace stays."""
        withdrawing.withdraw(current(), demand_id, version=version, **body, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/amendment")
class Amendment(MethodView):
    """A change of a public demand."""

    @may("demand.amend")
    @versioned
    @blueprint.arguments(acts.AmendmentRequest)
    @blueprint.response(200, DemandSchema)
    def put(self, body, demand_id, version):
        """Ask for a change; contacts change at once, the rest after an officer's word."""
        fields = body.pop("fields_")
        amending.amend(current(), demand_id, fields=fields, version=version, **body, **where())
        return shown(demand_id)

    @may("demand.amend")
    @versioned
    @blueprint.response(200, DemandSchema)
    def delete(self, demand_id, version):
        """Take a change back that waits for its confirmation."""
        amending.withdraw(current(), demand_id, version=version, **who())
        return shown(demand_id)


@blueprint.route(f"{ONE}/amendment/confirm")
class ConfirmAmendment(MethodView):
    """The officer's yes."""

    @may("demand.review")
    @versioned
    @blueprint.response(200, DemandSchema)
    def post(self, demand_id, version):
        """Confirm a change: it is public as a new version."""
        amending.confirm(current(), demand_id, version=version, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/amendment/refuse")
class RefuseAmendment(MethodView):
    """The officer's no."""

    @may("demand.review")
    @versioned
    @blueprint.arguments(acts.RefusalRequest)
    @blueprint.response(200, DemandSchema)
    def post(self, body, demand_id, version):
        """Do not confirm a change, and say why."""
        amending.refuse(current(), demand_id, version=version, **body, **who())
        return shown(demand_id)


@blueprint.route(f"{ONE}/sharpening")
class Sharpening(MethodView):
    """A diagnosis provider for a rough problem."""

    @may("demand.review")
    @versioned
    @blueprint.arguments(acts.AssignRequest)
    @blueprint.response(200, DemandSchema)
    def put(self, body, demand_id, version):
        """Assign one of the diagnosis providers; it is disclosed."""
        sharpening.assign(current(), demand_id, version=version, **body, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/sharpening/proposal")
class SharpeningProposal(MethodView):
    """The proposal."""

    @may("demand.sharpen")
    @versioned
    @blueprint.arguments(acts.ProposalRequest)
    @blueprint.response(200, DemandSchema)
    def put(self, body, demand_id, version):
        """Propose content, as the assigned provider."""
        fields = body["fields_"]
        sharpening.propose(current(), demand_id, fields=fields, version=version, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/sharpening/adopt")
class AdoptSharpening(MethodView):
    """The author's yes."""

    @may("demand.write")
    @versioned
    @blueprint.arguments(acts.AdoptRequest)
    @blueprint.response(200, DemandSchema)
    def post(self, body, demand_id, version):
        """Take the proposal over, whole or only the named fields."""
        sharpening.adopt(current(), demand_id, version=version, **body, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/sharpening/decline")
class DeclineSharpening(MethodView):
    """The author's no."""

    @may("demand.write")
    @versioned
    @blueprint.arguments(acts.RefusalRequest)
    @blueprint.response(200, DemandSchema)
    def post(self, body, demand_id, version):
        """Do not take the proposal over, and say why."""
        sharpening.decline(current(), demand_id, version=version, **body, **who())
        return shown(demand_id)
