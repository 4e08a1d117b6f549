"""应急开启: opening bids before their time by two officers; and the list of hashes that each opening publishes."""

from flask import current_app
from flask.views import MethodView

from scenario_market.api import identity, problems
from scenario_market.api.access import may, public
from scenario_market.api.identity import who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    PageQuery,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.schemas.keys import (
    BidHashesSchema,
    EarlyOpeningRequest,
    EarlyOpeningSchema,
    PassphraseRequest,
)
from scenario_market.domain.bids import emergency, published
from scenario_market.domain.keys import guessing
from scenario_market.persistence.web_session import current, start_writing_again

blueprint = Blueprint("early_openings", __name__, description="Openings")
OF_CHALLENGE = f"/challenges/<{ID}:challenge_id>"
ONE = f"/early-openings/<{ID}:early_opening_id>"


def prove(challenge_id, passphrase):
    """The actor's halves, taken out of his keeping outside of any lock."""
    vault = current_app.extensions["officer_keys"]
    return emergency.prove(current(), challenge_id, passphrase=passphrase, vault=vault, **who())


def counted(proof):
    """Who acts once the slow part is over, and when; and the answer to a wrong passphrase, which is counted."""
    session = start_writing_again()
    identity.afresh()
    context = who()
    is_right = guessing.tried(session, proof.officer_id, is_right=proof.is_right, **context)
    wrong = None if is_right else problems.problem(409, "rule_refused", rule="passphrase_wrong")
    return context, wrong


@blueprint.route(f"{OF_CHALLENGE}/early-openings")
class EarlyOpenings(MethodView):
    """Early openings of a challenge."""

    @public
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, EarlyOpeningSchema(many=True))
    def get(self, query, challenge_id):
        """What was asked for on a challenge, newest first: everybody sees it."""
        page = emergency.listed(
            current(),
            challenge_id,
            actor=identity.actor(),
            after=query["after"],
            limit=query["limit"],
        )
        return paged(page)

    # No Idempotency-Key: it would keep a digest of the passphrase. One waits at a time: a second is refused.
    @may("opening.early")
    @blueprint.arguments(EarlyOpeningRequest)
    @blueprint.response(201, EarlyOpeningSchema)
    def post(self, body, challenge_id):
        """Ask to open the bids now, with one's passphrase; another officer confirms within 24 hours."""
        proof = prove(challenge_id, body["passphrase"])
        context, wrong = counted(proof)
        return wrong or emergency.ask(
            current(), challenge_id, reason=body["reason"], proof=proof, **context
        )

    post.reads_first = True  # type: ignore[attr-defined]


@blueprint.route(ONE)
class EarlyOpening(MethodView):
    """One early opening."""

    @public
    @tagged
    @blueprint.response(200, EarlyOpeningSchema)
    def get(self, early_opening_id):
        """One early opening by key."""
        return emergency.found(current(), early_opening_id, actor=identity.actor())


@blueprint.route(f"{ONE}/confirm")
class ConfirmEarlyOpening(MethodView):
    """The second officer's word."""

    @may("opening.early")
    @versioned
    @blueprint.arguments(PassphraseRequest)
    @blueprint.response(200, EarlyOpeningSchema)
    def post(self, body, early_opening_id, version):
        """Confirm with one's passphrase what another officer asked for: the call closes and its bids are opened."""
        row = emergency.found(current(), early_opening_id, actor=identity.actor())
        proof = prove(row.challenge_id, body["passphrase"])
        context, wrong = counted(proof)
        return wrong or emergency.confirm(
            current(), early_opening_id, proof=proof, version=version, **context
        )

    post.reads_first = True  # type: ignore[attr-defined]


@blueprint.route(f"{ONE}/withdraw")
class WithdrawEarlyOpening(MethodView):
    """Stopping."""

    @may("opening.early")
    @versioned
    @blueprint.response(200, EarlyOpeningSchema)
    def post(self, early_opening_id, version):
        """Stop an early opening that waits for its confirmation; any key officer may."""
        return emergency.withdraw(current(), early_opening_id, version=version, **who())


@blueprint.route(f"{OF_CHALLENGE}/bid-hashes")
class BidHashes(MethodView):
    """What the opening publishes."""

    @public
    @blueprint.response(200, BidHashesSchema)
    def get(self, challenge_id):
        """Salted hashes of all bids handed in, from the opening on: each bidder finds its own by its receipt."""
        found = published.hashes(current(), challenge_id, actor=identity.actor())
        return {"challenge_id": challenge_id, "hashes": found}
