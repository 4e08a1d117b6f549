"""From a draft to the open call: what publication asks for, what it fixes, and what becomes of the need."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import closing, editing, publishing, review, share
from scenario_market.domain.challenges.models import ChallengeVersion
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.demands import responding
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
)
from tests import factories
from tests.domain.challenges.cases import REASONS, challenge_in
from tests.domain.demands.cases import ANSWER


def publish(cast, challenge, actor=None):
    return publishing.publish(
        cast.session,
        challenge.id,
        actor=actor or cast.lead,
        version=None,
        sealing=cast.sealing,
        **cast.context,
    )


def deadlines(cast, kind):
    cast.session.flush()
    query = select(Deadline).where(Deadline.kind == kind)
    return {row.subject_id: row.due_at for row in cast.session.scalars(query)}


def test_publication_gives_a_number_times_keys_and_a_version(cast):
    challenge = cast.opened()
    assert challenge.state == "open"
    assert challenge.number == "WH-JB-2026-001"
    # 2 March and 35 days: 6 April, of 清明节, and so the end of the 7th; questions end seven days before.
    assert challenge.closes_at == datetime(2026, 4, 7, 16, tzinfo=UTC)
    assert challenge.questions_close_at == datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert challenge.opens_at == challenge.published_at == cast.now
    assert len(challenge.public_key) == 32
    assert challenge.content_number == challenge.reconfirm_number == 2
    newest = select(ChallengeVersion).where(
        ChallengeVersion.challenge_id == challenge.id, ChallengeVersion.number == 2
    )
    version = cast.session.scalar(newest)
    assert version.changed == ["opens_at", "questions_close_at", "closes_at"]
    assert version.content["rules"]["pass_mark"] == 60
    assert "contact_name" not in version.content
    assert deadlines(cast, "challenge_close") == {challenge.id: challenge.closes_at}
    assert cast.events("challenge.published")[-1][2] == {"number": 2}


def test_numbers_of_two_programmes_are_two_series(cast):
    assert cast.opened().number == "WH-JB-2026-001"
    assert cast.opened(programme="major_project").number == "WH-ZX-2026-001"
    assert cast.opened().number == "WH-JB-2026-002"


def test_a_call_without_its_signatures_is_not_published(cast):
    challenge = cast.approved_call(programme="major_project")
    with pytest.raises(Invalid) as refused:
        publish(cast, challenge)
    named = {(error.field, error.rule) for error in refused.value.errors}
    assert named == {
        ("clearances", "steps_unsigned"),
        ("countersignature", "countersignature_missing"),
    }
    assert challenge.state == "approved"


def test_only_the_lead_publishes_and_nobody_his_own_writing(cast):
    challenge = cast.ready()
    with pytest.raises(NotPermitted):
        publish(cast, challenge, actor=cast.reviewers[0])
    with pytest.raises(NotSignedIn):
        publish(cast, challenge, actor=PUBLIC)
    cast.author = cast.lead
    own = cast.ready()
    with pytest.raises(RuleRefused) as refused:
        publish(cast, own)
    assert refused.value.rule == "own_writing"


def test_a_need_becomes_a_call_when_the_call_comes_out(cast):
    demand = cast.listed()
    _, provider = cast.provider()
    answer = responding.submit(
        cast.session,
        demand.id,
        actor=provider,
        organisation_id=provider.organisations[0],
        fields=ANSWER,
        **cast.context,
    )
    challenge = cast.drafted_from_demand(demand)
    assert demand.state == "listed"
    cast.opened(challenge)
    assert cast.fresh(demand).state == "converted"
    assert cast.events("demand.converted") == [
        ("demand.converted", demand.id, {"challenge_id": challenge.id})
    ]
    assert cast.fresh(answer).state == "declined"
    assert deadlines(cast, "demand_expire") == {}


def test_a_need_that_went_another_way_keeps_its_call_from_coming_out(cast):
    demand = cast.listed()
    challenge = cast.ready(cast.drafted_from_demand(demand))
    demand.state = "docking"
    cast.session.flush()
    with pytest.raises(Invalid) as refused:
        publish(cast, challenge)
    assert [(error.field, error.rule) for error in refused.value.errors] == [
        ("demand", "demand_not_listed")
    ]


def test_a_need_has_one_call_at_a_time(cast):
    demand = cast.listed()
    cast.drafted_from_demand(demand)
    with pytest.raises(AlreadyDone) as refused:
        cast.drafted_from_demand(demand)
    assert refused.value.rule == "challenge_of_demand"


def test_the_clock_publishes_what_was_planned_once(cast):
    challenge = cast.ready()
    at = cast.now + timedelta(days=3)
    publishing.schedule(
        cast.session, challenge.id, actor=cast.lead, version=None, publish_at=at, **cast.context
    )
    assert deadlines(cast, "challenge_publish") == {challenge.id: at}
    fire(cast, challenge)
    assert challenge.state == "approved"
    cast.now = at
    fire(cast, challenge)
    assert (challenge.state, challenge.published_at, challenge.publish_at) == ("open", at, None)
    assert challenge.closes_at == datetime(2026, 4, 9, 16, tzinfo=UTC)
    fire(cast, challenge)
    assert len(cast.events("challenge.published")) == 1


def fire(cast, challenge):
    publishing.publish_due(cast.session, challenge.id, sealing=cast.sealing, **cast.context)


@pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
def test_no_deadline_lies_in_the_spring_festival_and_worked_weekends_are_days(cast):
    cast.now = datetime(2026, 1, 14, 2, tzinfo=UTC)
    # 35 days: 18 February, of 春节, which ends on Monday the 23rd.
    assert cast.opened().closes_at == datetime(2026, 2, 24, 16, tzinfo=UTC)
    cast.now = datetime(2026, 1, 24, 2, tzinfo=UTC)
    # 35 days: Saturday 28 February, which is worked.
    assert cast.opened().closes_at == datetime(2026, 2, 28, 16, tzinfo=UTC)


def test_an_approved_call_goes_back_with_a_reason_and_its_planned_publication_is_called_off(cast):
    challenge = cast.ready()
    at = cast.now + timedelta(days=3)
    publishing.schedule(
        cast.session, challenge.id, actor=cast.lead, version=None, publish_at=at, **cast.context
    )
    review.give_back(
        cast.session,
        challenge.id,
        actor=cast.reviewers[0],
        version=None,
        reason=REASONS["return"],
        **cast.context,
    )
    assert (challenge.state, challenge.publish_at) == ("draft", None)
    assert deadlines(cast, "challenge_publish") == {}
    cast.now = at
    fire(cast, challenge)
    assert challenge.state == "draft"
    cast.under_review(challenge)
    assert review.approvals(cast.session, challenge) == set()
    assert review.signed_steps(cast.session, challenge) == {}


def test_a_planned_publication_is_called_off(cast):
    challenge = cast.ready()
    at = cast.now + timedelta(days=3)
    publishing.schedule(
        cast.session, challenge.id, actor=cast.lead, version=None, publish_at=at, **cast.context
    )
    publishing.unschedule(cast.session, challenge.id, actor=cast.lead, version=None, now=cast.now)
    assert challenge.publish_at is None
    assert deadlines(cast, "challenge_publish") == {}
    with pytest.raises(NotFound):
        publishing.unschedule(
            cast.session, challenge.id, actor=cast.lead, version=None, now=cast.now
        )


def test_a_planned_publication_lies_ahead(cast):
    challenge = cast.ready()
    with pytest.raises(Invalid) as refused:
        publishing.schedule(
            cast.session,
            challenge.id,
            actor=cast.lead,
            version=None,
            publish_at=cast.now,
            **cast.context,
        )
    assert refused.value.errors[0].rule == "in_the_past"


def test_the_clock_publishes_nothing_that_is_not_fit_any_more_and_says_why(cast):
    challenge = cast.ready()
    at = cast.now + timedelta(days=3)
    publishing.schedule(
        cast.session, challenge.id, actor=cast.lead, version=None, publish_at=at, **cast.context
    )
    cast.owner_organisation.state = "rejected"
    cast.now = at
    fire(cast, challenge)
    assert (challenge.state, challenge.publish_at) == ("approved", None)
    told = cast.events("challenge.publication_missed")
    assert told[0][2] == {"rules": ["owner: organisation_not_verified"]}


def test_the_clock_alone_closes_and_not_before_the_deadline(cast):
    challenge = cast.opened()
    cast.now = challenge.closes_at - timedelta(microseconds=1)
    closing.close(cast.session, challenge.id, **cast.context)
    assert challenge.state == "open"
    cast.now = challenge.closes_at
    closing.close(cast.session, challenge.id, **cast.context)
    assert (challenge.state, challenge.closed_at) == ("closed", cast.now)
    closing.close(cast.session, challenge.id, **cast.context)
    assert len(cast.events("challenge.closed")) == 1


@pytest.mark.parametrize("verb", ["publish", "schedule", "unschedule"])
def test_what_is_not_approved_is_not_published(cast, verb):
    challenge = challenge_in(cast, "under_review", published_at=None)
    with pytest.raises(IllegalMove):
        publishing.open_approved(cast.session, challenge.id, verb, cast.lead, None, cast.now)


def test_a_share_lock_reads_the_call_and_knows_when_there_is_none(cast):
    challenge = cast.opened()
    assert share.share_lock(cast.session, challenge.id) is challenge
    with pytest.raises(NotFound):
        share.share_lock(cast.session, challenge.id + 1)


def test_who_wrote_any_version_approves_none(cast):
    challenge = cast.drafted()
    other = cast.reviewers[0]
    editing.edit(
        cast.session,
        challenge.id,
        actor=other,
        version=None,
        fields={"place": "二号厂房"},
        **cast.context,
    )
    cast.under_review(challenge)
    for officer in (other, cast.author):
        with pytest.raises(RuleRefused) as refused:
            review.approve(cast.session, challenge.id, actor=officer, version=None, **cast.context)
        assert refused.value.rule == "own_writing"


def test_an_officer_who_acts_for_the_owner_decides_nothing(cast):
    challenge = cast.under_review()
    factories.mandate(
        cast.session, cast.owner_organisation.id, cast.reviewers[0].person_id, "profile"
    )
    with pytest.raises(RuleRefused) as refused:
        review.approve(
            cast.session, challenge.id, actor=cast.reviewers[0], version=None, **cast.context
        )
    assert refused.value.rule == "own_organisation"
