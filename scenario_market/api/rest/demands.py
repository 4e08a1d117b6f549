"""Demands: reading, writing, handing in."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
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
from scenario_market.api.schemas import demand_acts as acts
from scenario_market.api.schemas import demands as schemas
from scenario_market.api.schemas.postings import MoveSchema
from scenario_market.api.schemas.versions import VersionSchema
from scenario_market.domain.demands import chronicle, drafting, duplicates, queries
from scenario_market.domain.demands.queries import Filters
from scenario_market.persistence.web_session import current

blueprint = Blueprint("demands", __name__, description="Demands")
ONE = f"/demands/<{ID}:demand_id>"


def shown(demand_id):
    """A demand as the caller may read it after his act."""
    current().flush()
    return queries.get_demand(current(), demand_id, actor=identity.actor(), city=identity.city())


@blueprint.route("/demands")
class Demands(MethodView):
    """Demands."""

    @public
    @blueprint.arguments(schemas.DemandQuery, location="query")
    @blueprint.response(200, schemas.DemandSummary(many=True))
    def get(self, query):
        """Listed demands, the last listed first; or one's own, or all that one may read, by ``scope``."""
        place, scope = place_of(query), query.pop("scope")
        actor, city, filters = identity.actor(), identity.city(), Filters(**query)
        page = queries.list_demands(
            current(), filters, scope=scope, actor=actor, city=city, **place
        )
        return paged(page)

    @may("demand.edit")
    @idempotent
    @blueprint.arguments(schemas.DraftRequest)
    @blueprint.response(201, schemas.DemandSchema)
    def post(self, body):
        """Begin a need of an organisation that one acts for, in full or as a rough problem."""
        demand = drafting.draft(current(), fields=body.pop("fields_"), **body, **where())
        return shown(demand.id)


@blueprint.route("/demands/collected")
class CollectedDemands(MethodView):
    """Needs that officers collect."""

    @may("demand.collect")
    @idempotent
    @blueprint.arguments(schemas.CollectRequest)
    @blueprint.response(201, schemas.DemandSchema)
    def post(self, body):
        """Record a need that came in by a visit, a meeting or a call; counted by its source."""
        demand = drafting.collect(current(), fields=body.pop("fields_"), **body, **where())
        return shown(demand.id)


@blueprint.route("/demands/sources")
class DemandSources(MethodView):
    """What came in."""

    @may("demand.count")
    @blueprint.arguments(schemas.SourceQuery, location="query")
    @blueprint.response(200, schemas.SourceCount(many=True))
    def get(self, query):
        """How many needs came in between two instants, by intake source."""
        return chronicle.count_by_source(
            current(), actor=identity.actor(), city=identity.city(), **query
        )


@blueprint.route("/demands/similar")
class SimilarDemands(MethodView):
    """Near-duplicates."""

    @may("demand.read")
    @blueprint.arguments(schemas.SimilarRequest)
    @blueprint.response(200, schemas.SimilarSchema(many=True))
    def post(self, body):
        """Public or own demands that say much the same, best first; changes nothing."""
        floor = identity.city().policy["demand"]["near_duplicate_floor"]
        return duplicates.similar(current(), actor=identity.actor(), fields=body, floor=floor)


@blueprint.route(ONE)
class Demand(MethodView):
    """One demand."""

    @public
    @tagged
    @blueprint.response(200, schemas.DemandSchema)
    def get(self, demand_id):
        """One demand as the reader may see it; a withdrawn one is a trace to the public."""
        return shown(demand_id)

    @may("demand.write")
    @versioned
    @blueprint.arguments(schemas.FieldsSchema)
    @blueprint.response(200, schemas.DemandSchema)
    def patch(self, body, demand_id, version):
        """Change fields of a draft or a returned need."""
        drafting.edit(current(), demand_id, fields=body, version=version, **where())
        return shown(demand_id)


@blueprint.route(f"{ONE}/owner")
class DemandOwner(MethodView):
    """Whose need it is."""

    @may("demand.collect")
    @versioned
    @blueprint.arguments(acts.OwnerRequest)
    @blueprint.response(200, schemas.DemandSchema)
    def put(self, body, demand_id, version):
        """Name the organisation whose need a collected draft is."""
        drafting.assign_owner(current(), demand_id, version=version, **body, **who())
        return shown(demand_id)


@blueprint.route(f"{ONE}/submit")
class SubmitDemand(MethodView):
    """Handing in."""

    @may("demand.submit")
    @versioned
    @blueprint.response(200, schemas.DemandSchema)
    def post(self, demand_id, version):
        """Hand a need in; the answer names near-duplicates as a warning."""
        submitted = drafting.submit(current(), demand_id, version=version, **where())
        return shown(demand_id) | {"similar": submitted.similar}


@blueprint.route(f"{ONE}/recall")
class RecallDemand(MethodView):
    """Taking back."""

    @may("demand.submit")
    @versioned
    @blueprint.response(200, schemas.DemandSchema)
    def post(self, demand_id, version):
        """Take a need back before anybody reviewed it."""
        drafting.recall(current(), demand_id, version=version, **who())
        return shown(demand_id)


@blueprint.route(f"{ONE}/versions")
class DemandVersions(MethodView):
    """Versions."""

    @public
    @blueprint.response(200, VersionSchema(many=True))
    def get(self, demand_id):
        """The versions, oldest first, with what each says otherwise than the one before."""
        return chronicle.get_versions(
            current(), demand_id, actor=identity.actor(), city=identity.city()
        )


@blueprint.route(f"{ONE}/history")
class DemandHistory(MethodView):
    """Moves."""

    @public
    @blueprint.response(200, MoveSchema(many=True))
    def get(self, demand_id):
        """The moves, oldest first; reasons only for those concerned."""
        return chronicle.get_history(current(), demand_id, actor=identity.actor())
