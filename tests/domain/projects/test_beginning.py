"""From the signed pledge, or the plan of a contract, to the first day of work."""

from copy import deepcopy
from datetime import date

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects import access, beginning, contracts, plans, terms
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.records import PlanVersion
from scenario_market.domain.projects.states import ProjectState
from tests.domain.demands.answers import accept, answer, confirm, record, sign
from tests.domain.projects.cases import TERMS

UNSIGNED = Reason("pledge_unsigned", "逾期未签")


def test_a_signed_pledge_begins_the_work_with_dated_milestones_and_a_kept_baseline(cast):
    project = cast.active()
    rows = plans.milestones_of(cast.session, project.id)
    assert project.state == ProjectState.ACTIVE
    assert project.starts_on == date(2026, 3, 2)
    assert [row.due_on for row in rows] == [date(2026, 6, 2), date(2026, 9, 2), date(2026, 12, 2)]
    assert rows[0].until_at == cast.city.end_of(date(2026, 6, 2))
    assert sum(row.weight for row in rows) == 100
    baseline = cast.session.scalars(select(PlanVersion)).one()
    assert (baseline.number, baseline.cause) == (1, "pledge")
    assert [one["due_on"] for one in baseline.content["milestones"]] == [
        row.due_on.isoformat() for row in rows
    ]
    kinds = set(cast.session.scalars(select(Deadline.kind)))
    assert kinds == {"milestone", "project_report"}


def test_the_terms_that_were_signed_are_the_ones_that_hold(cast):
    project = cast.pending(terms={})
    beginning.activate(cast.session, project, terms=TERMS, actor=SYSTEM, **cast.context)
    assert project.reward_fen == TERMS["reward_fen"]
    assert len(plans.milestones_of(cast.session, project.id)) == 3


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"milestones": []}, {"milestones", "tranches.1.milestone"}),
        ({"metrics": []}, {"metrics"}),
        ({"tranches": [{"percent": 99, "at": "pledge"}]}, {"tranches"}),
        (
            {"tranches": [{"percent": 100, "at": "milestone", "milestone": 4}]},
            {"tranches.0.milestone"},
        ),
        ({"reward_fen": -1, "other": 1}, {"reward_fen", "other"}),
    ],
)
def test_terms_that_break_a_rule_are_refused_by_field(city, wrong, fields):
    with pytest.raises(Invalid) as refused:
        terms.check({**TERMS, **wrong}, city.codes)
    assert {error.field for error in refused.value.errors} == fields


def test_weights_must_sum_to_a_hundred_and_each_milestone_say_what_it_owes(city):
    given = deepcopy(TERMS)
    given["milestones"][0]["weight"] = 31
    with pytest.raises(Invalid, match="sum_not_100"):
        terms.check(given, city.codes)
    given["milestones"][0] |= {"weight": 30, "consequence": " "}
    with pytest.raises(Invalid, match=r"milestones\.0\.consequence: required"):
        terms.check(given, city.codes)


def test_a_project_whose_pledge_is_not_signed_is_dropped_and_never_begins(cast):
    project = cast.pending()
    beginning.drop(cast.session, project, actor=SYSTEM, reason=UNSIGNED, **cast.context)
    assert project.state == ProjectState.TERMINATED
    with pytest.raises(IllegalMove):
        beginning.activate(cast.session, project, actor=SYSTEM, **cast.context)


def test_a_call_whose_last_project_was_dropped_is_complete(cast):
    challenge = cast.challenge()
    first, second = cast.pending(challenge), cast.pending(challenge)
    beginning.drop(cast.session, first, actor=SYSTEM, reason=UNSIGNED, **cast.context)
    assert challenge.state == ChallengeState.IN_DELIVERY
    beginning.drop(cast.session, second, actor=SYSTEM, reason=UNSIGNED, **cast.context)
    assert cast.fresh(challenge).state == ChallengeState.COMPLETED


def test_members_of_the_consortium_are_parties_of_the_project(cast):
    member, _ = cast.deliverer("成员单位")
    project = cast.active(members=(member,))
    assert access.parties(cast.session, project) == {
        cast.owner_organisation.id,
        project.organisation_id,
        member.id,
    }


def contracted(cast):
    demand = cast.listed()
    row, provider = answer(cast, demand)
    accept(cast, row, cast.owner)
    confirm(cast, row, provider)
    record(cast, row, provider)
    return row, provider


def begin(cast, row, actor, given=TERMS):
    return contracts.begin_from_contract(
        cast.session, row.id, terms=given, actor=actor, **cast.context
    )


def agree(cast, project, actor, version=None):
    return contracts.agree_to_plan(
        cast.session, project.id, version=version, actor=actor, **cast.context
    )


def test_a_contract_without_a_call_is_delivered_in_the_same_form(cast):
    row, provider = contracted(cast)
    with pytest.raises(IllegalMove):
        begin(cast, row, provider)
    sign(cast, row, cast.owner)
    project = begin(cast, row, provider)
    with pytest.raises(AlreadyDone):
        begin(cast, row, cast.owner)
    with pytest.raises(RuleRefused, match="own_record"):
        agree(cast, project, provider)
    agree(cast, project, cast.owner)
    assert project.state == ProjectState.ACTIVE
    assert cast.session.scalars(select(PlanVersion.cause)).one() == "contract"


def test_a_plan_that_was_put_otherwise_must_be_read_again(cast):
    row, provider = contracted(cast)
    sign(cast, row, cast.owner)
    project = begin(cast, row, provider)
    read = project.version
    given = {**TERMS, "reward_fen": 0, "tranches": []}
    contracts.put_plan(
        cast.session, project.id, version=read, terms=given, actor=provider, **cast.context
    )
    with pytest.raises(StaleVersion):
        agree(cast, project, cast.owner, version=read)
    contracts.put_plan(
        cast.session, project.id, version=None, terms=TERMS, actor=cast.owner, **cast.context
    )
    agree(cast, project, provider)
    assert project.reward_fen == TERMS["reward_fen"]


def test_a_plan_that_nobody_agrees_to_is_given_up_with_a_reason_and_another_may_be_put(cast):
    row, provider = contracted(cast)
    sign(cast, row, cast.owner)
    project = begin(cast, row, provider)
    reason = Reason("plan_not_agreed", "双方未就验收指标达成一致")
    given = {"version": None, "actor": cast.owner, "reason": reason, **cast.context}
    contracts.withdraw(cast.session, project.id, **given)
    assert project.state == ProjectState.TERMINATED
    with pytest.raises(IllegalMove):
        agree(cast, project, cast.owner)
    assert begin(cast, row, cast.owner).id != project.id
    with pytest.raises(RuleRefused, match="by_pledge"):
        contracts.withdraw(cast.session, cast.pending().id, **given)


def test_who_is_on_neither_side_of_a_contract_finds_nothing(cast):
    row, provider = contracted(cast)
    sign(cast, row, cast.owner)
    _, stranger = cast.deliverer()
    with pytest.raises(NotFound):
        begin(cast, row, stranger)
    project = begin(cast, row, provider)
    with pytest.raises(NotFound):
        agree(cast, project, stranger)


def test_the_plan_of_a_calls_project_is_its_pledge(cast):
    project = cast.pending()
    with pytest.raises(RuleRefused, match="by_pledge"):
        agree(cast, project, cast.provider_of(project))
    assert cast.session.get(Project, project.id).state == ProjectState.PLEDGE_PENDING
