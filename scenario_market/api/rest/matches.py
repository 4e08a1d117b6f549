"""Matches: what was found, why, why not, and 「不适合我」."""

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity, language
from scenario_market.api.access import may
from scenario_market.api.resource import ID, Blueprint, decode_cursor, idempotent, paged
from scenario_market.api.rest.demands import ONE as DEMAND
from scenario_market.api.schemas import matches as schemas
from scenario_market.domain import clock
from scenario_market.domain.matching import dismissing, queries
from scenario_market.domain.matching.service import Explainer
from scenario_market.domain.paging import Page
from scenario_market.domain.permissions import sees_all
from scenario_market.persistence.web_session import current
from scenario_market.texts.notices import teller
from scenario_market.texts.reasons import band

blueprint = Blueprint("matches", __name__, description="Matches and their reasons")


def shown(seen):
    """A match as its reader may see it."""
    match, speaker = seen.match, teller(identity.city(), language.current())
    with_points = seen.reader != "enterprise"
    return {
        "id": match.id,
        "demand_id": match.demand_id,
        "demand_title": seen.demand_title,
        "demand_number": seen.demand_number,
        "demand_state": seen.demand_state,
        "provider_id": match.provider_id,
        "provider_name": seen.provider_name,
        "number": match.number,
        "fit": band(match.score_milli),
        "score_milli": match.score_milli if with_points else None,
        "contributions": match.explanation["contributions"] if with_points else None,
        "reasons": speaker.why(match.explanation, seen.reader),
        "dismissed": seen.dismissed,
        "at": match.at,
    }


def listed(page):
    """A page of matches."""
    rows, headers = paged(Page([shown(seen) for seen in page.rows], page.after))
    return rows, 200, headers


@blueprint.route("/matches")
class Matches(MethodView):
    """Matches."""

    @may("match.explain")
    @blueprint.arguments(schemas.MatchQuery, location="query")
    @blueprint.response(200, schemas.MatchSchema(many=True))
    def get(self, query):
        """Matches of one's own provider, the newest first; all for the office."""
        after = decode_cursor(query.pop("cursor", None))
        page = queries.matches_of_provider(current(), actor=identity.actor(), after=after, **query)
        return listed(page)


@blueprint.route(f"/matches/<{ID}:match_id>")
class MatchById(MethodView):
    """One match."""

    @may("match.explain")
    @blueprint.response(200, schemas.MatchSchema)
    def get(self, match_id):
        """One match with its stored reasons, for its provider and the office."""
        return shown(queries.match_of(current(), match_id, actor=identity.actor()))


@blueprint.route(f"/matches/<{ID}:match_id>/dismissal")
class Dismissals(MethodView):
    """不适合我."""

    @may("match.dismiss")
    @idempotent
    @blueprint.arguments(schemas.DismissalRequest)
    @blueprint.response(201, schemas.DismissalSchema)
    def post(self, body, match_id):
        """Say that a demand is not for one's provider, and why. One is not told of it again."""
        return dismissing.dismiss(
            current(),
            match_id,
            actor=identity.actor(),
            now=clock.now(current()),
            city=identity.city(),
            **body,
        )


@blueprint.route(f"{DEMAND}/matches")
class DemandMatches(MethodView):
    """Matches of one demand."""

    @may("match.read")
    @blueprint.arguments(schemas.MatchPage, location="query")
    @blueprint.response(200, schemas.MatchSchema(many=True))
    def get(self, query, demand_id):
        """Who was found for a demand, best first: for its owner, without points, and the office."""
        after = decode_cursor(query.pop("cursor", None))
        page = queries.matches_of_demand(
            current(), demand_id, actor=identity.actor(), after=after, **query
        )
        return listed(page)


@blueprint.route(f"{DEMAND}/match-runs")
class DemandMatchRuns(MethodView):
    """Runs of matching."""

    @may("match.read")
    @blueprint.response(200, schemas.MatchRunSchema(many=True))
    def get(self, demand_id):
        """How often a demand was matched, and how many were told: the last twenty runs."""
        actor = identity.actor()
        runs = queries.runs_of_demand(current(), demand_id, actor=actor)
        floors = sees_all(actor)
        return [_run(run, with_floor=floors) for run in runs]


def _run(run, *, with_floor):
    return {
        "id": run.id,
        "number": run.number,
        "engine_version": run.engine_version,
        "floor_milli": run.floor_milli if with_floor else None,
        "eligible": run.eligible,
        "told": run.told,
        "at": run.at,
    }


@blueprint.route(f"{DEMAND}/why")
class DemandWhy(MethodView):
    """Why, or why not."""

    @may("match.explain")
    @blueprint.arguments(schemas.WhyQuery, location="query")
    @blueprint.response(200, schemas.WhySchema)
    def get(self, query, demand_id):
        """Why a provider was, or was not, told of an open demand: for that provider and the office."""
        why = explainer().why(
            current(),
            demand_id=demand_id,
            provider_id=query["provider_id"],
            actor=identity.actor(),
            now=clock.now(current()),
        )
        found, speaker = why.explanation, teller(identity.city(), language.current())
        return {
            "verdict": why.verdict,
            "eligible": found.eligible,
            "failed": list(found.failed),
            "score_milli": found.score_milli,
            "line_milli": why.line_milli,
            "contributions": found.contributions,
            "reasons": speaker.why(found.stored, why.reader),
        }


def explainer():
    """This process's engine: statistics alone, made at the first question."""
    extensions = current_app.extensions
    if "explainer" not in extensions:
        extensions["explainer"] = Explainer(identity.city())
    return extensions["explainer"]
