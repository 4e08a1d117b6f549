"""Facts around a call: its fair competition review, its questions, who follows it, how much it is heard of."""

from scenario_market.domain.challenges.events import ChallengeEvent
from scenario_market.domain.events import Event


class FairnessReviewed(ChallengeEvent):
    """An officer recorded the fair competition review (公平竞争审查) of a version.

    :param number: the version. :param passed: whether the call may go on with it.
    """

    kind = "challenge.fairness_reviewed"
    number: int
    passed: bool


class ChallengeFollowed(ChallengeEvent):
    """An organisation wants to hear of the call. Not public: who follows may be about to bid."""

    kind = "challenge.followed"


class ChallengeUnfollowed(ChallengeEvent):
    """An organisation wants to hear of the call no more."""

    kind = "challenge.unfollowed"


class InterestLow(ChallengeEvent):
    """Halfway to the deadline too few follow and ask: matching is widened, and the office told. Never counts bids.

    :param follows: organisations that follow. :param questions: questions that were asked.
    """

    kind = "challenge.interest_low"
    follows: int
    questions: int


class ChallengeMatchRequested(ChallengeEvent):
    """The office wants the open call matched with the pool again.

    :param number: the version.
    """

    kind = "challenge.match_requested"
    number: int


class QuestionEvent(Event):
    """Base of facts about a question; none says who asks or answers."""

    subject_kind = "question"
    challenge_id: int


class QuestionAsked(QuestionEvent):
    """A question waits to be made anonymous."""

    kind = "question.asked"


class QuestionPublished(QuestionEvent):
    """A question is public, without its asker's name; it waits for an answer.

    :param number: its number in the call.
    """

    kind = "question.published"
    public = True
    number: int


class QuestionDeclined(QuestionEvent):
    """A question is not published, with reason."""

    kind = "question.declined"


class QuestionLapsed(QuestionEvent):
    """The call takes no more bids, and the question was not answered."""

    kind = "question.lapsed"


class QuestionAnswered(QuestionEvent):
    """The answer is public, without the name of who answered.

    :param number: the question's number in the call.
    """

    kind = "question.answered"
    public = True
    number: int


class QuestionOverdue(QuestionEvent):
    """The time for questions is over and this one has no answer."""

    kind = "question.overdue"
