"""Acts around a call: its review, its questions, who follows it, and testing oneself against its rules."""

from scenario_market.domain.roles import OFFICE, OWNER, PROVIDER, Permission

ACTS = {
    "challenge.test": Permission(PROVIDER, "自测揭榜条件", "Test oneself against a call's rules"),
    "challenge.follow": Permission(PROVIDER, "关注榜单", "Follow challenges"),
    "question.ask": Permission(PROVIDER, "就榜单提问", "Ask about challenges"),
    "question.moderate": Permission(
        OFFICE, "审核发布榜单提问", "Make questions anonymous and publish them"
    ),
    "question.answer": Permission(OWNER | OFFICE, "答复榜单提问", "Answer questions on challenges"),
}
