"""Results: the panel's opinion, the owner's word, the collective decision, the notice, the award, the letters."""

from flask.views import MethodView

from scenario_market.api import identity, language
from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.proved import proved_again
from scenario_market.api.recording import on_record, on_record_for
from scenario_market.api.resource import ID, Blueprint, paged, tagged, versioned
from scenario_market.api.rest.account import refused
from scenario_market.api.schemas import results as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.api.signing_in import code_key
from scenario_market.domain.results import (
    announcing,
    awarding,
    confirming,
    deciding,
    opinion,
    queries,
    recommending,
)
from scenario_market.persistence.web_session import current
from scenario_market.texts.letters import letter as worded

blueprint = Blueprint("results", __name__, description="Results of challenges")
ONE = f"/challenges/<{ID}:challenge_id>"


def shown(challenge_id):
    """The result as the caller may read it after his act."""
    current().flush()
    return queries.result(current(), challenge_id, actor=identity.actor())


@blueprint.route(f"{ONE}/result")
class Result(MethodView):
    """One result."""

    @public
    @on_record_for("result.read")
    @tagged
    @blueprint.response(200, schemas.ResultSchema)
    def get(self, challenge_id):
        """How far the result has come, as the reader may see it; who reads the panel's reasons is put on record."""
        return queries.read(current(), challenge_id, **who())


@blueprint.route(f"{ONE}/opinion")
class PanelOpinion(MethodView):
    """The panel's opinion."""

    @may("panel.chair")
    @versioned
    @blueprint.arguments(schemas.PanelOpinionRequest)
    @blueprint.response(200, schemas.ResultSchema)
    def put(self, body, challenge_id, version):
        """Write the opinion on the ranking as it stands, as the chair, or change it: who has signed signs again."""
        opinion.draft(current(), challenge_id, version=version, **body, **who())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/opinion/sign")
class SignOpinion(MethodView):
    """Signing the opinion."""

    @may("opinion.sign")
    @versioned
    @blueprint.arguments(schemas.OpinionSignatureRequest)
    @blueprint.response(200, schemas.ResultSchema)
    def post(self, body, challenge_id, version):
        """Sign the panel's opinion as one of its members, or dissent in writing, with password or a fresh code."""
        proof = proved_again(body)
        signed = opinion.sign(
            current(), challenge_id, proof=proof, key=code_key(), version=version, **body, **where()
        )
        return refused("wrong_proof") if signed is None else shown(challenge_id)

    post.reads_first = True  # type: ignore[attr-defined]


@blueprint.route(f"{ONE}/recommend")
class RecommendBids(MethodView):
    """Recommending."""

    @may("panel.chair")
    @versioned
    @blueprint.response(200, schemas.ResultSchema)
    def post(self, challenge_id, version):
        """Recommend by the opinion that every member has signed."""
        recommending.recommend(current(), challenge_id, version=version, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/confirm")
class ConfirmResult(MethodView):
    """The owner's word."""

    @may("result.confirm")
    @versioned
    @blueprint.response(200, schemas.ResultSchema)
    def post(self, challenge_id, version):
        """Confirm the recommendation as the owner."""
        confirming.confirm(current(), challenge_id, version=version, **who())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/decline")
class DeclineResult(MethodView):
    """The owner's word."""

    @may("result.confirm")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.ResultSchema)
    def post(self, body, challenge_id, version):
        """Decline the recommendation as the owner, with reason; the panel is heard again."""
        confirming.decline(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/decide")
class DecideAward(MethodView):
    """集体审定."""

    @may("result.decide")
    @versioned
    @blueprint.arguments(schemas.DecisionRequest)
    @blueprint.response(200, schemas.ResultSchema)
    def post(self, body, challenge_id, version):
        """Record that the collective decision approved the award, with its minutes."""
        deciding.decide(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/refuse")
class RefuseAward(MethodView):
    """集体审定."""

    @may("result.decide")
    @versioned
    @blueprint.arguments(schemas.RefusalOfAward)
    @blueprint.response(200, schemas.ResultSchema)
    def post(self, body, challenge_id, version):
        """Record that the collective decision did not approve the award, with reason."""
        deciding.refuse(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/announce")
class AnnounceResult(MethodView):
    """公示."""

    @may("result.announce")
    @versioned
    @blueprint.response(200, schemas.ResultSchema)
    def post(self, challenge_id, version):
        """Put the approved result into public notice, from the day after on."""
        announcing.announce(current(), challenge_id, version=version, **where())
        return shown(challenge_id)


@blueprint.route(f"{ONE}/award")
class AwardChallenge(MethodView):
    """奖榜."""

    @may("result.award")
    @versioned
    @blueprint.arguments(schemas.AwardRequest)
    @blueprint.response(200, schemas.ResultSchema)
    def post(self, body, challenge_id, version):
        """Award under a document number, when the notice is over and nothing is open against it; pledges begin."""
        awarding.award(current(), challenge_id, version=version, **body, **where())
        return shown(challenge_id)


@blueprint.route("/result-letters")
class ResultLetters(MethodView):
    """Result letters."""

    @may("letter.read")
    @blueprint.arguments(schemas.LetterQuery, location="query")
    @blueprint.response(200, schemas.LetterSummary(many=True))
    def get(self, query):
        """Letters on the bids of one's organisations; all for the office; newest first."""
        found = queries.letters(current(), actor=identity.actor(), **query)
        return paged(found)


@blueprint.route(f"/result-letters/<{ID}:letter_id>")
class ResultLetter(MethodView):
    """One letter."""

    @may("letter.read")
    @on_record
    @blueprint.response(200, schemas.LetterSchema)
    def get(self, letter_id):
        """Scores by criterion, reasons and place of one's own bid, and the letter in words, put on record."""
        facts = queries.letter(current(), letter_id, **who())
        row = facts["row"]
        names = schemas.LetterSchema().fields
        told = {name: getattr(row, name) for name in names if hasattr(row, name)}
        text = worded(facts, identity.city(), language.current())
        return told | {"addressee": facts["addressee"], "text": text}
