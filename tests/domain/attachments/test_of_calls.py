"""Files of calls: written with the draft, fixed with what is handed in, public with the call."""

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import review
from scenario_market.domain.errors import IllegalMove, NotPermitted, RuleRefused
from tests.domain.challenges import cases

pytestmark = pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


def test_a_specification_comes_out_with_its_call_and_is_fixed_from_the_hand_in_on(
    cast, attach, sees, remove
):
    call = cast.drafted()
    row = attach("challenge", call.id, "specification", cast.owner)
    with pytest.raises(NotPermitted):
        attach("challenge", call.id, "specification", cast.provider()[1])
    assert sees("challenge", call.id, PUBLIC) is None
    cast.under_review(call)
    for act in (
        lambda: attach("challenge", call.id, "specification", cast.owner),
        lambda: remove(row, cast.owner),
    ):
        with pytest.raises(IllegalMove):
            act()
    review.give_back(
        cast.session,
        call.id,
        actor=cast.reviewers[0],
        version=None,
        reason=cases.REASONS["return"],
        **cast.context,
    )
    remove(row, cast.owner)
    kept = attach("challenge", call.id, "specification", cast.owner)
    cast.opened(call)
    assert sees("challenge", call.id, PUBLIC) == ["specification"]
    assert sees("challenge", call.id, cast.provider()[1]) == ["specification"]
    with pytest.raises(IllegalMove):
        remove(kept, cast.owner)


def test_who_attached_a_file_has_written_in_the_call(cast, attach):
    call = cast.drafted()
    officer = cast.reviewers[0]
    call.source, call.author_id = "office", cast.reviewers[1].person_id
    attach("challenge", call.id, "specification", officer)
    call.state = "under_review"
    with pytest.raises(RuleRefused, match="own_writing"):
        review.approve(cast.session, call.id, actor=officer, version=None, **cast.context)
