"""What happens around a call at the same time: asking while its time ends, publishing, following."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from scenario_market.domain.challenges import asking, following, overdue
from scenario_market.domain.challenges.call_models import Follow, Question
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import RuleRefused
from tests.contention import until_waited_for
from tests.domain.challenges import cases

TEXT = "是否允许停线标定？"


@pytest.fixture
def scene(database, city):
    """An open call, a provider and two officers, as keys and actors that outlive their session."""
    with database.unit_of_work() as session:
        cast = cases.cast(session, city)
        call = cases.challenge_in(cast, "open")
        call.closes_at = city.end_of(city.day(call.closes_at))
        organisation, actor = cast.provider()
        return {
            "call": call.id,
            "until": call.questions_close_at,
            "closes_at": call.closes_at,
            "organisation": organisation.id,
            "actor": actor,
            "officers": cast.reviewers,
            "now": cast.now,
        }


def asks(scene, city, *, now):
    """A call that asks."""

    def act(session):
        row = asking.ask(
            session,
            scene["call"],
            actor=scene["actor"],
            now=now,
            city=city,
            organisation_id=scene["organisation"],
            text=TEXT,
        )
        return row.id

    return act


def test_the_end_of_questions_waits_for_one_that_is_being_asked(scene, database, city):
    def end():
        with database.unit_of_work() as session:
            overdue.end_questions(session, scene["call"], now=scene["until"], city=city)

    ending = threading.Thread(target=end)
    with database.unit_of_work() as session:
        asks(scene, city, now=scene["until"] - timedelta(seconds=1))(session)
        ending.start()
        until_waited_for(database)
    ending.join(30)
    with database.reading() as session:
        assert session.get(Challenge, scene["call"]).closes_at > scene["closes_at"]


def test_two_officers_who_publish_at_once_give_two_numbers(scene, database, city, at_once):
    with database.unit_of_work() as session:
        keys = [asks(scene, city, now=scene["now"])(session) for _ in range(2)]

    def publishes(place):
        return lambda session: (
            asking.publish(
                session,
                keys[place],
                actor=scene["officers"][place],
                now=scene["now"],
                version=None,
                text=TEXT,
            ).number
        )

    assert sorted(at_once(publishes(0), publishes(1))) == [1, 2]


def test_who_follows_twice_at_once_follows_once(scene, database, at_once):
    def follow(session):
        return following.follow(
            session,
            scene["call"],
            actor=scene["actor"],
            now=scene["now"],
            organisation_id=scene["organisation"],
        )

    assert at_once(follow, follow) == [None, None]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Follow)) == 1


def test_after_the_end_the_same_question_is_refused(scene, database, city):
    with database.unit_of_work() as session:
        overdue.end_questions(session, scene["call"], now=scene["until"], city=city)
    with database.reading() as session:
        with pytest.raises(RuleRefused, match="questions_closed"):
            asks(scene, city, now=scene["until"])(session)
        assert session.scalar(select(func.count()).select_from(Question)) == 0
