"""Matches of demands and calls: who was found and who nearly fits, why, why not, and 「不适合我」."""

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity, language
from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import ID, Blueprint, idempotent, paged
from scenario_market.api.schemas import matches as schemas
from scenario_market.domain.matching import dismissing, queries
from scenario_market.domain.matching.why import Explainer
from scenario_market.domain.paging import Page
from scenario_market.domain.permissions import sees_all
from scenario_market.persistence.web_session import current
from scenario_market.texts.notices import teller
from scenario_market.texts.reasons import band

blueprint = Blueprint("matches", __name__, description="Matches and their reasons")
COLLECTIONS = {"demand": "demands", "challenge": "challenges"}


def speaker():
    """Who says things in the reader's language."""
    return teller(identity.city(), language.current())


def shown(seen):
    """A match as its reader may see it."""
    match = seen.match
    with_points = seen.reader != "enterprise"
    return {
        "id": match.id,
        "subject_kind": match.subject_kind,
        "subject_id": match.subject_id,
        "subject_title": seen.title,
        "subject_number": seen.number,
        "subject_state": seen.state,
        "provider_id": match.provider_id,
        "provider_name": seen.provider_name,
        "number": match.number,
        "is_near": match.is_near,
        "fit": band(match.score_milli),
        "score_milli": match.score_milli if with_points else None,
        "contributions": match.explanation["contributions"] if with_points else None,
        "reasons": speaker().why(match.explanation, seen.reader, match.subject_kind),
        "dismissed": seen.dismissed,
        "at": match.at,
    }


def listed(page):
    """A page of matches."""
    return paged(Page([shown(seen) for seen in page.rows], page.after))


@blueprint.route("/matches")
class Matches(MethodView):
    """Matches."""

    @may("match.explain")
    @blueprint.arguments(schemas.MatchQuery, location="query")
    @blueprint.response(200, schemas.MatchSchema(many=True))
    def get(self, query):
        """Demands and calls that fit one's own provider, or nearly, the newest match first; all for the office."""
        return listed(queries.of_providers(current(), actor=identity.actor(), **query))


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
        """Say that a demand or call is not for one's provider, and why. One is not told of it again."""
        return dismissing.dismiss(current(), match_id, **body, **where())


def _matches_of(kind: str) -> type[MethodView]:
    class MatchesOfSubject(MethodView):
        """Matches of one demand or call."""

        @may("match.read")
        @blueprint.arguments(schemas.MatchPage, location="query")
        @blueprint.response(200, schemas.MatchSchema(many=True))
        def get(self, query, subject_id):
            """Who was found, best first: for the owner, without points, and the office."""
            actor = identity.actor()
            return listed(queries.of_subject(current(), kind, subject_id, actor=actor, **query))

    return MatchesOfSubject


def _runs_of(kind: str) -> type[MethodView]:
    class MatchRuns(MethodView):
        """Runs of matching."""

        @may("match.read")
        @blueprint.response(200, schemas.MatchRunSchema(many=True))
        def get(self, subject_id):
            """How often it was matched, how many were told, how many nearly fit: the last twenty runs."""
            actor = identity.actor()
            names = schemas.MatchRunSchema().fields
            hidden = {} if sees_all(actor) else {"floor_milli": None}
            runs = queries.runs(current(), kind, subject_id, actor=actor)
            return [{name: getattr(run, name) for name in names} | hidden for run in runs]

    return MatchRuns


def _why(kind: str) -> type[MethodView]:
    class Why(MethodView):
        """Why, or why not."""

        @may("match.explain")
        @blueprint.arguments(schemas.WhyQuery, location="query")
        @blueprint.response(200, schemas.WhySchema)
        def get(self, query, subject_id):
            """Why a provider was, or was not, told while it is open: for that provider and the office."""
            why = explainer().why(current(), kind, subject_id, **query, **who())
            return {
                "verdict": why.verdict,
                "eligible": not why.failed,
                "failed": why.failed,
                "score_milli": why.explanation.score_milli,
                "line_milli": why.line_milli,
                "contributions": why.explanation.contributions,
                "reasons": speaker().why(why.stored, why.reader, kind),
            }

    return Why


for _kind, _segment in COLLECTIONS.items():
    for _part, _views in {"matches": _matches_of, "match-runs": _runs_of, "why": _why}.items():
        _view = _views(_kind)
        _view.__name__ = f"{_kind.capitalize()}{_view.__name__}"
        blueprint.route(f"/{_segment}/<{ID}:subject_id>/{_part}")(_view)


def explainer():
    """This process's engine: statistics alone, made at the first question."""
    extensions = current_app.extensions
    if "explainer" not in extensions:
        extensions["explainer"] = Explainer(identity.city())
    return extensions["explainer"]
