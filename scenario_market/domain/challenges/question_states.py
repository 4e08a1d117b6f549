"""Lifecycle of a question on a call: made anonymous before anybody else reads it, answered in public."""

from enum import StrEnum

from scenario_market.domain.challenges import call_events as e
from scenario_market.domain.moves import table


class QuestionState(StrEnum):
    ASKED = "asked"
    PUBLISHED = "published"
    DECLINED = "declined"
    ANSWERED = "answered"
    LAPSED = "lapsed"  # the call took no more bids before it was answered


Q = QuestionState
UNANSWERED = frozenset({Q.ASKED, Q.PUBLISHED})

QUESTION_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "publish": (Q.ASKED, Q.PUBLISHED, "question.moderate", e.QuestionPublished),
        "decline": (
            Q.ASKED,
            Q.DECLINED,
            "question.moderate",
            e.QuestionDeclined,
            "reasons_question",
        ),
        "lapse": (UNANSWERED, Q.LAPSED, "system", e.QuestionLapsed),
        "answer": (Q.PUBLISHED, Q.ANSWERED, "question.answer", e.QuestionAnswered),
    }
)
