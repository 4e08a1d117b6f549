"""Every move of a call up to its end before a pledge is made, and refused from each state that the table omits."""

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import closing, editing, ending, publishing, review
from scenario_market.domain.challenges.states import (
    BEFORE_PLEDGE,
    CHALLENGE_MOVES,
    HIDDEN,
    ChallengeState,
)
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.moves import Reason
from tests import factories
from tests.domain.challenges.cases import REASONS, challenge_in


def call(command, cast, challenge, actor, version, **given):
    return command(
        cast.session, challenge.id, actor=actor, version=version, **given, **cast.context
    )


def submit(cast, challenge, actor=None, version=None):
    return call(editing.submit, cast, challenge, actor or cast.author, version)


def give_back(cast, challenge, actor=None, version=None, reason=REASONS["return"]):
    officer = actor or cast.reviewers[0]
    return call(review.give_back, cast, challenge, officer, version, reason=reason)


def approve(cast, challenge, actor=None, version=None):
    return call(review.approve, cast, challenge, actor or cast.reviewers[0], version)


def publish(cast, challenge, actor=None, version=None):
    officer = actor or cast.lead
    return call(publishing.publish, cast, challenge, officer, version, sealing=cast.sealing)


def drop(cast, challenge, actor=None, version=None, reason=REASONS["drop"]):
    return call(ending.drop, cast, challenge, actor or cast.author, version, reason=reason)


def cancel(cast, challenge, actor=None, version=None, reason=REASONS["cancel"]):
    return call(ending.cancel, cast, challenge, actor or cast.lead, version, reason=reason)


def fail(cast, challenge, actor=None, version=None, reason=REASONS["fail"], qualified=2):
    officer = actor or cast.lead
    return call(ending.fail, cast, challenge, officer, version, reason=reason, qualified=qualified)


COMMANDS = {
    "submit": submit,
    "return": give_back,
    "approve": approve,
    "publish": publish,
    "drop": drop,
    "cancel": cancel,
    "fail": fail,
}


def standing(cast, state):
    """A call in a state; hidden states were never public."""
    columns = {"published_at": None, "number": None} if state in HIDDEN else {}
    return challenge_in(cast, state, **columns)


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_verb_is_refused_from_every_state_that_the_table_does_not_name(cast, verb):
    for state in sorted(set(ChallengeState) - CHALLENGE_MOVES[verb].sources):
        challenge = standing(cast, state)
        with pytest.raises(IllegalMove) as refused:
            COMMANDS[verb](cast, challenge)
        assert refused.value.params["state"] == state
        assert cast.fresh(challenge).state == state


@pytest.mark.parametrize("verb", COMMANDS)
def test_nobody_moves_a_call_that_changed_since_he_read_it(cast, verb):
    challenge = standing(cast, sorted(CHALLENGE_MOVES[verb].sources)[0])
    with pytest.raises(StaleVersion):
        COMMANDS[verb](cast, challenge, version=challenge.version + 1)


@pytest.mark.parametrize("verb", COMMANDS)
def test_the_public_moves_nothing(cast, verb):
    challenge = standing(cast, sorted(CHALLENGE_MOVES[verb].sources)[0])
    with pytest.raises(NotSignedIn):
        COMMANDS[verb](cast, challenge, actor=PUBLIC)


@pytest.mark.parametrize("verb", ["return", "approve", "publish", "cancel", "fail"])
def test_the_owner_does_not_do_the_office_s_work(cast, verb):
    challenge = standing(cast, sorted(CHALLENGE_MOVES[verb].sources)[0])
    with pytest.raises(NotPermitted):
        COMMANDS[verb](cast, challenge, actor=cast.owner)


@pytest.mark.parametrize("verb", ["return", "drop", "cancel", "fail"])
def test_a_negative_move_owes_a_reason_from_its_list(cast, verb):
    challenge = standing(cast, sorted(CHALLENGE_MOVES[verb].sources)[-1])
    for reason in (Reason("no_such_reason", "文字"), Reason("other", " ")):
        with pytest.raises(Invalid):
            COMMANDS[verb](cast, challenge, reason=reason)


def test_a_call_comes_back_with_remarks_and_is_handed_in_again(cast):
    challenge = cast.under_review()
    assert challenge.content_number == 1
    give_back(cast, challenge)
    assert challenge.state == "draft"
    submit(cast, challenge)
    assert (challenge.state, challenge.content_number) == ("under_review", 2)


def test_a_remark_is_on_a_field_that_there_is(cast):
    challenge = cast.under_review()
    with pytest.raises(Invalid) as refused:
        give_back(cast, challenge, reason=Reason("other", "请改", {"colour": "红色"}))
    assert refused.value.errors[0].field == "reason.remarks.colour"


def test_two_officers_approve_and_none_of_them_twice(cast):
    challenge = cast.reviewed()
    approve(cast, challenge)
    assert challenge.state == "under_review"
    with pytest.raises(AlreadyDone):
        approve(cast, challenge)
    approve(cast, challenge, actor=cast.reviewers[1])
    assert challenge.state == "approved"


def test_approvals_are_of_a_version(cast):
    challenge = cast.reviewed()
    approve(cast, challenge)
    give_back(cast, challenge)
    submit(cast, challenge)
    cast.review_fairness(challenge)
    approve(cast, challenge)
    assert challenge.state == "under_review"


def test_the_joint_organiser_countersigns_once_and_only_where_there_is_one(cast):
    plain = cast.under_review()
    with pytest.raises(NotFound):  # nothing of the other programmes is his
        sign(cast, plain)
    challenge = cast.under_review(programme="major_project")
    sign(cast, challenge)
    with pytest.raises(AlreadyDone):
        sign(cast, challenge)
    with pytest.raises(NotPermitted):
        sign(cast, challenge, actor=cast.lead)


def sign(cast, challenge, actor=None):
    return review.countersign(
        cast.session, challenge.id, actor=actor or cast.joint, version=None, now=cast.now
    )


def test_readings_are_signed_by_different_people(cast):
    challenge = cast.under_review()
    clear(cast, challenge, "review_1")
    with pytest.raises(AlreadyDone):
        clear(cast, challenge, "review_1")
    with pytest.raises(RuleRefused) as refused:
        clear(cast, challenge, "review_2")
    assert refused.value.rule == "distinct_signers"
    clear(cast, challenge, "proof_1")
    with pytest.raises(Invalid):
        clear(cast, challenge, "stamp")
    with pytest.raises(RuleRefused):
        clear(cast, challenge, "review_2", actor=cast.author)


def clear(cast, challenge, step, actor=None):
    return call(review.clear, cast, challenge, actor or cast.reviewers[0], None, step=step)


def test_the_owner_gives_up_a_draft_and_nothing_later(cast):
    demand = cast.listed()
    challenge = cast.drafted_from_demand(demand)
    drop(cast, challenge, actor=cast.owner)
    assert (challenge.state, cast.fresh(demand).state) == ("cancelled", "listed")
    again = cast.under_review(cast.drafted_from_demand(demand))
    with pytest.raises(IllegalMove):
        drop(cast, again, actor=cast.owner)
    drop(cast, again, actor=cast.reviewers[0])
    stranger = factories.owner_of(cast.organisation(), cast.person())
    with pytest.raises(NotFound):
        drop(cast, cast.drafted(), actor=stranger)


def test_what_was_never_public_goes_without_a_public_word(cast):
    challenge = cast.drafted()
    drop(cast, challenge)
    assert cast.events("challenge.cancelled") == []
    assert cast.events("challenge.dropped")[-1][2] == {"reason_code": "need_gone"}


@pytest.mark.parametrize("state", sorted(BEFORE_PLEDGE - HIDDEN))
def test_the_office_cancels_a_public_call_from_any_state_before_a_pledge(cast, state):
    challenge = challenge_in(cast, state)
    cancel(cast, challenge)
    assert challenge.state == "cancelled"
    assert cast.events("challenge.cancelled")[-1][2] == {"reason_code": "need_gone"}


def test_a_cancelled_call_is_owed_nothing_by_the_clock(cast):
    challenge = cast.opened()
    cancel(cast, challenge)
    cast.now = challenge.closes_at
    closing.close(cast.session, challenge.id, **cast.context)
    assert challenge.state == "cancelled"


@pytest.mark.parametrize("state", ["unsealed", "prequalifying", "consensus"])
def test_a_call_fails_for_too_few_bids_and_only_then(cast, state):
    challenge = challenge_in(cast, state)
    with pytest.raises(RuleRefused) as refused:
        fail(cast, challenge, qualified=3)
    assert (refused.value.rule, refused.value.params) == ("enough_bids", {"found": 3, "minimum": 3})
    fail(cast, challenge, qualified=2)
    assert challenge.state == "failed"


def reopen(cast, challenge, actor=None):
    return call(ending.reopen, cast, challenge, actor or cast.author, None)


def test_a_failed_call_has_one_next_round_that_goes_the_whole_way_again(cast):
    challenge = cast.opened(cast.drafted_from_demand())
    demand_id = challenge.demand_id
    challenge.state = "unsealed"
    cast.session.flush()
    fail(cast, challenge)
    made = reopen(cast, challenge)
    assert (made.state, made.previous_id, made.round_number) == ("draft", challenge.id, 2)
    assert (made.demand_id, made.title, made.metrics) == (
        demand_id,
        challenge.title,
        challenge.metrics,
    )
    assert (made.number, made.published_at, made.closes_at) == (None, None, None)
    assert cast.events("challenge.reopened")[-1][2] == {"challenge_id": made.id}
    with pytest.raises(AlreadyDone):
        reopen(cast, challenge)
    cast.opened(made)
    assert (made.state, made.number) == ("open", "WH-JB-2026-002")


@pytest.mark.parametrize("state", sorted(set(ChallengeState) - {ChallengeState.FAILED}))
def test_only_a_failed_call_is_reopened(cast, state):
    with pytest.raises(IllegalMove):
        reopen(cast, standing(cast, state))
