import pytest

from scenario_market.domain.challenges import asking
from scenario_market.domain.challenges.states import ChallengeState
from tests.domain.challenges import cases

QUESTION = "产线节拍是否允许离线标定？"
ANSWER = "允许，每周检修日可停线四小时。"


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


@pytest.fixture
def open_call(cast):
    return cases.challenge_in(cast, ChallengeState.OPEN)


@pytest.fixture
def asker(cast):
    return cast.provider(name="测试智能检测有限公司")


@pytest.fixture
def ask(cast, open_call, asker):
    """Asks in the name of the asker."""

    def ask(text=QUESTION, now=None, who=asker, about=open_call):
        organisation, actor = who
        return asking.ask(
            cast.session,
            about.id,
            actor=actor,
            now=now or cast.now,
            city=cast.city,
            organisation_id=organisation.id,
            text=text,
        )

    return ask


@pytest.fixture
def publish(cast):
    def publish(row, text=QUESTION, actor=None):
        return asking.publish(
            cast.session,
            row.id,
            actor=actor or cast.reviewers[0],
            now=cast.now,
            version=None,
            text=text,
        )

    return publish


@pytest.fixture
def answer(cast):
    def answer(row, text=ANSWER, actor=None):
        return asking.answer(
            cast.session,
            row.id,
            actor=actor or cast.owner,
            now=cast.now,
            version=None,
            text=text,
        )

    return answer
