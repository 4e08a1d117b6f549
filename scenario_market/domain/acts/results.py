"""Acts on results: the panel's opinion, letters, public notices and objections."""

from scenario_market.domain.roles import (
    OFFICE,
    OWNER,
    PERSON,
    PROVIDER,
    WATCH,
    Permission,
)

EXPERT = frozenset({"expert"})
REVIEWER = frozenset({"objection_reviewer"})

ACTS = {
    "opinion.sign": Permission(EXPERT, "签署评审意见", "Sign the panel's opinion"),
    "result.read": Permission(
        OFFICE | WATCH | OWNER | EXPERT | REVIEWER, "查阅评审结果", "Read results"
    ),
    "letter.read": Permission(
        PROVIDER | OFFICE | WATCH, "查阅评审结果通知书", "Read result letters"
    ),
    "objection.file": Permission(PERSON, "对公示提出异议", "Object to a public notice"),
    "objection.read": Permission(PERSON, "查阅异议", "Read objections"),
}
