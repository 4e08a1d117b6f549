"""Questions on a call: asked in time by verified organisations, anonymous both ways, answered in public."""

from datetime import timedelta

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import questions
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    TooMany,
)
from scenario_market.domain.parties.models import Person
from tests.domain.challenges import cases
from tests.domain.challenges.conftest import ANSWER, QUESTION


def shown(cast, call, actor):
    return questions.of_challenge(cast.session, call.id, actor=actor).rows


def test_a_question_goes_from_its_asker_to_the_public_and_back_with_an_answer(
    cast, open_call, asker, ask, publish, answer
):
    row = ask()
    assert shown(cast, open_call, PUBLIC) == []
    assert shown(cast, open_call, cast.owner) == []
    publish(row, text="产线是否允许离线标定？")
    (public,) = shown(cast, open_call, PUBLIC)
    assert (public.number, public.text, public.answer) == (1, "产线是否允许离线标定？", None)
    answer(row)
    (public,) = shown(cast, open_call, PUBLIC)
    assert (public.state, public.answer) == ("answered", ANSWER)
    assert [kind for kind, *_ in cast.events() if kind.startswith("question.")] == [
        "question.asked",
        "question.published",
        "question.answered",
    ]


def test_nobody_but_the_asker_reads_who_asked_and_nobody_who_answered(
    cast, open_call, asker, ask, publish, answer
):
    organisation, own = asker
    row = ask()
    _, rival = cast.provider()
    for reader in (PUBLIC, rival, cast.owner):
        with pytest.raises(NotFound):
            questions.question(cast.session, row.id, actor=reader)
    (waiting,) = questions.waiting(cast.session, actor=cast.reviewers[0]).rows
    assert (waiting.asked, waiting.organisation_id, waiting.asked_at) == (QUESTION, None, None)
    publish(row, text="改写后的问题？")
    answer(row)
    for reader in (PUBLIC, rival, cast.owner):
        one = questions.question(cast.session, row.id, actor=reader)
        assert (one.asked, one.organisation_id, one.asked_at, one.is_own) == (
            None,
            None,
            None,
            False,
        )
    mine = questions.question(cast.session, row.id, actor=own)
    assert (mine.asked, mine.organisation_id, mine.is_own) == (QUESTION, organisation.id, True)
    payloads = [payload for kind, _, payload in cast.events() if kind.startswith("question.")]
    assert {key for payload in payloads for key in payload} == {"challenge_id", "number"}


def test_after_the_period_nobody_asks(cast, open_call, ask):
    until = open_call.questions_close_at
    ask(now=until - timedelta(seconds=1))
    with pytest.raises(RuleRefused, match="questions_closed"):
        ask(now=until)


@pytest.mark.parametrize("state", [ChallengeState.CLOSED, ChallengeState.CANCELLED])
def test_a_call_that_is_not_open_takes_no_questions(cast, ask, state):
    with pytest.raises(IllegalMove):
        ask(about=cases.challenge_in(cast, state))


def test_what_is_not_public_is_not_found(cast, ask):
    draft = cases.challenge_in(cast, ChallengeState.DRAFT, published_at=None, number=None)
    with pytest.raises(NotFound):
        ask(about=draft)


def test_only_people_of_a_verified_organisation_ask_and_none_of_the_owners_side(cast, ask, asker):
    with pytest.raises(RuleRefused, match="organisation_not_verified"):
        ask(who=cast.provider(state="pending"))
    with pytest.raises(RuleRefused, match="owner_side"):
        ask(who=cast.provider(controlled_by_id=cast.owner_organisation.id))
    organisation, _ = asker
    _, other = cast.provider()
    with pytest.raises(NotFound):
        ask(who=(organisation, other))
    with pytest.raises(NotPermitted):
        ask(who=(cast.owner_organisation, cast.owner))
    with pytest.raises(NotSignedIn):
        ask(who=(organisation, PUBLIC))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (" ", "required"),
        ("长" * 2001, "too_long"),
        ("我司测试智能检测有限公司能否到场？", "names_asker"),
        ("测试智能检测能否到场？", "names_asker"),
        ("测 试 智 能 检 测 能否到场？", "names_asker"),
        ("请致电13900000000", "contact_in_text"),
        ("请致电 027-85678901", "contact_in_text"),
        ("请回复 a.b@bidder.example", "contact_in_text"),
        ("代码 91350100M000100Y43", "contact_in_text"),
    ],
)
def test_a_question_that_tells_who_asks_is_refused_to_its_asker(ask, text, rule):
    with pytest.raises(Invalid) as refused:
        ask(text)
    assert [(e.field, e.rule) for e in refused.value.errors] == [("text", rule)]


def test_a_question_that_names_its_asking_person_is_refused(cast, ask, asker):
    cast.session.get(Person, asker[1].person_id).name = "欧阳测试"
    with pytest.raises(Invalid) as refused:
        ask("欧阳测试想问：能否到场？")
    assert [e.rule for e in refused.value.errors] == ["names_asker"]


def test_an_ordinary_question_with_figures_is_not_taken_for_a_telephone(ask):
    ask("节拍 12 秒、单价 1380000 元、温度 0-40 度，是否可行？")


def test_an_organisation_has_only_so_many_questions_waiting(cast, ask, publish, answer):
    limit = cast.city.policy["questions"]["waiting_per_organisation"]
    rows = [ask() for _ in range(limit)]
    with pytest.raises(TooMany):
        ask()
    answer(publish(rows[0]))
    ask()
