"""Facts about results, beside the moves of challenges and bids."""

from scenario_market.domain.challenges.events import ChallengeEvent
from scenario_market.domain.events import Event


class OpinionDrafted(ChallengeEvent):
    """The chair wrote the panel's opinion, or changed it: every member is asked to sign it (again).

    :param opinion_id: its key.
    """

    kind = "challenge.opinion_drafted"
    opinion_id: int


class OpinionSigned(ChallengeEvent):
    """A member of the panel signed.

    :param opinion_id: what he signed. :param agrees: False: with a written dissent.
    """

    kind = "challenge.opinion_signed"
    opinion_id: int
    agrees: bool


class OpinionComplete(ChallengeEvent):
    """Every member has signed: the chair can recommend.

    :param opinion_id: its key.
    """

    kind = "challenge.opinion_complete"
    opinion_id: int


class OwnerAnswerDueSoon(ChallengeEvent):
    """The owner's word is owed soon.

    :param due_at: until when, ISO.
    """

    kind = "challenge.owner_answer_due_soon"
    due_at: str


class OwnerAnswerOverdue(ChallengeEvent):
    """The owner's word was owed by now."""

    kind = "challenge.owner_answer_overdue"


class LetterEvent(Event):
    """Base of facts about a result letter.

    :param challenge_id: its call. :param bid_id: whose letter it is.
    """

    subject_kind = "result_letter"
    challenge_id: int
    bid_id: int


class LetterMade(LetterEvent):
    """A bidder can read its scores, reasons and place while the result stands in notice."""

    kind = "result_letter.made"


class LetterConfirmed(LetterEvent):
    """The result is final, and the letter with it."""

    kind = "result_letter.confirmed"
