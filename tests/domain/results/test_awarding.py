"""The award: after the notice, under a number of its own, each place to one winner."""

from datetime import date

import pytest
from sqlalchemy import select

from scenario_market.domain.bids import awards
from scenario_market.domain.bids.awards import Award
from scenario_market.domain.errors import (
    AlreadyDone,
    DomainError,
    IllegalMove,
    Invalid,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.results import awarding, numbering
from scenario_market.domain.results.models import AwardDocument, ResultLetter
from tests.domain.demands import cases as market
from tests.domain.results import cases

NUMBER = "武场景〔2026〕{}号"


def refusal(result):
    with pytest.raises(RuleRefused) as refused:
        result.award()
    return refused.value


def test_the_first_place_wins_and_the_reserve_stays_in_reserve(result):
    result.over().award(NUMBER.format(801))
    assert result.challenge.state == "awarded"
    assert [bid.state for bid in result.bids] == ["awarded", "reserve", "not_awarded"]
    (pledge,) = result.session.scalars(
        select(Pledge).where(Pledge.challenge_id == result.challenge.id)
    )
    assert (pledge.bid_id, pledge.state) == (result.bids[0].id, "negotiating")
    assert result.cast.events("challenge.awarded")[0][2] == {
        "document_number": "武场景〔2026〕801号"
    }


def test_inside_the_notice_nothing_is_awarded(result):
    result.announced()
    found = refusal(result)
    assert (found.rule, found.params) == ("notice_standing", {"until": "2026-03-09"})


def test_with_an_open_objection_nothing_is_awarded_however_long_ago(result):
    result.announced()
    result.filed()
    result.at(days=60)
    assert refusal(result).rule == "objection_open"


def test_a_dismissed_objection_leaves_the_days_that_were_left(result):
    result.announced()
    row = result.at(days=2).admitted()
    result.at(days=1).answer(row, "dismiss", cases.DISMISSED)
    result.now = result.city.end_of(date(2026, 3, 9))
    assert refusal(result).rule == "notice_standing"
    result.now = result.notice.ends_at
    result.award()


@pytest.mark.parametrize(
    "number", ["武场景〔2025〕1号", "武科〔2026〕1号", "武场景〔2026〕01号", "武场景〔2026〕1", ""]
)
def test_a_document_number_is_the_offices_and_of_the_year(result, number):
    result.over()
    with pytest.raises(Invalid) as invalid:
        numbering.written(number, prefix="武场景", year=2026)
    assert invalid.value.errors[0].params["example"] == "武场景〔2026〕12号"


def test_brackets_and_blanks_are_written_in_many_ways_and_kept_in_one():
    assert numbering.written(" 武场景[2026] 7号", prefix="武场景", year=2026) == (
        "武场景〔2026〕7号"
    )


def test_a_document_number_is_given_once(cast):
    first, second = cases.result(cast), cases.result(cast)
    first.over().award(NUMBER.format(802))
    second.over()
    with pytest.raises(AlreadyDone) as refused:
        second.award("武场景[2026]802号")
    assert refused.value.rule == "document_number_used"


def test_several_winners_run_side_by_side_each_in_a_place_of_its_own(cast):
    result = cases.result(cast, bids=4, winners=2)
    result.over().award()
    held = awards.held(cast.session, result.challenge.id)
    assert [(one.slot, one.bid_id) for one in held] == [
        (1, result.bids[0].id),
        (2, result.bids[1].id),
    ]
    assert [bid.state for bid in result.bids] == ["awarded", "awarded", "reserve", "not_awarded"]


def test_a_forfeited_place_goes_to_the_reserve_and_no_place_twice(result):
    result.over().award()
    act = {
        "winners": 1,
        "document_number": "-",
        "actor": result.cast.lead,
        "now": result.now,
    }
    with pytest.raises(RuleRefused) as refused:
        awards.give(result.session, result.bids[1], **act)
    assert refused.value.rule == "places_taken"
    awards.give_up(result.session, result.bids[0].id, now=result.now)
    assert awards.give(result.session, result.bids[1], **act).slot == 1


def test_the_letters_become_final_with_the_award(result):
    result.over().award()
    letters = result.session.scalars(select(ResultLetter).order_by(ResultLetter.bid_id)).all()
    assert [one.outcome for one in letters] == ["awarded", "reserve", "not_awarded"]
    assert {one.final_at for one in letters} == {result.now}
    assert [kind for kind, *_ in result.cast.events()].count("result_letter.confirmed") == 3


def test_the_records_are_kept_to_the_end_of_the_last_year_of_retention(result):
    result.over().award()
    kept = result.session.scalars(select(AwardDocument)).one()
    assert kept.retained_until == date(2041, 12, 31)


def test_only_the_offices_lead_awards_and_once(result):
    result.over()
    with pytest.raises(NotPermitted):
        awarding.award(
            result.session,
            result.challenge.id,
            document_number=NUMBER.format(803),
            actor=result.cast.reviewers[0],
            **result.context,
        )
    result.award()
    with pytest.raises(IllegalMove):
        result.award()


def test_two_awards_at_the_same_time_have_one_winner(database, at_once, city):
    """In real transactions that run at the same time; SQLite lets one writer in after the other."""
    with database.unit_of_work() as session:
        result = cases.result(market.cast(session, city)).over()
        challenge_id, lead, now = result.challenge.id, result.cast.lead, result.now

    def award(number):
        def run(session):
            awarding.award(
                session,
                challenge_id,
                document_number=NUMBER.format(number),
                actor=lead,
                now=now,
                city=city,
                version=None,
            )
            return "awarded"

        return run

    answers = at_once(award(811), award(812), award(813))
    assert answers.count("awarded") == 1
    assert all(isinstance(one, IllegalMove) for one in answers if one != "awarded")
    with database.unit_of_work() as session:
        assert len(session.scalars(select(Award)).all()) == 1
        assert len(session.scalars(select(AwardDocument)).all()) == 1


def test_one_document_number_is_not_given_to_two_calls_at_the_same_time(database, at_once, city):
    with database.unit_of_work() as session:
        cast = market.cast(session, city)
        made = [cases.result(cast).over() for _ in range(2)]
        keys, lead, now = [one.challenge.id for one in made], cast.lead, made[0].now

    def award(key):
        def run(session):
            awarding.award(
                session,
                key,
                document_number=NUMBER.format(821),
                actor=lead,
                now=now,
                city=city,
                version=None,
            )
            return "awarded"

        return run

    answers = at_once(*map(award, keys))
    assert answers.count("awarded") == 1
    (refused,) = [one for one in answers if isinstance(one, DomainError)]
    assert refused.rule == "document_number_used"


def test_an_objection_that_comes_while_the_award_is_made_is_either_before_it_or_too_late(
    database, at_once, city
):
    with database.unit_of_work() as session:
        result = cases.result(market.cast(session, city)).announced()
        ends, objector = result.notice.ends_at, result.objector
        notice_id, challenge_id, lead = result.notice.id, result.challenge.id, result.cast.lead

    def award(session):
        awarding.award(
            session,
            challenge_id,
            document_number=NUMBER.format(831),
            actor=lead,
            now=ends,
            city=city,
            version=None,
        )
        return "awarded"

    def file(session):
        cases.filing.file_objection(
            session,
            notice_id,
            grounds=cases.GROUNDS,
            actor=objector,
            now=ends - cases.timedelta(seconds=1),
            city=city,
        )
        return "filed"

    answers = [getattr(one, "rule", one) for one in at_once(award, file)]
    assert answers in (["objection_open", "filed"], ["awarded", "notice_over"])
