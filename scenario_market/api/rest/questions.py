"""Questions on calls: asked, made anonymous, answered in public."""

from flask.views import MethodView

from scenario_market.api import identity
from scenario_market.api.access import may, public
from scenario_market.api.identity import where, who
from scenario_market.api.resource import (
    ID,
    Blueprint,
    idempotent,
    paged,
    tagged,
    versioned,
)
from scenario_market.api.rest.challenges import ONE as CHALLENGE
from scenario_market.api.schemas import calls as schemas
from scenario_market.api.schemas.reasons import RemarkedReasonRequest
from scenario_market.domain.challenges import asking, questions
from scenario_market.domain.paging import Page
from scenario_market.persistence.web_session import current

blueprint = Blueprint("questions", __name__, description="Questions on calls")
ONE = f"/questions/<{ID}:question_id>"


def told(asked):
    """A question as its reader may see it."""
    kept = vars(asked).copy()
    if asked.reason is not None:
        kept["reason"] = {"code": asked.reason[0], "text": asked.reason[1]}
    return kept


def shown(question_id):
    """A question as the caller may read it after his act."""
    current().flush()
    return told(questions.question(current(), question_id, actor=identity.actor()))


def listed(page):
    """A page of questions."""
    return paged(Page([told(one) for one in page.rows], page.after))


@blueprint.route(f"{CHALLENGE}/questions")
class CallQuestions(MethodView):
    """Questions on one call."""

    @public
    @blueprint.arguments(schemas.QuestionPage, location="query")
    @blueprint.response(200, schemas.QuestionSchema(many=True))
    def get(self, query, challenge_id):
        """What was asked and answered in public, the newest first; one's own and the office's besides."""
        actor = identity.actor()
        return listed(questions.of_challenge(current(), challenge_id, actor=actor, **query))

    @may("question.ask")
    @idempotent
    @blueprint.arguments(schemas.QuestionRequest)
    @blueprint.response(201, schemas.QuestionSchema)
    def post(self, body, challenge_id):
        """Ask in the name of one's verified organisation, before the time for questions is over."""
        return shown(asking.ask(current(), challenge_id, **body, **where()).id)


@blueprint.route("/questions")
class WaitingQuestions(MethodView):
    """Questions that wait for the office."""

    @may("question.moderate")
    @blueprint.arguments(schemas.QuestionPage, location="query")
    @blueprint.response(200, schemas.QuestionSchema(many=True))
    def get(self, query):
        """Questions that wait to be made anonymous, in all calls, the newest first."""
        return listed(questions.waiting(current(), actor=identity.actor(), **query))


@blueprint.route(ONE)
class Question(MethodView):
    """One question."""

    @public
    @tagged
    @blueprint.response(200, schemas.QuestionSchema)
    def get(self, question_id):
        """One question as the reader may see it."""
        return shown(question_id)


@blueprint.route(f"{ONE}/publish")
class PublishQuestion(MethodView):
    """Publication."""

    @may("question.moderate")
    @versioned
    @blueprint.arguments(schemas.WordsRequest)
    @blueprint.response(200, schemas.QuestionSchema)
    def post(self, body, question_id, version):
        """Publish a question in words that do not tell who asks."""
        asking.publish(current(), question_id, version=version, **body, **who())
        return shown(question_id)


@blueprint.route(f"{ONE}/decline")
class DeclineQuestion(MethodView):
    """No publication."""

    @may("question.moderate")
    @versioned
    @blueprint.arguments(RemarkedReasonRequest)
    @blueprint.response(200, schemas.QuestionSchema)
    def post(self, body, question_id, version):
        """Do not publish a question, with a reason that its asker is told."""
        asking.decline(current(), question_id, version=version, **body, **where())
        return shown(question_id)


@blueprint.route(f"{ONE}/answer")
class AnswerQuestion(MethodView):
    """The answer."""

    @may("question.answer")
    @versioned
    @blueprint.arguments(schemas.WordsRequest)
    @blueprint.response(200, schemas.QuestionSchema)
    def post(self, body, question_id, version):
        """Answer a published question in public, for the owner or the office. Nobody reads who answered."""
        asking.answer(current(), question_id, version=version, **body, **who())
        return shown(question_id)
