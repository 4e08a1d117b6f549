"""Final acceptance of projects: presentation, measurements, panel, conclusion; and the gate of a race."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import ID, Blueprint, idempotent, tagged, versioned
from scenario_market.api.rest.panels import drawing
from scenario_market.api.rest.projects import ONE, shown
from scenario_market.api.schemas import project_acts as acts
from scenario_market.api.schemas import projects as schemas
from scenario_market.api.schemas.panels import DeclarationRequest
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.projects import (
    acceptance,
    conclusions,
    panels,
    prolonging,
    queries,
    race,
    seats,
)
from scenario_market.persistence.web_session import current

blueprint = Blueprint("acceptance", __name__, description="Final acceptance of projects")
CHALLENGE = f"/challenges/<{ID}:challenge_id>"
SEAT = f"/acceptance-seats/<{ID}:seat_id>"


def seat_shown(seat_id):
    """The caller's own seat after his act."""
    current().flush()
    return seats.show(current(), seat_id, actor=identity.actor())


@blueprint.route(f"{ONE}/present")
class PresentProject(MethodView):
    """Presentation."""

    @may("project.deliver")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, project_id, version):
        """Present the work for its final acceptance, or again after it was put right."""
        acceptance.present(current(), project_id, version=version, **drawing())
        return shown(project_id)


@blueprint.route(f"{ONE}/measurements")
class Measurements(MethodView):
    """Measurements by third parties."""

    @may("project.deliver")
    @versioned
    @blueprint.arguments(acts.MeasurementRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Record a third party's measurement of one metric with its report, or correct it before the panel sits."""
        acceptance.measure(current(), project_id, version=version, fields=body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/panel")
class Panel(MethodView):
    """The acceptance panel."""

    @may("project.convene")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, project_id, version):
        """Draw the panel from the register of experts, by the secret committed to at the presentation."""
        panels.convene(current(), project_id, version=version, **drawing())
        return shown(project_id)


@blueprint.route(f"{ONE}/panel/renew")
class RenewPanel(MethodView):
    """The acceptance panel."""

    @may("project.convene")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Give up a panel for whose seats nobody is left, with a reason of reasons_panel; another is drawn later."""
        panels.renew(current(), project_id, version=version, **body, **drawing())
        return shown(project_id)


@blueprint.route(f"{ONE}/draws")
class Draws(MethodView):
    """The draws of the panels."""

    @may("project.read")
    @blueprint.response(200, schemas.AcceptanceDrawSchema(many=True))
    def get(self, project_id):
        """Hashes at once; list, secret and members with their names with the conclusion, to repeat the draw by."""
        return queries.get_draws(current(), project_id, actor=identity.actor())


@blueprint.route(SEAT)
class OwnSeat(MethodView):
    """One's own seat."""

    @may("project.judge")
    @tagged
    @blueprint.response(200, schemas.OwnSeatSchema)
    def get(self, seat_id):
        """One's own seat in an acceptance panel, with the parties; nothing of the work."""
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/declare")
class DeclareOwnSeat(MethodView):
    """The declaration."""

    @may("project.judge")
    @versioned
    @blueprint.arguments(DeclarationRequest)
    @blueprint.response(200, schemas.OwnSeatSchema)
    def post(self, body, seat_id, version):
        """Take the seat and declare that there is no conflict of interest with any of the parties."""
        seats.declare(current(), seat_id, version=version, **body, **where())
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/recuse")
class LeaveOwnSeat(MethodView):
    """回避."""

    @may("project.judge")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.OwnSeatSchema)
    def post(self, body, seat_id, version):
        """Stand back or say that one cannot come, with a reason of reasons_panel; the next one drawn is asked."""
        seats.recuse(current(), seat_id, version=version, **body, **where())
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/removal")
class AskAcceptanceSeatRemoval(MethodView):
    """Asking that somebody be taken off the panel."""

    @may("project.convene")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, seat_id, version):
        """Ask that somebody be taken off the panel, with a reason of reasons_panel; the lead decides."""
        asked = seats.ask_removal(current(), seat_id, version=version, **body, **where())
        return shown(asked.project_id)


@blueprint.route(f"{SEAT}/drop")
class DropAcceptanceSeat(MethodView):
    """Taking off the panel."""

    @may("project.conclude")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, seat_id, version):
        """Take somebody off the panel, for the reason that another officer gave; the next one drawn is asked."""
        return shown(seats.drop(current(), seat_id, version=version, **where()).project_id)


@blueprint.route(f"{ONE}/opinion")
class Opinion(MethodView):
    """One opinion."""

    @may("project.judge")
    @idempotent
    @blueprint.arguments(acts.SeatOpinionRequest)
    @blueprint.response(201, schemas.ProjectSchema)
    def post(self, body, project_id):
        """Give one's opinion as one of the panel, once; nobody reads another's before all are in."""
        seats.give_opinion(current(), project_id, **body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/accept")
class AcceptProject(MethodView):
    """The conclusion."""

    @may("project.conclude")
    @versioned
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, project_id, version):
        """Accept the work, as the panel says and every measured metric shows."""
        conclusions.accept(current(), project_id, version=version, **who())
        return shown(project_id)


@blueprint.route(f"{ONE}/rectify")
class RectifyProject(MethodView):
    """The conclusion."""

    @may("project.conclude")
    @versioned
    @blueprint.arguments(acts.RectifyRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Have the work put right until a day, with a reason of the list reasons_project."""
        conclusions.rectify(current(), project_id, version=version, **body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/prolong")
class ProlongRectification(MethodView):
    """More time."""

    @may("project.conclude")
    @versioned
    @blueprint.arguments(acts.RectifyRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Give more time to put the work right, with a reason; the sides are told."""
        prolonging.prolong(current(), project_id, version=version, **body, **where())
        return shown(project_id)


@blueprint.route(f"{ONE}/fail")
class FailProject(MethodView):
    """The conclusion."""

    @may("project.conclude")
    @versioned
    @blueprint.arguments(acts.EndRequest)
    @blueprint.response(200, schemas.ProjectSchema)
    def post(self, body, project_id, version):
        """Conclude that the work is not accepted, with reason and what follows."""
        conclusions.fail(current(), project_id, version=version, **body, **where())
        return shown(project_id)


@blueprint.route(f"{CHALLENGE}/race")
class Race(MethodView):
    """The gate of a race."""

    @may("project.read")
    @blueprint.response(200, schemas.RaceSchema)
    def get(self, challenge_id):
        """How the projects of a race stand at its gate by the rule, and how it was decided."""
        return queries.get_race(current(), challenge_id, actor=identity.actor())

    @may("project.end")
    @idempotent
    @blueprint.arguments(acts.GateRequest)
    @blueprint.response(201, schemas.RaceSchema)
    def post(self, body, challenge_id):
        """Decide the gate, once, with reason: who is named goes on, who is behind them all is eliminated."""
        race.decide(current(), challenge_id, **body, **where())
        current().flush()
        return queries.get_race(current(), challenge_id, actor=identity.actor())
