"""The office's acts on a call: review, signatures, publication, amendment, matching again, end."""

from flask import current_app
from flask.views import MethodView

from scenario_market.api.access import may
from scenario_market.api.identity import where, who
from scenario_market.api.resource import Blueprint, idempotent, versioned
from scenario_market.api.rest.challenges import ONE, shown
from scenario_market.api.schemas.challenges import (
    CallAmendment,
    CallScheduleRequest,
    ChallengeSchema,
)
from scenario_market.api.schemas.demand_acts import (
    ClearanceRequest,
    OpinionRequest,
)
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.bids import ending as bid_ending
from scenario_market.domain.challenges import amending, ending, publishing, review
from scenario_market.domain.matching import rematching
from scenario_market.persistence.web_session import current

blueprint = Blueprint("challenge_review", __name__, description="Review and course of challenges")


@blueprint.route(f"{ONE}/return")
class ReturnChallenge(MethodView):
    """Giving back."""

    @may("challenge.review")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """Return a call to its author with a reason and remarks per field."""
        review.give_back(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/approve")
class ApproveChallenge(MethodView):
    """Approving."""

    @may("challenge.approve")
    @versioned
    @blueprint.arguments(OpinionRequest)
    @blueprint.response(200, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """Give one of the approvals that the programme asks for; the last one approves the call."""
        review.approve(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/countersign")
class CountersignChallenge(MethodView):
    """会签."""

    @may("challenge.join")
    @versioned
    @blueprint.arguments(OpinionRequest)
    @blueprint.response(200, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """Countersign as joint organiser."""
        review.countersign(current(), challenge_id, version=version, **body, **who())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/clearances")
class ClearChallenge(MethodView):
    """保密审查 and 三审三校."""

    @may("challenge.clear")
    @versioned
    @blueprint.arguments(ClearanceRequest)
    @blueprint.response(200, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """Sign one step for the present version."""
        review.clear(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/publish")
class PublishChallenge(MethodView):
    """发榜."""

    @may("challenge.publish")
    @versioned
    @blueprint.response(200, ChallengeSchema)
    def post(self, challenge_id, version):
        """Publish an approved call now; refused with everything that it still misses."""
        sealing = current_app.extensions["locksmith"]
        publishing.publish(current(), challenge_id, version=version, sealing=sealing, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/schedule")
class ScheduleChallenge(MethodView):
    """A planned publication."""

    @may("challenge.publish")
    @versioned
    @blueprint.arguments(CallScheduleRequest)
    @blueprint.response(200, ChallengeSchema)
    def put(self, body, challenge_id, version):
        """Plan the publication; the clock carries it out."""
        publishing.schedule(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)

    @may("challenge.publish")
    @versioned
    @blueprint.response(200, ChallengeSchema)
    def delete(self, challenge_id, version):
        """Call a planned publication off."""
        publishing.unschedule(current(), challenge_id, version=version, **who())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/amend")
class AmendChallenge(MethodView):
    """Changing an open call."""

    @may("challenge.amend")
    @versioned
    @blueprint.arguments(CallAmendment)
    @blueprint.response(200, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """Change an open call, or move its deadline on; a material change needs a deadline that leaves time."""
        fields = body.pop("fields_")
        amending.amend(current(), challenge_id, fields=fields, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/drop")
class DropChallenge(MethodView):
    """Giving up."""

    @may("challenge.drop")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """Give up a call that was never public."""
        ending.drop(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/cancel")
class CancelChallenge(MethodView):
    """Cancelling."""

    @may("challenge.cancel")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """End a public call before a pledge; the reason and its text are public."""
        bid_ending.cancel(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/match")
class MatchCall(MethodView):
    """Matching again."""

    @may("match.request")
    @blueprint.response(202, ChallengeSchema)
    def post(self, challenge_id):
        """Ask for an open call to be matched with the pool again."""
        rematching.request_match(current(), "challenge", challenge_id, **who())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/fail")
class FailChallenge(MethodView):
    """流标."""

    @may("challenge.fail")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, ChallengeSchema)
    def post(self, body, challenge_id, version):
        """Declare a call failed for too few qualified bids; the reason and its text are public."""
        bid_ending.fail(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/reopen")
class ReopenChallenge(MethodView):
    """The next round."""

    @may("challenge.reopen")
    @idempotent
    @blueprint.response(201, ChallengeSchema)
    def post(self, challenge_id):
        """Begin the next round of a failed call, linked with it; there is one."""
        made = ending.reopen(current(), challenge_id, version=None, **where())
        return shown(made.id)
