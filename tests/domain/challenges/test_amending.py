"""Changing an open call: versions, what must be confirmed again, and a deadline that stays fair."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.challenges import amending
from scenario_market.domain.challenges.models import Challenge, ChallengeVersion
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    IllegalMove,
    Invalid,
    NotPermitted,
    RuleRefused,
    StaleVersion,
)
from tests.domain.challenges.cases import FIELDS, challenge_in


def amend(cast, challenge, fields=None, actor=None, version=None, **given):
    return amending.amend(
        cast.session,
        challenge.id,
        actor=actor or cast.lead,
        version=version,
        fields=fields or {},
        **{"reason": "发榜方补充说明"} | given,
        **cast.context,
    )


def newest(cast, challenge):
    query = select(ChallengeVersion).where(ChallengeVersion.challenge_id == challenge.id)
    return cast.session.scalars(query.order_by(ChallengeVersion.number.desc())).first()


def closing_deadline(cast, challenge):
    query = select(Deadline.due_at).where(
        Deadline.kind == "challenge_close", Deadline.subject_id == challenge.id
    )
    return cast.session.scalar(query)


def refused(cast, challenge, *arguments, kind=RuleRefused, **given):
    before = challenge.version
    with pytest.raises(kind) as raised:
        amend(cast, challenge, *arguments, **given)
    assert challenge.version == before
    return raised.value


def test_a_material_change_is_a_version_that_bids_must_be_confirmed_for(cast):
    challenge = cast.opened()
    amend(cast, challenge, {"term_months": 10})
    assert (challenge.content_number, challenge.reconfirm_number) == (3, 3)
    version = newest(cast, challenge)
    assert (version.changed, version.is_material, version.note) == (
        ["term_months"],
        True,
        "发榜方补充说明",
    )
    assert cast.events("challenge.amended")[-1][2] == {
        "number": 3,
        "fields": ["term_months"],
        "is_material": True,
    }
    assert challenge.closes_at == datetime(2026, 4, 7, 16, tzinfo=UTC)


def test_a_small_change_asks_nobody_to_confirm_unless_the_office_says_so(cast):
    challenge = cast.opened()
    amend(cast, challenge, {"title": "轴承座产线缺陷在线检测"})
    assert (challenge.content_number, challenge.reconfirm_number) == (3, 2)
    amend(cast, challenge, {"background": "另附现场照片"}, is_material=True)
    assert (challenge.content_number, challenge.reconfirm_number) == (4, 4)


def test_a_material_change_needs_a_deadline_that_leaves_time(cast):
    challenge = cast.opened()
    cast.now = challenge.closes_at - timedelta(days=3)  # 5 April in Wuhan
    error = refused(cast, challenge, {"term_months": 10})
    assert error.rule == "unfair_deadline"
    assert error.params == {"days": 10, "earliest": "2026-04-15"}
    refused(cast, challenge, {"term_months": 10}, closes_on=date(2026, 4, 14))
    amend(cast, challenge, {"term_months": 10}, closes_on=date(2026, 4, 15))
    assert challenge.closes_at == datetime(2026, 4, 15, 16, tzinfo=UTC)
    assert challenge.questions_close_at == datetime(2026, 4, 8, 16, tzinfo=UTC)
    assert closing_deadline(cast, challenge) == challenge.closes_at
    assert newest(cast, challenge).changed == ["term_months", "questions_close_at", "closes_at"]


def test_a_small_change_may_come_on_the_last_day(cast):
    challenge = cast.opened()
    cast.now = challenge.closes_at - timedelta(seconds=1)
    amend(cast, challenge, {"title": "轴承座产线缺陷在线检测"})
    assert challenge.content_number == 3


def test_the_deadline_is_moved_on_and_never_nearer(cast):
    challenge = cast.opened()
    amend(cast, challenge, closes_on=date(2026, 4, 20))
    assert (challenge.content_number, challenge.reconfirm_number) == (3, 2)
    assert newest(cast, challenge).changed == ["questions_close_at", "closes_at"]
    assert refused(cast, challenge, closes_on=date(2026, 4, 19)).rule == "deadline_moved_up"


def test_after_the_deadline_nothing_is_changed_even_if_the_clock_is_late(cast):
    challenge = cast.opened()
    cast.now = challenge.closes_at
    error = refused(cast, challenge, {"title": "轴承座"}, closes_on=date(2026, 5, 30))
    assert error.rule == "bids_closed"


@pytest.mark.parametrize("state", sorted(set(ChallengeState) - {ChallengeState.OPEN}))
def test_only_an_open_call_is_amended(cast, state):
    challenge = challenge_in(cast, state)
    refused(cast, challenge, {"title": "轴承座"}, kind=IllegalMove)


@pytest.mark.parametrize(
    ("name", "value"),
    [("contract_route", "direct"), ("owner_type", "government"), ("window_days", 40)],
)
def test_what_was_fixed_before_publication_stays(cast, name, value):
    error = refused(cast, cast.opened(), {name: value}, kind=Invalid)
    assert [(one.field, one.rule) for one in error.errors] == [(name, "fixed_at_publication")]


def test_a_change_needs_a_reason_and_must_change_something(cast):
    challenge = cast.opened()
    error = refused(cast, challenge, {"title": "轴承座"}, reason=" ", kind=Invalid)
    assert (error.errors[0].field, error.errors[0].rule) == ("reason", "required")
    assert refused(cast, challenge, {"title": FIELDS["title"]}).rule == "nothing_changed"
    assert refused(cast, challenge, closes_on=date(2026, 4, 7)).rule == "nothing_changed"


def test_a_changed_call_stays_complete(cast):
    error = refused(cast, cast.opened(), {"metrics": []}, kind=Invalid)
    assert ("metrics", "metric_required") in {(e.field, e.rule) for e in error.errors}


def test_contacts_change_without_a_version_and_unseen(cast):
    challenge = cast.opened()
    seen = challenge.public_version
    amend(cast, challenge, {"contact_name": "新联系人"})
    assert (challenge.content_number, challenge.public_version) == (2, seen)
    assert cast.events("challenge.amended") == []
    assert cast.events("challenge.edited")[-1][2] == {"fields": ["contact_name"]}


def test_somebody_else_does_not_amend(cast):
    challenge = cast.opened()
    for actor in (cast.owner, cast.reviewers[0], cast.joint, cast.provider()[1]):
        with pytest.raises(NotPermitted):
            amend(cast, challenge, {"title": "轴承座"}, actor=actor)
    with pytest.raises(StaleVersion):
        amend(cast, challenge, {"title": "轴承座"}, version=challenge.version + 1)


def extend(cast, challenge, closes_at):
    return amending.extend(
        cast.session, challenge, closes_at=closes_at, note="有提问未答复", **cast.context
    )


def test_the_clock_moves_the_deadline_once(cast):
    challenge = cast.opened()
    before, questions = challenge.closes_at, challenge.questions_close_at
    cast.now = questions
    assert extend(cast, challenge, before + timedelta(days=7))
    assert challenge.closes_at == closing_deadline(cast, challenge) == before + timedelta(days=7)
    assert (challenge.questions_close_at, challenge.reconfirm_number) == (questions, 2)
    version = newest(cast, challenge)
    assert (version.changed, version.is_material, version.created_by_id) == (
        ["closes_at"],
        False,
        None,
    )
    assert not extend(cast, challenge, before + timedelta(days=14))
    assert challenge.closes_at == before + timedelta(days=7)


def test_the_clock_moves_no_deadline_that_has_passed_and_none_nearer(cast):
    challenge = cast.opened()
    before = challenge.closes_at
    assert not extend(cast, challenge, before)
    cast.now = before
    assert not extend(cast, challenge, before + timedelta(days=7))
    assert cast.session.get(Challenge, challenge.id).closes_at == before
