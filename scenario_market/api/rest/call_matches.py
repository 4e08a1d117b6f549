"""Matches of calls: who was found and who nearly fits, why, why not, partners, and 「不适合我」."""

from flask.views import MethodView

from scenario_market.api import identity, language
from scenario_market.api.access import may
from scenario_market.api.resource import ID, Blueprint, decode_cursor, idempotent, paged
from scenario_market.api.rest.challenges import ONE as CHALLENGE
from scenario_market.api.rest.challenges import shown as call
from scenario_market.api.rest.demands import where, who
from scenario_market.api.rest.matches import explainer
from scenario_market.api.schemas import call_matches as schemas
from scenario_market.api.schemas.calls import OrganisationQuery
from scenario_market.api.schemas.challenges import ChallengeSchema
from scenario_market.api.schemas.matches import DismissalRequest, MatchPage
from scenario_market.domain.challenges import rematching
from scenario_market.domain.matching import call_dismissing, call_queries, call_why
from scenario_market.domain.paging import Page
from scenario_market.domain.permissions import sees_all
from scenario_market.persistence.web_session import current
from scenario_market.texts.eligibility import condition_value
from scenario_market.texts.notices import teller
from scenario_market.texts.reasons import band

blueprint = Blueprint("challenge-matches", __name__, description="Matches of calls")


def shown(seen):
    """A match as its reader may see it."""
    match, speaker = seen.match, teller(identity.city(), language.current())
    with_points = seen.reader != "enterprise"
    return {
        "id": match.id,
        "challenge_id": match.challenge_id,
        "challenge_title": seen.title,
        "challenge_number": seen.call_number,
        "challenge_state": seen.state,
        "provider_id": match.provider_id,
        "provider_name": seen.provider_name,
        "number": match.number,
        "is_near": match.is_near,
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


@blueprint.route("/challenge-matches")
class CallMatches(MethodView):
    """Matches of calls."""

    @may("match.explain")
    @blueprint.arguments(schemas.CallMatchQuery, location="query")
    @blueprint.response(200, schemas.CallMatchSchema(many=True))
    def get(self, query):
        """Calls that fit one's own provider, or nearly, the newest first; all for the office."""
        after = decode_cursor(query.pop("cursor", None))
        return listed(
            call_queries.of_provider(current(), actor=identity.actor(), after=after, **query)
        )


@blueprint.route(f"/challenge-matches/<{ID}:match_id>")
class CallMatchById(MethodView):
    """One match."""

    @may("match.explain")
    @blueprint.response(200, schemas.CallMatchSchema)
    def get(self, match_id):
        """One match with its stored reasons, for its provider and the office."""
        return shown(call_queries.match_of(current(), match_id, actor=identity.actor()))


@blueprint.route(f"/challenge-matches/<{ID}:match_id>/dismissal")
class CallDismissals(MethodView):
    """不适合我."""

    @may("match.dismiss")
    @idempotent
    @blueprint.arguments(DismissalRequest)
    @blueprint.response(201, schemas.CallDismissalSchema)
    def post(self, body, match_id):
        """Say that a call is not for one's provider, and why. It may bid all the same."""
        return call_dismissing.dismiss(current(), match_id, **body, **where())


@blueprint.route(f"{CHALLENGE}/match")
class MatchCall(MethodView):
    """Matching again."""

    @may("match.request")
    @blueprint.response(202, ChallengeSchema)
    def post(self, challenge_id):
        """Ask for an open call to be matched with the pool again."""
        rematching.request_match(current(), challenge_id, **who())
        return call(challenge_id)


@blueprint.route(f"{CHALLENGE}/matches")
class MatchesOfCall(MethodView):
    """Matches of one call."""

    @may("match.read")
    @blueprint.arguments(MatchPage, location="query")
    @blueprint.response(200, schemas.CallMatchSchema(many=True))
    def get(self, query, challenge_id):
        """Who was found for a call, best first: for its owner, without points, and the office."""
        after = decode_cursor(query.pop("cursor", None))
        actor = identity.actor()
        return listed(
            call_queries.of_challenge(current(), challenge_id, actor=actor, after=after, **query)
        )


@blueprint.route(f"{CHALLENGE}/match-runs")
class CallRuns(MethodView):
    """Runs of matching."""

    @may("match.read")
    @blueprint.response(200, schemas.CallRunSchema(many=True))
    def get(self, challenge_id):
        """How often a call was matched, how many were told, how many nearly fit: the last twenty runs."""
        actor = identity.actor()
        names = ("id", "number", "engine_version", "floor_milli", "eligible", "told", "near", "at")
        runs = call_queries.runs(current(), challenge_id, actor=actor)
        hidden = {} if sees_all(actor) else {"floor_milli": None}
        return [{name: getattr(run, name) for name in names} | hidden for run in runs]


@blueprint.route(f"{CHALLENGE}/why")
class CallWhy(MethodView):
    """Why, or why not."""

    @may("match.explain")
    @blueprint.arguments(schemas.CallWhyQuery, location="query")
    @blueprint.response(200, schemas.CallWhySchema)
    def get(self, query, challenge_id):
        """Why a provider was, or was not, told of an open call: for that provider and the office."""
        why = call_why.why(explainer(), current(), challenge_id=challenge_id, **query, **who())
        speaker = teller(identity.city(), language.current())
        return {
            "verdict": why.verdict,
            "eligible": not why.failed,
            "failed": why.failed,
            "score_milli": why.explanation.score_milli,
            "line_milli": why.line_milli,
            "contributions": why.explanation.contributions,
            "reasons": speaker.why(why.stored, why.reader),
        }


@blueprint.route(f"{CHALLENGE}/partners")
class CallPartners(MethodView):
    """Partners for a consortium."""

    @may("match.explain")
    @blueprint.arguments(OrganisationQuery, location="query")
    @blueprint.response(200, schemas.SuggestedPartnerSchema(many=True))
    def get(self, query, challenge_id):
        """Who agreed to be found and has what one's provider lacks for a call; it must have agreed itself."""
        found = call_queries.suggested(current(), challenge_id, **query, **where())
        speaker = teller(identity.city(), language.current())
        return [
            {
                "organisation_id": one.organisation_id,
                "name": one.name,
                "brings": [_brought(kind, value, speaker) for kind, value in one.brings],
            }
            for one in found
        ]


def _brought(kind, value, speaker):
    name = condition_value(kind, value, language=speaker.language, name=speaker.name)
    return {"kind": kind, "value": value, "name": name}
