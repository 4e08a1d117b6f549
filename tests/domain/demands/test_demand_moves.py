"""Every move of a demand is made once, and refused from every state that the table does not name."""

from dataclasses import replace

import pytest

from scenario_market.domain.actor import PUBLIC, SYSTEM
from scenario_market.domain.demands import drafting, review, withdrawing
from scenario_market.domain.demands.states import DEMAND_MOVES, DemandState
from scenario_market.domain.errors import (
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
from tests.domain.demands.cases import COMPLETE, REASONS, demand_in

S = DemandState


def submit(cast, demand, actor=None, version=None):
    return drafting.submit(
        cast.session, demand.id, actor=actor or cast.owner, version=version, **cast.context
    )


def recall(cast, demand, actor=None, version=None):
    return drafting.recall(
        cast.session, demand.id, actor=actor or cast.owner, version=version, now=cast.now
    )


def begin(cast, demand, actor=None, version=None):
    return review.begin(
        cast.session, demand.id, actor=actor or cast.reviewers[0], version=version, **cast.context
    )


def give_back(cast, demand, actor=None, version=None):
    return review.give_back(
        cast.session,
        demand.id,
        actor=actor or cast.reviewers[0],
        version=version,
        reason=REASONS["return"],
        **cast.context,
    )


def reject(cast, demand, actor=None, version=None):
    return review.reject(
        cast.session,
        demand.id,
        actor=actor or cast.reviewers[0],
        version=version,
        reason=REASONS["reject"],
        **cast.context,
    )


def approve(cast, demand, actor=None, version=None):
    return review.approve(
        cast.session, demand.id, actor=actor or cast.reviewers[0], version=version, **cast.context
    )


def withdraw(cast, demand, actor=None, version=None):
    return withdrawing.withdraw(
        cast.session,
        demand.id,
        actor=actor or cast.owner,
        version=version,
        reason=REASONS["withdraw"],
        **cast.context,
    )


COMMANDS = {
    "submit": submit,
    "recall": recall,
    "review": begin,
    "return": give_back,
    "reject": reject,
    "approve": approve,
    "withdraw": withdraw,
}


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_verb_is_refused_from_every_state_that_the_table_does_not_name(cast, verb):
    for state in sorted(set(DemandState) - DEMAND_MOVES[verb].sources):
        demand = demand_in(cast, state)
        with pytest.raises(IllegalMove) as refused:
            COMMANDS[verb](cast, demand)
        assert refused.value.params["state"] == state
        assert cast.fresh(demand).state == state


@pytest.mark.parametrize("verb", COMMANDS)
def test_nobody_moves_a_demand_that_changed_since_he_read_it(cast, verb):
    demand = demand_in(cast, sorted(DEMAND_MOVES[verb].sources)[0])
    with pytest.raises(StaleVersion):
        COMMANDS[verb](cast, demand, version=demand.version + 1)


@pytest.mark.parametrize("verb", COMMANDS)
def test_the_public_moves_nothing(cast, verb):
    demand = demand_in(cast, sorted(DEMAND_MOVES[verb].sources)[0])
    with pytest.raises(NotSignedIn):
        COMMANDS[verb](cast, demand, actor=PUBLIC)


@pytest.mark.parametrize("verb", ["review", "return", "reject", "approve"])
def test_the_owner_does_not_do_the_office_s_work(cast, verb):
    demand = demand_in(cast, sorted(DEMAND_MOVES[verb].sources)[0])
    with pytest.raises(NotPermitted):
        COMMANDS[verb](cast, demand, actor=cast.owner)


@pytest.mark.parametrize("verb", ["submit", "recall", "withdraw"])
def test_a_rival_finds_nothing_to_move(cast, verb):
    demand = demand_in(cast, sorted(DEMAND_MOVES[verb].sources)[0])
    rival = factories.owner_of(cast.organisation(), cast.person())
    with pytest.raises(NotFound):
        COMMANDS[verb](cast, demand, actor=rival)


def test_a_complete_need_goes_all_the_way_to_the_list(cast):
    demand = cast.listed()
    assert demand.state == S.LISTED
    assert demand.number == "WH-XQ-2026-0001"
    kinds = [kind for kind, subject, _ in cast.events() if subject == demand.id]
    assert kinds.count("demand.approval_given") == 2
    assert kinds.count("demand.clearance_signed") == 7
    for kind in ("drafted", "submitted", "review_begun", "approved", "listed"):
        assert kinds.count(f"demand.{kind}") == 1


def test_a_returned_need_is_edited_and_handed_in_again_as_a_new_version(cast):
    demand = cast.in_review()
    give_back(cast, demand)
    assert demand.state == S.RETURNED
    drafting.edit(
        cast.session,
        demand.id,
        actor=cast.owner,
        version=demand.version,
        fields={"place": "二号厂房"},
        **cast.context,
    )
    submit(cast, demand)
    assert (demand.state, demand.content_number) == (S.SUBMITTED, 2)
    assert cast.events("demand.edited")[-1][2]["fields"] == ["place"]


def test_a_recalled_need_is_a_draft_again(cast):
    demand = cast.submitted()
    recall(cast, demand)
    assert demand.state == S.DRAFT


def test_a_rejection_owes_a_reason_meant_for_it(cast):
    demand = cast.in_review()
    with pytest.raises(Invalid) as refused:
        review.reject(
            cast.session,
            demand.id,
            actor=cast.reviewers[0],
            version=None,
            reason=Reason("vague_metric", " "),
            **cast.context,
        )
    assert [error.field for error in refused.value.errors] == ["reason.code", "reason.text"]
    reject(cast, demand)
    assert demand.state == S.REJECTED


def test_a_remark_on_a_field_that_does_not_exist_is_refused(cast):
    demand = cast.in_review()
    with pytest.raises(Invalid) as refused:
        review.give_back(
            cast.session,
            demand.id,
            actor=cast.reviewers[0],
            version=None,
            reason=Reason("vague_metric", "指标", {"metric_table": "?"}),
            **cast.context,
        )
    assert refused.value.errors[0].field == "reason.remarks.metric_table"


def test_an_unverified_organisation_drafts_but_does_not_submit(cast):
    cast.owner_organisation.state = "pending"
    demand = cast.draft()
    with pytest.raises(RuleRefused, match="organisation_not_verified"):
        submit(cast, demand)


def test_everything_that_a_submission_misses_is_named_at_once(cast):
    demand = cast.draft(title="", domain=None, contact_mobile=None, contact_email=None)
    with pytest.raises(Invalid) as refused:
        submit(cast, demand)
    assert {error.field for error in refused.value.errors} == {"title", "domain", "contact_mobile"}


def test_one_officer_cannot_approve_twice_nor_alone(cast):
    demand = cast.in_review()
    approve(cast, demand)
    assert demand.state == S.IN_REVIEW
    with pytest.raises(Exception, match="approved_by_you"):
        approve(cast, demand)
    approve(cast, demand, actor=cast.reviewers[1])
    assert demand.state == S.APPROVED


def test_a_need_that_could_not_be_published_is_not_approved(cast):
    demand = cast.in_review(
        metrics=[], place="", ends_on=None, budget_max_fen=None, budget_min_fen=None
    )
    with pytest.raises(Invalid) as refused:
        approve(cast, demand)
    fields = {error.field for error in refused.value.errors}
    assert fields == {"metrics", "place", "ends_on", "budget_max_fen"}


def test_the_three_readings_are_signed_by_three_people(cast):
    demand = cast.in_review()

    def clear(step, officer):
        review.clear(
            cast.session,
            demand.id,
            actor=cast.reviewers[officer],
            version=None,
            step=step,
            **cast.context,
        )

    clear("review_1", 0)
    with pytest.raises(RuleRefused, match="distinct_signers"):
        clear("review_2", 0)
    clear("review_2", 1)
    clear("secrecy", 0)
    with pytest.raises(Exception, match="step_signed"):
        clear("secrecy", 1)
    with pytest.raises(Invalid):
        clear("review_9", 1)


def test_where_the_programme_asks_the_district_speaks_before_the_office(cast):
    demand = cast.draft()
    demand.programme = "industrial_trial"
    submit(cast, demand)
    with pytest.raises(RuleRefused, match="recommendation_missing"):
        begin(cast, demand)

    def officer(*districts):
        made = factories.officer(cast.person(), "district_officer")
        return replace(made, districts=frozenset(districts))

    def recommend(actor):
        review.recommend(cast.session, demand.id, actor=actor, version=None, **cast.context)

    with pytest.raises(NotFound):
        recommend(officer("420102"))
    recommend(officer("420102", COMPLETE["district"]))
    begin(cast, demand)
    assert demand.state == S.IN_REVIEW


def test_the_clock_alone_expires_a_demand_and_only_when_its_time_is_over(cast):
    demand = cast.listed()
    withdrawing.expire(cast.session, demand.id, **cast.context)
    assert demand.state == S.LISTED
    for _ in range(2):
        withdrawing.expire(cast.session, demand.id, now=demand.closes_at, city=cast.city)
    assert demand.state == S.EXPIRED
    assert len(cast.events("demand.expired")) == 1
    assert DEMAND_MOVES["expire"].by == "demand.expire"
    assert SYSTEM.is_system


def test_expiry_leaves_every_other_state_alone(cast):
    for state in sorted(set(DemandState) - {S.LISTED}):
        demand = demand_in(cast, state)
        withdrawing.expire(cast.session, demand.id, now=demand.closes_at, city=cast.city)
        assert cast.fresh(demand).state == state


def test_a_withdrawn_demand_leaves_its_trace_in_the_list(cast):
    demand = cast.listed()
    withdraw(cast, demand, actor=cast.lead)
    assert demand.state == S.WITHDRAWN
    assert demand.number == "WH-XQ-2026-0001"
