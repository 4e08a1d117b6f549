"""Who stands in a relation to the owner of a call, and so may not bid on it."""

import pytest

from scenario_market.domain.challenges import eligibility
from tests.domain.challenges import calls
from tests.factories import NOW


@pytest.fixture
def owner(session):
    return calls.organisation(session, name="测试发榜方")


def ask(session, city, owner, one):
    """Whether an organisation stands in no relation to the owner."""
    call = calls.call(session, city, owner)
    found = eligibility.answers(session, call, [one.id], now=NOW, city=city)
    return next(answer for answer in found if answer.rule == "not_owner_side")


def test_owner_and_bidder_stand_in_no_relation_whichever_controls_the_other(session, city, owner):
    middle = calls.organisation(session, controlled_by_id=owner.id)
    below = calls.organisation(session, controlled_by_id=middle.id)
    above = calls.organisation(session)
    owner.controlled_by_id = above.id
    session.flush()
    for one, relation in ((owner, "same"), (below, "controlled"), (above, "controls")):
        answer = ask(session, city, owner, one)
        assert not answer.passed
        assert answer.detail == {"relation": {one.id: relation}}


def test_a_sister_under_a_common_controller_is_related_and_two_that_the_state_holds_are_not(
    session, city, owner
):
    group = calls.organisation(session, owner_type="state_owned")
    state = calls.organisation(session, owner_type="government", controlled_by_id=None)
    group.controlled_by_id = state.id
    middle = calls.organisation(session, controlled_by_id=group.id)
    owner.controlled_by_id = group.id
    sister = calls.organisation(session, controlled_by_id=middle.id)
    other = calls.organisation(session, controlled_by_id=state.id)
    session.flush()
    answer = ask(session, city, owner, sister)
    assert (answer.passed, answer.detail) == (False, {"relation": {sister.id: "sister"}})
    assert ask(session, city, owner, other).passed
