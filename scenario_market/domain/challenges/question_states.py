"""Lifecycle of a question on a call: made anonymous before anybody else reads it, answered in public."""

from enum import StrEnum

from scenario_market.domain.challenges import call_events as e
from scenario_market.domain.moves import table


class QuestionState(StrEnum):
    ASKED = "asked"
    PUBLISHED = "published"
    DECLINED = "declined"
    ANSWERED = "answered"


Q = QuestionState
PUBLIC = frozenset({Q.PUBLISHED, Q.ANSWERED})
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
        "answer": (Q.PUBLISHED, Q.ANSWERED, "question.answer", e.QuestionAnswered),
    }
)
