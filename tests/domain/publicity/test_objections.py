"""Objections: under real name, protected, answered by somebody independent, while the notice's clock rests."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC, Actor
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotSignedIn,
    RuleRefused,
    TooMany,
)
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.moves import Reason
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.parties.models import Person
from scenario_market.domain.publicity import deciding, filing, posting, queries
from scenario_market.domain.publicity.models import Objection
from tests.domain.results import cases
from tests.domain.results.cases import DISMISSED, GROUNDS, REJECTED, UPHELD


def refusal(call, *arguments, **more):
    with pytest.raises(RuleRefused) as refused:
        call(*arguments, **more)
    return refused.value.rule


def deadlines(result, kind):
    result.session.flush()
    return result.session.scalars(select(Deadline).where(Deadline.kind == kind)).all()


def test_anybody_who_is_signed_in_may_object_and_nobody_else(result):
    result.announced()
    row = result.filed()
    assert (row.state, row.objector_id) == ("filed", result.objector.person_id)
    with pytest.raises(NotSignedIn):
        result.filed(PUBLIC)


def test_an_objection_is_due_after_its_working_days(result):
    result.announced()
    row = result.filed()
    assert result.city.day(row.due_at - timedelta(seconds=1)) == date(2026, 3, 5)


def test_the_clock_rests_while_an_objection_is_open_and_gives_the_days_back(result):
    result.announced()
    row = result.at(days=2).admitted()  # on Wednesday: one day has stood
    assert result.notice.rested_on == date(2026, 3, 4)
    assert deadlines(result, posting.ENDS) == []
    result.at(days=1).answer(row, "dismiss", DISMISSED)  # on Thursday
    notice = result.notice
    assert (notice.rested_on, notice.last_on) == (None, date(2026, 3, 11))
    (due,) = deadlines(result, posting.ENDS)
    assert due.due_at == notice.ends_at
    facts = [payload for kind, _, payload in result.cast.events("public_notice.resumed")]
    assert [one["ends_on"] for one in facts] == ["2026-03-11"]


def test_the_clock_rests_until_the_last_of_several_is_answered(result):
    result.announced()
    first = result.filed()
    second = result.filed(Actor(person_id=result.cast.person().id))
    result.answer(first, "reject", REJECTED)
    assert result.notice.rested_on is not None
    result.answer(second, "reject", REJECTED)
    assert result.notice.rested_on is None
    assert len(result.cast.events("public_notice.rested")) == 1


def test_an_upheld_objection_sends_the_result_back(result):
    result.announced()
    row = result.admitted()
    result.answer(row, "uphold", UPHELD)
    assert result.challenge.state == "consensus"
    assert {bid.state for bid in result.bids} == {"scored"}
    assert result.notice is None
    change = result.session.scalars(select(StateChange).where(StateChange.verb == "remand")).one()
    assert (change.reason_code, change.reason_text) == ("objection_upheld", cases.FINDING)


def test_a_second_upheld_one_finds_the_result_back_already(result):
    result.announced()
    first = result.admitted()
    second = result.admitted(actor=Actor(person_id=result.cast.person().id))
    result.answer(first, "uphold", UPHELD)
    result.answer(second, "uphold", UPHELD)
    assert result.challenge.state == "consensus"
    assert [row.state for row in (first, second)] == ["upheld", "upheld"]


def test_only_what_is_admitted_is_upheld_or_dismissed(result):
    result.announced()
    row = result.filed()
    for verb, reason in (("uphold", UPHELD), ("dismiss", DISMISSED)):
        with pytest.raises(IllegalMove):
            result.answer(row, verb, reason)
    result.answer(row, "reject", REJECTED)
    assert row.state == "inadmissible"
    with pytest.raises(IllegalMove):
        deciding.admit(result.session, row.id, issue="复核", actor=result.reviewer, **result.plain)


def test_an_answer_owes_its_reason_its_text_and_a_finding(result):
    result.announced()
    row = result.admitted()
    for reason in (Reason("no_facts", "理由"), Reason("facts_confirmed", " ")):
        with pytest.raises(Invalid):
            result.answer(row, "dismiss", reason)
    with pytest.raises(Invalid) as invalid:
        deciding.dismiss(
            result.session,
            row.id,
            reason=DISMISSED,
            finding="",
            actor=result.reviewer,
            **result.context,
        )
    assert [one.field for one in invalid.value.errors] == ["finding"]


def test_after_the_last_day_nobody_objects(result):
    result.over()
    assert refusal(result.filed) == "notice_over"


def test_nobody_objects_to_a_notice_that_came_down(result):
    result.announced()
    notice = result.notice
    posting.withdraw(
        result.session, "challenge", result.challenge.id, actor=result.cast.lead, now=result.now
    )
    assert (
        refusal(
            filing.file_objection,
            result.session,
            notice.id,
            grounds=GROUNDS,
            actor=result.objector,
            now=result.now,
            city=result.city,
        )
        == "notice_withdrawn"
    )


def test_grounds_are_owed_and_bounded(result):
    result.announced()
    for grounds, rule in (("  ", "required"), ("字" * 5_001, "too_long")):
        with pytest.raises(Invalid) as invalid:
            filing.file_objection(
                result.session,
                result.notice.id,
                grounds=grounds,
                actor=result.objector,
                now=result.now,
                city=result.city,
            )
        assert [one.rule for one in invalid.value.errors] == [rule]


def test_without_a_name_nobody_objects(result):
    result.announced()
    result.session.get(Person, result.objector.person_id).name = " "
    assert refusal(result.filed) == "real_name_missing"


def test_one_person_has_one_open_objection_to_a_notice_and_so_many_a_day(result, monkeypatch):
    result.announced()
    row = result.filed()
    with pytest.raises(AlreadyDone):
        result.filed()
    result.answer(row, "reject", REJECTED)
    monkeypatch.setitem(result.city.policy["objection"], "per_person_and_day", 1)
    with pytest.raises(TooMany):
        result.filed()


def test_who_objected_is_known_by_the_name_that_he_had_then(result):
    result.announced()
    row = result.filed()
    person = result.session.get(Person, row.objector_id)
    then, person.name = person.name, "另一名字"
    result.session.flush()
    shown = queries.objection(result.session, row.id, actor=result.reviewer, now=result.now)
    assert shown["objector"]["name"] == then


def test_who_was_answered_objects_to_that_notice_no_more(result):
    result.announced()
    result.answer(result.filed(), "reject", REJECTED)
    result.answer(result.filed(), "reject", REJECTED)
    with pytest.raises(AlreadyDone, match="objection_answered"):
        result.filed()
    other = Actor(person_id=result.cast.person().id)
    result.answer(result.admitted(actor=other), "dismiss", DISMISSED)
    with pytest.raises(AlreadyDone, match="objection_answered"):
        result.filed(other)


def test_the_event_of_an_objection_names_neither_who_filed_it_nor_the_request(result):
    result.session.info["request_id"] = "r-1"
    result.announced()
    row = result.filed()
    query = select(EventRecord).where(
        EventRecord.subject_kind == "objection", EventRecord.subject_id == row.id
    )
    (filed,) = result.session.scalars(query).all()
    assert (filed.actor_person_id, filed.request_id) == (None, None)
    rested = select(EventRecord).where(EventRecord.kind == "public_notice.rested")
    assert result.session.scalars(rested).one().request_id is None


def test_the_same_reviewer_may_answer_the_next_objection(result):
    result.announced()
    result.answer(result.admitted(), "uphold", UPHELD)
    result.announced()
    result.answer(result.admitted(), "dismiss", DISMISSED)
    assert result.challenge.state == "public_notice"


def test_the_answer_is_reminded_of_and_named_when_it_is_late(result):
    result.announced()
    row = result.filed()
    (due,) = deadlines(result, filing.DUE)
    assert due.due_at == row.due_at - timedelta(days=1)
    filing.remind(result.session, row.id, now=due.due_at, city=result.city)
    filing.remind(result.session, row.id, now=row.due_at, city=result.city)
    kinds = [kind for kind, *_ in result.cast.events() if kind.startswith("objection.")]
    assert kinds == ["objection.filed", "objection.due_soon", "objection.overdue"]
    result.answer(row, "reject", REJECTED)
    assert deadlines(result, filing.DUE) == []


def test_a_person_who_may_not_know_of_it_does_not_find_an_unknown_one_either(result):
    assert result.session.get(Objection, 999_999) is None
    with pytest.raises(NotFound):
        queries.objection(result.session, 999_999, actor=result.reviewer, now=result.now)
    with pytest.raises(NotFound):
        deciding.admit(result.session, 999_999, issue="-", actor=result.reviewer, **result.plain)
