"""Providers' answers to listed demands, docking, contracts."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.rest.demands import ONE as DEMAND
from scenario_market.api.schemas import responses as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.demands import docking, list_queries, responding
from scenario_market.persistence.web_session import current

blueprint = Blueprint("responses", __name__, description="Answers to demands")
ONE = f"/responses/<{ID}:response_id>"


def shown(response_id):
    """An answer as the caller may read it after his act."""
    current().flush()
    return list_queries.get_response(current(), response_id, actor=identity.actor())


def listed(query, **narrowed):
    """A page of answers."""
    page = list_queries.list_responses(current(), actor=identity.actor(), **query, **narrowed)
    return paged(page)


@blueprint.route("/responses")
class Responses(MethodView):
    """Answers."""

    @may("demand.read")
    @blueprint.arguments(schemas.ResponseQuery, location="query")
    @blueprint.response(200, schemas.ResponseSchema(many=True))
    def get(self, query):
        """Answers to one's demands or of one's provider, the newest first; all for the office."""
        return listed(query)


@blueprint.route(f"{DEMAND}/responses")
class DemandResponses(MethodView):
    """Answers to one demand."""

    @may("demand.read")
    @blueprint.arguments(schemas.ResponseQuery, location="query")
    @blueprint.response(200, schemas.ResponseSchema(many=True))
    def get(self, query, demand_id):
        """Answers to a demand: all for its owner and the office, its own for a provider."""
        return listed(query, demand_id=demand_id)

    @may("response.submit")
    @idempotent
    @blueprint.arguments(schemas.AnswerRequest)
    @blueprint.response(201, schemas.ResponseSchema)
    def post(self, body, demand_id):
        """Answer an open demand in the name of a verified organisation."""
        organisation_id = body.pop("organisation_id")
        row = responding.submit(
            current(), demand_id, organisation_id=organisation_id, fields=body, **where()
        )
        return shown(row.id)


@blueprint.route(ONE)
class ResponseById(MethodView):
    """One answer."""

    @may("demand.read")
    @tagged
    @blueprint.response(200, schemas.ResponseSchema)
    def get(self, response_id):
        """One answer with its contract and its moves."""
        return shown(response_id)


@blueprint.route(f"{ONE}/withdraw")
class WithdrawResponse(MethodView):
    """Taking back."""

    @may("response.submit")
    @versioned
    @blueprint.response(200, schemas.ResponseSchema)
    def post(self, response_id, version):
        """Take an answer back before the owner decided on it."""
        responding.withdraw(current(), response_id, version=version, **who())
        return shown(response_id)


@blueprint.route(f"{ONE}/decline")
class DeclineResponse(MethodView):
    """Declining."""

    @may("response.decide")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ResponseSchema)
    def post(self, body, response_id, version):
        """Decline an answer, with reason."""
        responding.decline(current(), response_id, version=version, **body, **where())
        return shown(response_id)


@blueprint.route(f"{ONE}/accept")
class AcceptResponse(MethodView):
    """Accepting."""

    @may("response.decide")
    @versioned
    @blueprint.response(200, schemas.ResponseSchema)
    def post(self, response_id, version):
        """Accept an answer: docking begins, contacts are open to both sides."""
        docking.accept(current(), response_id, version=version, **who())
        return shown(response_id)


@blueprint.route(f"{ONE}/confirm")
class ConfirmDocking(MethodView):
    """The provider's word."""

    @may("response.submit")
    @versioned
    @blueprint.response(200, schemas.ResponseSchema)
    def post(self, response_id, version):
        """Confirm the docking."""
        docking.confirm(current(), response_id, version=version, **who())
        return shown(response_id)


@blueprint.route(f"{ONE}/end")
class EndDocking(MethodView):
    """Parting."""

    @may("contract.record")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ResponseSchema)
    def post(self, body, response_id, version):
        """End a docking, with reason, from either side."""
        docking.end(current(), response_id, version=version, **body, **where())
        return shown(response_id)


@blueprint.route(f"{ONE}/contract")
class ContractOfResponse(MethodView):
    """The contract."""

    @may("contract.record")
    @versioned
    @blueprint.arguments(schemas.ContractRequest)
    @blueprint.response(200, schemas.ResponseSchema)
    def put(self, body, response_id, version):
        """Record the contract that was signed outside, or correct it, until it is confirmed."""
        docking.record_contract(current(), response_id, version=version, fields=body, **where())
        return shown(response_id)


@blueprint.route(f"{ONE}/contract/confirm")
class ConfirmContract(MethodView):
    """The other side's word."""

    @may("contract.record")
    @versioned
    @blueprint.response(200, schemas.ResponseSchema)
    def post(self, response_id, version):
        """Confirm the recorded contract: answer and demand are contracted, the other answers end."""
        docking.confirm_contract(current(), response_id, version=version, **where())
        return shown(response_id)
