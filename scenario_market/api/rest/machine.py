"""The machine room: audit trail, signed heads, poison, the clock."""

from datetime import timedelta

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import who
from scenario_market.api.resource import ID, Blueprint, PageQuery, paged
from scenario_market.api.schemas import machine as schemas
from scenario_market.domain import clock, poison, trail
from scenario_market.domain.errors import NotFound
from scenario_market.persistence.web_session import current

blueprint = Blueprint("machine", __name__, description="Audit trail, checkpoints, poison, clock")


@blueprint.route("/audit/events")
class AuditEvents(MethodView):
    """All events."""

    @may("audit.read")
    @blueprint.arguments(schemas.TrailQuery, location="query")
    @blueprint.response(200, schemas.EventSchema(many=True))
    def get(self, query):
        """Every event, newest first, with its position and hash in the chain."""
        return paged(trail.events(current(), actor=identity.actor(), **query))


@blueprint.route("/audit/changes")
class AuditChanges(MethodView):
    """The moves of one object."""

    @may("audit.read")
    @blueprint.arguments(schemas.ChangeQuery, location="query")
    @blueprint.response(200, schemas.ChangeSchema(many=True))
    def get(self, query):
        """Who moved an object from which state to which, when and why, newest first."""
        return paged(trail.changes(current(), actor=identity.actor(), **query))


@blueprint.route("/checkpoints")
class Checkpoints(MethodView):
    """Signed heads of the chain."""

    @public
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, schemas.CheckpointSchema(many=True))
    def get(self, query):
        """Signed heads, newest first: keep one, and `audit verify --checkpoint` finds a rewritten chain."""
        return paged(trail.checkpoints(current(), **query))


@blueprint.route("/poison")
class Poisons(MethodView):
    """What was set aside."""

    @may("job.read")
    @blueprint.arguments(schemas.PoisonQuery, location="query")
    @blueprint.response(200, schemas.PoisonSchema(many=True))
    def get(self, query):
        """Jobs, deliveries or deadlines that used up their attempts, newest first, at most 100."""
        return poison.parked(current(), query["kind"], actor=identity.actor())


@blueprint.route(f"/poison/<string:kind>/<{ID}:row_id>/replay")
class ReplayPoison(MethodView):
    """Taking one up again."""

    @may("job.replay")
    @blueprint.response(204)
    def post(self, kind, row_id):
        """Make a row that was set aside due again, its attempts counted anew."""
        if kind not in poison.KINDS:
            raise NotFound(kind="poison")
        session = current()
        poison.replay(session, kind, row_id, **who())


@blueprint.route("/clock")
class Clock(MethodView):
    """The one clock that everything is measured by."""

    @public
    @blueprint.response(200, schemas.ClockSchema)
    def get(self):
        """What time it is here."""
        return {"now": clock.now(current()), "timezone": str(identity.city().zone)}

    @may("clock.move")
    @blueprint.arguments(schemas.ClockMove)
    @blueprint.response(200, schemas.ClockSchema)
    def post(self, fields):
        """Set a demonstration's clock ahead or back; production mode refuses."""
        session = current()
        now = clock.move(
            session,
            by=timedelta(hours=fields["hours"]),
            actor=identity.actor(),
            production=current_app.extensions["settings"].production,
        )
        return {"now": now, "timezone": str(identity.city().zone)}
