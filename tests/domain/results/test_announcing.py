"""What stands in public of a result, when, and what each bidder is told."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.lifecycle import StateChange
from scenario_market.domain.programmes.calendar import Calendar
from scenario_market.domain.publicity import posting
from scenario_market.domain.publicity.models import PublicNotice
from scenario_market.domain.publicity.spans import Span, resumed, span
from scenario_market.domain.results.models import ResultLetter
from tests.domain.results import cases

LETTERS = select(ResultLetter).order_by(ResultLetter.bid_id, ResultLetter.attempt)


def test_a_notice_begins_the_day_after_and_ends_with_its_last_working_day(result):
    result.announced()
    notice = result.notice
    assert (notice.first_on, notice.last_on) == (date(2026, 3, 3), date(2026, 3, 9))
    assert notice.ends_at == result.city.end_of(date(2026, 3, 9))
    assert result.cast.events("challenge.result_announced")[0][2] == {"ends_on": "2026-03-09"}


def test_calendar_days_that_end_on_a_holiday_end_on_the_next_working_day(city):
    # 2026-04-06 is free after 清明 (4 to 6 April); three calendar days from Thursday, 2 April
    assert span(city.calendar, date(2026, 4, 2), days=3, kind="calendar").last == date(2026, 4, 7)


def test_the_public_reads_winner_place_and_total_and_nothing_of_a_loser(result):
    result.announced()
    content = result.notice.content
    (winner,) = content["winners"]
    assert [one["name"] for one in winner["organisations"]] == ["揭榜方0", "联合体成员"]
    assert (winner["place"], winner["total"], winner["total_shown"]) == (1, "90", "90.00")
    assert set(content) == {"number", "title", "winners"}
    told = json.dumps(content, ensure_ascii=False)
    assert "揭榜方1" not in told
    assert "揭榜方2" not in told
    assert "仅本单位可见" not in told
    assert "100000000" not in told  # the price, which this programme does not show


def test_a_programme_may_show_price_and_reserves_and_hide_the_total(cast):
    shown = {"days": 5, "kind": "working", "objection_answer_days": 3}
    result = cases.result(cast, notice=shown | {"shows": ["price", "reserves"]})
    result.announced()
    content = result.notice.content
    assert content["winners"][0]["price_fen"] == 100_000_000
    assert "total" not in content["winners"][0]
    assert [one["organisations"][0]["name"] for one in content["reserves"]] == ["揭榜方1"]


def test_the_notice_names_the_receiving_office_and_the_discipline_telephone(result):
    result.announced()
    receiver = result.notice.receiver
    assert receiver["discipline_telephone"] == "027-00000001"
    assert receiver["office"] == result.city.identity["office"]["name"]
    assert receiver["telephone"]


def test_each_bidder_gets_its_own_scores_reasons_and_place(result):
    result.announced()
    letters = result.session.scalars(LETTERS).all()
    assert [(one.outcome, one.content["place"]) for one in letters] == [
        ("recommended", 1),
        ("reserve", 2),
        ("not_awarded", 3),
    ]
    third = letters[2].content
    assert third["criteria"][0] == {
        "code": "technology",
        "zh": "技术先进性与需求匹配度",
        "en": "Technology and fit",
        "weight": 35,
        "pass_mark": 50,
        "score": "80",
        "reasons": ["指标测量方法清楚", "方案与需求匹配"],
    }
    assert (third["total"], third["pass_mark"], third["placed"]) == ("80", 60, 3)
    told = json.dumps(third, ensure_ascii=False)
    assert "揭榜方" not in told
    assert [kind for kind, *_ in result.cast.events()].count("result_letter.made") == 3


def test_a_bid_that_the_formal_check_refused_is_told_why(cast):
    result = cases.result(cast)
    organisation = cast.organisation(name="形式审查未通过")
    refused = cases.bid(cast.session, result.challenge, organisation, 9, state="disqualified")
    result.decided()
    change = StateChange(
        subject_kind="bid",
        subject_id=refused.id,
        verb="disqualify",
        source="under_review",
        target="disqualified",
        at=result.now,
        reason_code="not_signed",
        reason_text="承诺书未签章",
        event_id=cast.session.scalar(select(StateChange.event_id).limit(1)),
    )
    cast.session.add(change)
    result.announced_from_decided()
    letter = cast.session.scalars(LETTERS.where(ResultLetter.bid_id == refused.id)).one()
    assert letter.content["refused"] == {"reason_code": "not_signed", "reason_text": "承诺书未签章"}
    assert letter.content["criteria"] == []


def test_the_clock_says_when_a_notice_is_over_and_only_then(result):
    result.announced()
    notice = result.notice
    early = notice.ends_at - timedelta(seconds=1)
    posting.end_due(result.session, notice.id, now=early, city=result.city)
    assert result.cast.events("public_notice.ended") == []
    posting.end_due(result.session, notice.id, now=notice.ends_at, city=result.city)
    posting.end_due(result.session, notice.id, now=notice.ends_at, city=result.city)
    assert len(result.cast.events("public_notice.ended")) == 1


def test_a_second_result_is_a_second_notice(result):
    result.announced()
    row = result.admitted()
    result.answer(row, "uphold", cases.UPHELD)
    result.announced()
    rows = result.session.scalars(select(PublicNotice).order_by(PublicNotice.id)).all()
    assert [(one.attempt, one.withdrawn_at is None) for one in rows] == [(1, False), (2, True)]
    letters = result.session.scalars(LETTERS.where(ResultLetter.bid_id == result.bids[0].id)).all()
    assert [(one.attempt, one.superseded_at is None) for one in letters] == [(1, False), (2, True)]


def test_there_is_no_second_notice_before_every_objection_to_the_first_is_answered(result):
    result.announced()
    other = cases.Actor(person_id=result.cast.person().id)
    still = result.filed(other)
    row = result.admitted()
    result.answer(row, "uphold", cases.UPHELD)
    result.rank()
    result.drafted()
    result.sign()
    with pytest.raises(RuleRefused) as refused:
        result.recommend()
    assert refused.value.rule == "objection_open"
    result.answer(still, "reject", cases.REJECTED)
    result.recommend()


@pytest.mark.parametrize(
    ("rested", "answered", "last"),
    [
        # posted on Monday, 2 March: Tuesday to Monday; the answer comes on Friday
        (date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 13)),  # nothing had stood
        (date(2026, 3, 3), date(2026, 3, 6), date(2026, 3, 13)),  # on its first day
        (date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 11)),  # two of five had stood
        (date(2026, 3, 9), date(2026, 3, 12), date(2026, 3, 13)),  # on its last day: one is left
        (date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9)),  # over a weekend nothing is lost
    ],
)
def test_days_that_had_not_stood_run_after_the_answer(rested, answered, last):
    stood = Span(date(2026, 3, 3), date(2026, 3, 9))
    assert resumed(Calendar(), stood, rested, answered, kind="working").last == last


def test_rested_calendar_days_end_on_a_working_day_too():
    stood = Span(date(2026, 3, 3), date(2026, 3, 9))
    new = resumed(Calendar(), stood, date(2026, 3, 8), date(2026, 3, 11), kind="calendar")
    assert new.last == date(2026, 3, 13)
    new = resumed(Calendar(), stood, date(2026, 3, 8), date(2026, 3, 12), kind="calendar")
    assert new.last == date(2026, 3, 16)  # the second day would be a Saturday
