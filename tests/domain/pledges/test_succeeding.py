"""A reserve takes over from a project that was terminated: by a pledge of its own, while the call is in delivery."""

import pytest
from sqlalchemy import select

from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.errors import RuleRefused
from scenario_market.domain.moves import Reason
from scenario_market.domain.pledges import forfeiting, succeeding
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.projects import endings
from scenario_market.domain.projects.models import Project


def terminate(cast, pledge):
    return endings.terminate(
        cast.session,
        pledge.project_id,
        version=None,
        reason=Reason("milestones_missed", "连续逾期"),
        handover="设备移交",
        money="停拨",
        take_over=succeeding.take_over,
        actor=cast.lead,
        **cast.context,
    )


def last(cast, model):
    cast.session.flush()
    return cast.session.scalars(select(model).order_by(model.id.desc()).limit(1)).one()


def state_of_call(cast, pledge):
    return cast.fresh(cast.session.get_one(Challenge, pledge.challenge_id)).state


def test_the_reserve_is_awarded_the_place_and_its_project_names_the_one_before(cast):
    reserve = cast.organisation(name="备选单位")
    pledge = cast.signed(reserves=[reserve])
    assert state_of_call(cast, pledge) == "in_delivery"
    terminate(cast, pledge)
    successor, project = last(cast, Pledge), last(cast, Project)
    assert (successor.organisation_id, successor.project_id) == (reserve.id, project.id)
    assert (project.state, project.predecessor_id) == ("pledge_pending", pledge.project_id)
    assert state_of_call(cast, pledge) == "in_delivery"


def test_the_successor_signs_and_delivers(cast):
    reserve = cast.organisation(name="备选单位")
    terminate(cast, cast.signed(reserves=[reserve]))
    successor = last(cast, Pledge)
    cast.winner = cast.signing(reserve, "offers")
    cast.agree(successor, *cast.parties)
    cast.sign_all(successor)
    assert cast.session.get_one(Project, successor.project_id).state == "active"
    assert state_of_call(cast, successor) == "in_delivery"


def test_a_successor_that_does_not_sign_gives_way_to_the_next_and_the_last_ends_the_call(cast):
    first, second = (cast.organisation(name=f"备选{n}") for n in (1, 2))
    terminate(cast, cast.signed(reserves=[first, second]))
    for organisation in (first, second):
        pledge = last(cast, Pledge)
        assert pledge.organisation_id == organisation.id
        assert state_of_call(cast, pledge) == "in_delivery"
        cast.now = pledge.due_at
        forfeiting.fire(cast.session, pledge.id, **cast.context)
    assert state_of_call(cast, pledge) == "completed"


def test_without_a_reserve_nobody_takes_over(cast):
    with pytest.raises(RuleRefused, match="no_reserve"):
        terminate(cast, cast.signed())
