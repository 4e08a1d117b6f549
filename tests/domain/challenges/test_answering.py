"""Questions on a call: made public without their asker, answered in public, and what happens without an answer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import (
    amending,
    asking,
    closing,
    ending,
    overdue,
    questions,
    timing,
)
from scenario_market.domain.challenges.call_models import Question
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.moves import Reason
from tests import factories
from tests.domain.challenges.cases import REASONS
from tests.domain.challenges.conftest import QUESTION


def shown(cast, call, actor):
    return questions.of_challenge(cast.session, call.id, actor=actor).rows


def test_numbers_are_given_at_publication_without_gaps(cast, open_call, ask, publish):
    first, second, third = ask(), ask(), ask()
    decline(cast, second)
    publish(third)
    publish(first)
    assert {row.id: row.number for row in cast.session.scalars(select(Question))} == {
        first.id: 2,
        second.id: None,
        third.id: 1,
    }


def decline(cast, row, reason=None, actor=None):
    return asking.decline(
        cast.session,
        row.id,
        actor=actor or cast.reviewers[0],
        now=cast.now,
        city=cast.city,
        version=None,
        reason=reason or Reason("answered_already", "见榜单第二部分"),
    )


def test_what_is_declined_is_told_to_its_asker_with_the_reason_and_shown_to_nobody_else(
    cast, open_call, asker, ask
):
    row = ask()
    with pytest.raises(Invalid):
        decline(cast, row, Reason("need_gone", "无"))
    decline(cast, row)
    (mine,) = shown(cast, open_call, asker[1])
    assert (mine.state, mine.reason) == ("declined", ("answered_already", "见榜单第二部分"))
    assert shown(cast, open_call, PUBLIC) == []
    with pytest.raises(IllegalMove):
        decline(cast, row)


def test_only_the_office_makes_questions_public_and_no_officer_of_either_side(
    cast, asker, ask, publish
):
    row = ask()
    for actor in (cast.owner, asker[1]):
        with pytest.raises(NotPermitted):
            publish(row, actor=actor)
    for place, organisation in enumerate((asker[0], cast.owner_organisation)):
        officer = cast.reviewers[place]
        factories.mandate(cast.session, organisation.id, officer.person_id, "profile")
        with pytest.raises(RuleRefused, match="own_organisation"):
            publish(row, actor=officer)
    publish(row, actor=cast.reviewers[2])


def test_the_owner_answers_what_is_public_and_only_on_its_own_call(cast, ask, publish, answer):
    row = ask()
    with pytest.raises(NotFound):
        answer(row)
    publish(row)
    other = cast.organisation()
    stranger = factories.owner_of(other, cast.person())
    with pytest.raises(NotFound):
        answer(row, actor=stranger)
    with pytest.raises(Invalid):
        answer(row, text="请联系 13900000000")
    answer(row, actor=cast.lead)
    with pytest.raises(IllegalMove):
        answer(row)


def test_published_text_and_answer_are_looked_at_for_ways_to_reach_somebody(ask, publish):
    row = ask()
    with pytest.raises(Invalid) as refused:
        publish(row, text="请致电13900000000")
    assert [e.rule for e in refused.value.errors] == ["contact_in_text"]


def test_after_the_deadline_nothing_is_published_or_answered(cast, open_call, ask, publish, answer):
    row, other = ask(), ask()
    publish(row)
    open_call.state = ChallengeState.CLOSED
    cast.session.flush()
    for act in (lambda: answer(row), lambda: publish(other), lambda: decline(cast, other)):
        with pytest.raises(IllegalMove):
            act()


def end(cast, call, now):
    overdue.end_questions(cast.session, call.id, now=now, city=cast.city)


def overdue_ids(cast):
    return [subject for _, subject, _ in cast.events("question.overdue")]


def test_a_question_without_an_answer_moves_the_deadline_once_as_a_version(
    cast, ask, publish, answer
):
    call = cast.opened()
    row = ask(about=call)
    closes_at, until = call.closes_at, call.questions_close_at
    end(cast, call, until - timedelta(seconds=1))
    assert call.closes_at == closes_at
    end(cast, call, until)
    # Ten days from 1 April: Saturday the 11th, and so the end of Monday.
    later = datetime(2026, 4, 13, 16, tzinfo=UTC)
    assert (call.closes_at, call.questions_close_at) == (later, until)
    assert call.content_number == 3  # submitted, published, extended
    assert call.reconfirm_number < 3
    publish(row)
    end(cast, call, until + timedelta(days=1))
    assert call.closes_at == later
    assert overdue_ids(cast) == [row.id]
    dues = dict(
        cast.session.execute(
            select(Deadline.kind, Deadline.due_at).where(Deadline.subject_id == call.id)
        ).all()
    )
    assert dues["challenge_close"] == later
    assert dues[timing.QUESTIONS] == until


def test_a_question_is_overdue_once_however_often_the_time_for_questions_ends(cast, ask):
    call = cast.opened()
    first = ask(about=call)
    until = call.questions_close_at
    end(cast, call, until)
    cast.now = until + timedelta(days=1)
    amending.amend(
        cast.session,
        call.id,
        actor=cast.lead,
        version=None,
        fields={},
        reason="应发榜方申请延期",
        closes_on=cast.city.day(call.closes_at) + timedelta(days=20),
        **cast.context,
    )
    assert call.questions_close_at > until
    closes_at, second = call.closes_at, ask(about=call)
    end(cast, call, call.questions_close_at)
    assert overdue_ids(cast) == [first.id, second.id]
    assert call.closes_at == closes_at


def test_where_all_is_answered_the_deadline_stays(cast, ask, publish, answer):
    call = cast.opened()
    answer(publish(ask(about=call)))
    decline(cast, ask(about=call))
    closes_at = call.closes_at
    end(cast, call, call.questions_close_at)
    assert call.closes_at == closes_at
    assert cast.events("question.overdue") == []


def test_what_has_no_answer_when_the_call_closes_lapses_and_what_was_public_stays_so(
    cast, asker, ask, publish, answer
):
    call = cast.opened()
    hidden, public, answered = ask(about=call), ask(about=call), ask(about=call)
    publish(public)
    answer(publish(answered))
    cast.now = call.closes_at
    closing.close(cast.session, call.id, **cast.context)
    assert [row.state for row in (hidden, public, answered)] == ["lapsed", "lapsed", "answered"]
    assert [key for _, key, _ in cast.events("question.lapsed")] == [hidden.id, public.id]
    assert {row.id for row in shown(cast, call, PUBLIC)} == {public.id, answered.id}
    assert {row.id for row in shown(cast, call, asker[1])} == {hidden.id, public.id, answered.id}
    closing.close(cast.session, call.id, **cast.context)
    assert len(cast.events("question.lapsed")) == 2


def test_what_has_no_answer_lapses_with_a_call_that_is_cancelled(cast, ask):
    call = cast.opened()
    row = ask(about=call)
    ending.cancel(
        cast.session,
        call.id,
        actor=cast.lead,
        version=None,
        reason=REASONS["cancel"],
        **cast.context,
    )
    assert row.state == "lapsed"


def test_asking_leaves_the_call_as_it_was(cast, open_call, ask):
    before = (open_call.version, open_call.updated_at, open_call.public_version)
    ask()
    assert (cast.fresh(open_call).version, open_call.updated_at, open_call.public_version) == before


def test_an_officer_who_stands_for_a_possible_bidder_neither_reads_nor_stops_a_question(
    cast, open_call, ask, publish, answer
):
    row, other = ask(), ask()
    officer = cast.reviewers[0]
    rival = cast.organisation()
    factories.mandate(cast.session, rival.id, officer.person_id, "profile")
    assert questions.waiting(cast.session, actor=officer).rows == []
    with pytest.raises(NotFound):
        questions.question(cast.session, row.id, actor=officer)
    for act in (lambda: publish(row, actor=officer), lambda: decline(cast, row, actor=officer)):
        with pytest.raises(RuleRefused, match="possible_bidder"):
            act()
    publish(other, actor=cast.reviewers[1])
    with pytest.raises(RuleRefused, match="possible_bidder"):
        answer(other, actor=officer)
    (public,) = shown(cast, open_call, officer)
    assert (public.text, public.asked) == (QUESTION, None)


def test_what_waits_on_a_call_that_is_over_waits_no_more(cast, open_call, ask):
    ask()
    assert len(questions.waiting(cast.session, actor=cast.lead).rows) == 1
    open_call.state = ChallengeState.CANCELLED
    cast.session.flush()
    assert questions.waiting(cast.session, actor=cast.lead).rows == []
