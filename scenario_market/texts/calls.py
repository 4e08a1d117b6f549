"""What is said when an act around a call is refused: who may bid, its review, its questions, its matches."""

DETAILS: dict[str, tuple[str, str]] = {
    "not_eligible": (
        "不符合本榜单的揭榜条件：{failed}。",
        "The conditions of this call are not met: {failed}.",
    ),
}
FIELDS: dict[str, tuple[str, str]] = {}
