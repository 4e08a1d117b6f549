"""Panels: prepared, drawn, answered, declared; and the published draw."""

from flask import current_app
from flask.views import MethodView

from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.recording import on_record
from scenario_market.api.resource import (
    ID,
    Blueprint,
    PageQuery,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.rest.challenges import ONE as CHALLENGE
from scenario_market.api.schemas import panels as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.evaluation import (
    deliberating,
    panels,
    publishing,
    ranking,
    removing,
    seats,
    showing,
    tallies,
)
from scenario_market.domain.evaluation.models import Panel
from scenario_market.persistence.web_session import current

blueprint = Blueprint("panels", __name__, description="Panels of experts")
ONE = f"/panels/<{ID}:panel_id>"
SEAT = f"/seats/<{ID}:seat_id>"


def drawing():
    """Who acts, when, under which city's rules, and under which key the secret of a draw is kept."""
    return where() | {"sealer": current_app.extensions["panel_secrets"]}


def panel_shown(row):
    """A panel as the caller may read it after his act."""
    current().flush()
    return showing.panel(current(), row.challenge_id, **who())


def seat_shown(seat_id):
    """A seat as the caller may read it after his act."""
    current().flush()
    return showing.seat(current(), seat_id, **who())


@blueprint.route(f"{CHALLENGE}/panel")
class PanelOfChallenge(MethodView):
    """The panel of a call."""

    @may("panel.read")
    @tagged
    @blueprint.response(200, schemas.PanelSchema)
    def get(self, challenge_id):
        """The panel: with its people for the office and those who watch it, one's own seat for a member."""
        return showing.panel(current(), challenge_id, **who())

    @may("challenge.evaluate")
    @idempotent
    @blueprint.arguments(schemas.PanelPreparationRequest)
    @blueprint.response(201, schemas.PanelSchema)
    def post(self, body, challenge_id):
        """Make the secrets of the draw and commit to them in public."""
        return panel_shown(panels.prepare(current(), challenge_id, **body, **drawing()))


@blueprint.route(f"{ONE}/draw")
class DrawPanel(MethodView):
    """Drawing."""

    @may("challenge.evaluate")
    @versioned
    @blueprint.response(200, schemas.PanelSchema)
    def post(self, panel_id, version):
        """Draw the panel and ask whom it put on the seats."""
        return panel_shown(panels.make(current(), panel_id, version=version, **drawing()))


@blueprint.route(f"{ONE}/dissolve")
class DissolvePanel(MethodView):
    """Giving up."""

    @may("challenge.evaluate")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(204)
    def post(self, body, panel_id, version):
        """Give up a panel that cannot work, with reason; another is prepared."""
        panels.dissolve(current(), panel_id, version=version, **body, **drawing())


@blueprint.route(f"{ONE}/deliberate")
class Deliberate(MethodView):
    """合议."""

    @may("panel.chair")
    @versioned
    @blueprint.response(200, schemas.PanelSchema)
    def post(self, panel_id, version):
        """Begin the deliberation when all sheets are in; the chair's act."""
        deliberating.deliberate(current(), panel_id, version=version, **who())
        return panel_shown(current().get_one(Panel, panel_id))


@blueprint.route(f"{ONE}/rank")
class RankBids(MethodView):
    """Ranking."""

    @may("panel.chair")
    @versioned
    @blueprint.response(200, schemas.PanelSchema)
    def post(self, panel_id, version):
        """Rank the bids by the sheets as they stand; the chair's act."""
        ranking.rank(current(), panel_id, version=version, **who())
        return panel_shown(current().get_one(Panel, panel_id))


@blueprint.route(f"{CHALLENGE}/ranking")
class RankingOfChallenge(MethodView):
    """The ranking."""

    @may("sheet.read")
    @on_record
    @blueprint.response(200, schemas.RankingSchema(many=True))
    def get(self, challenge_id):
        """The ranking as it stands, for the panel, the office and those who watch it."""
        return tallies.standing(current(), challenge_id, **who())


@blueprint.route(f"{CHALLENGE}/score-hints")
class ScoreHints(MethodView):
    """What to ask about."""

    @may("sheet.read")
    @on_record
    @blueprint.response(200, schemas.ScoreHintSchema(many=True))
    def get(self, challenge_id):
        """Scores far off and members who lean, for the chair, the office and those who watch it."""
        return tallies.score_hints(current(), challenge_id, **where())


@blueprint.route(f"{CHALLENGE}/draw")
class PublishedDraw(MethodView):
    """The draw, for anybody to check."""

    @public
    @blueprint.response(200, schemas.DrawSchema)
    def get(self, challenge_id):
        """The draw with its seed, from the notice of the result on."""
        return publishing.published_draw(current(), challenge_id)


@blueprint.route("/seats")
class Seats(MethodView):
    """One's own seats."""

    @may("panel.answer")
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, schemas.PanelSeatSchema(many=True))
    def get(self, query):
        """One's own seats and invitations, the newest first."""
        return paged(showing.seats(current(), **query, **who()))


@blueprint.route(SEAT)
class SeatById(MethodView):
    """One seat."""

    @may("panel.read")
    @tagged
    @blueprint.response(200, schemas.PanelSeatSchema)
    def get(self, seat_id):
        """One seat, for who was asked, the office and those who watch it."""
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/accept")
class AcceptSeat(MethodView):
    """Yes."""

    @may("panel.answer")
    @versioned
    @blueprint.response(200, schemas.PanelSeatSchema)
    def post(self, seat_id, version):
        """Accept; content is readable only after the declaration."""
        seats.accept(current(), seat_id, version=version, **who())
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/decline")
class DeclineSeat(MethodView):
    """No."""

    @may("panel.answer")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.PanelSeatSchema)
    def post(self, body, seat_id, version):
        """Decline, with reason; the next one drawn is asked."""
        seats.decline(current(), seat_id, version=version, **body, **where())
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/declare")
class DeclareSeat(MethodView):
    """The declaration."""

    @may("panel.answer")
    @versioned
    @blueprint.arguments(schemas.DeclarationRequest)
    @blueprint.response(200, schemas.PanelSeatSchema)
    def post(self, body, seat_id, version):
        """Declare that there is no conflict of interest with any of the parties."""
        seats.declare(current(), seat_id, version=version, **body, **where())
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/recuse")
class RecuseSeat(MethodView):
    """回避."""

    @may("panel.answer")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.PanelSeatSchema)
    def post(self, body, seat_id, version):
        """Recuse oneself, with reason; all one's sheets are void."""
        seats.recuse(current(), seat_id, version=version, **body, **where())
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/removal")
class AskRemoval(MethodView):
    """Asking that somebody be taken off."""

    @may("challenge.evaluate")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.PanelSeatSchema)
    def post(self, body, seat_id, version):
        """Ask that somebody be taken off the panel, with reason; the lead, who is somebody else, decides."""
        removing.ask(current(), seat_id, version=version, **body, **where())
        return seat_shown(seat_id)


@blueprint.route(f"{SEAT}/drop")
class DropSeat(MethodView):
    """Taking off the panel."""

    @may("panel.remove")
    @versioned
    @blueprint.response(200, schemas.PanelSeatSchema)
    def post(self, seat_id, version):
        """Take somebody off the panel as another officer asked; the next one drawn is asked."""
        removing.drop(current(), seat_id, version=version, **where())
        return seat_shown(seat_id)
