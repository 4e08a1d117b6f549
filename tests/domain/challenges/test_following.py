"""Following a call, and the look at it halfway: what is counted is public, never drafts or bids."""

from datetime import timedelta

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import asking, following, timing
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import IllegalMove, NotFound, NotPermitted
from tests.domain.challenges import cases
from tests.factories import NOW


@pytest.fixture
def call(cast):
    return cases.challenge_in(cast, ChallengeState.OPEN)


def follow(cast, call, who, verb=following.follow):
    organisation, actor = who
    verb(cast.session, call.id, actor=actor, now=cast.now, organisation_id=organisation.id)


def test_an_organisation_follows_once_and_stops(cast, call):
    who = cast.provider()
    follow(cast, call, who)
    follow(cast, call, who)
    assert following.follows(cast.session, call.id) == 1
    assert following.interest(cast.session, call.id, actor=who[1], now=NOW).own == [who[0].id]
    follow(cast, call, who, following.unfollow)
    assert following.follows(cast.session, call.id) == 0
    with pytest.raises(NotFound):
        follow(cast, call, who, following.unfollow)
    assert [kind for kind, *_ in cast.events()] == ["challenge.followed", "challenge.unfollowed"]


def test_who_follows_is_told_to_nobody_and_how_many_only_from_halfway_on(cast, call):
    who, other = cast.provider(), cast.provider()
    follow(cast, call, who)
    middle = timing.halfway(call.opens_at, call.closes_at)
    for actor in (PUBLIC, other[1], cast.owner, cast.lead):
        early = following.interest(
            cast.session, call.id, actor=actor, now=middle - timedelta(seconds=1)
        )
        assert (early.follows, early.own) == (None, [])
        late = following.interest(cast.session, call.id, actor=actor, now=middle)
        assert (late.follows, late.own) == (1, [])


def test_only_for_one_s_own_organisation_and_only_what_is_public_and_not_over(cast, call):
    who, other = cast.provider(), cast.provider()
    with pytest.raises(NotFound):
        follow(cast, call, (who[0], other[1]))
    with pytest.raises(NotPermitted):
        follow(cast, call, (cast.owner_organisation, cast.owner))
    draft = cases.challenge_in(cast, ChallengeState.DRAFT, published_at=None, number=None)
    with pytest.raises(NotFound):
        follow(cast, draft, who)
    with pytest.raises(IllegalMove):
        follow(cast, cases.challenge_in(cast, ChallengeState.CANCELLED), who)


def look(cast, call):
    following.look_halfway(cast.session, call.id, now=cast.now, city=cast.city)
    return [payload for _, _, payload in cast.events("challenge.interest_low")]


def test_halfway_too_few_who_follow_and_ask_are_told_of(cast, call):
    who = cast.provider()
    follow(cast, call, who)
    asking.ask(
        cast.session,
        call.id,
        actor=who[1],
        now=cast.now,
        city=cast.city,
        organisation_id=who[0].id,
        text="是否接受远程实施？",
    )
    assert look(cast, call) == [{"follows": 1, "questions": 1}]


def test_halfway_enough_who_follow_are_told_of_by_nothing(cast, call):
    for _ in range(cast.city.policy["interest"]["at_least"]):
        follow(cast, call, cast.provider())
    assert look(cast, call) == []


def test_what_is_no_longer_open_is_not_looked_at(cast):
    assert look(cast, cases.challenge_in(cast, ChallengeState.CLOSED)) == []


def set_times_anew(cast, call):
    last = cast.city.day(call.closes_at) - timedelta(days=1)
    timing.set_times(cast.session, call, last, **cast.context)


def test_halfway_is_looked_at_once_however_often_the_deadline_moves(cast, call):
    set_times_anew(cast, call)
    cast.session.flush()
    rows = {row.kind: row for row in cast.session.query(Deadline)}
    assert rows[timing.QUESTIONS].due_at == call.questions_close_at
    middle = rows[timing.HALFWAY].due_at
    assert call.opens_at + timedelta(days=17) < middle < call.opens_at + timedelta(days=18)
    call.closes_at += timedelta(days=10)
    set_times_anew(cast, call)
    assert rows[timing.HALFWAY].due_at == middle + timedelta(days=5)
    rows[timing.HALFWAY].fired_at = NOW
    call.closes_at += timedelta(days=10)
    set_times_anew(cast, call)
    assert rows[timing.HALFWAY].fired_at == NOW
