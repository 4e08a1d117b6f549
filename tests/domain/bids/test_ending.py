"""A call that ends before a pledge takes its opened bids with it; it fails for too few of them alone."""

import pytest
from sqlalchemy import select

from scenario_market.domain.bids import ending
from scenario_market.domain.bids.models import Bid, Workspace
from scenario_market.domain.bids.states import BID_MOVES, BidState
from scenario_market.domain.errors import RuleRefused
from tests.domain.challenges import cases
from tests.domain.challenges.cases import REASONS


@pytest.fixture
def cast(session, city):
    return cases.cast(session, city)


def with_bids(cast, state, *states):
    """An opened call with a bid in each of the states."""
    challenge = cases.challenge_in(cast, state)
    for place, one in enumerate(states):
        organisation = cast.organisation()
        workspace = Workspace(
            access_key=f"{challenge.id:016}{place:016}",
            challenge_id=challenge.id,
            organisation_id=organisation.id,
            envelope=b"",
            sealed_key=b"",
            created_at=cast.now,
            updated_at=cast.now,
        )
        cast.session.add(workspace)
        cast.session.flush()
        cast.session.add(
            Bid(
                challenge_id=challenge.id,
                workspace_id=workspace.id,
                organisation_id=organisation.id,
                state=one,
                pseudonym=f"B{place:02}",
                number=1,
                content={},
                content_hash="0" * 64,
                salt="0" * 64,
                handed_in_at=cast.now,
                opened_at=cast.now,
                created_at=cast.now,
                updated_at=cast.now,
            )
        )
    cast.session.flush()
    return challenge


def run(cast, command, challenge, verb):
    return command(
        cast.session,
        challenge.id,
        actor=cast.lead,
        version=challenge.version,
        reason=REASONS[verb],
        **cast.context,
    )


def states(cast, challenge):
    cast.session.flush()
    query = select(Bid.state).where(Bid.challenge_id == challenge.id).order_by(Bid.id)
    return list(cast.session.scalars(query))


def test_what_was_excluded_or_lapsed_does_not_count(cast):
    challenge = with_bids(
        cast, "prequalifying", "qualified", "correction", "disqualified", "lapsed"
    )
    run(cast, ending.fail, challenge, "fail")
    assert challenge.state == "failed"
    assert states(cast, challenge) == ["ended", "ended", "disqualified", "lapsed"]
    assert len(cast.events("bid.ended")) == 2


@pytest.mark.parametrize(
    "bids",
    [
        ("scored", "scored", "scored"),
        ("ranked", "ranked", "below_threshold"),
        ("ranked", "below_threshold", "below_threshold"),
    ],
)
def test_a_call_with_enough_qualified_bids_of_which_one_may_win_does_not_fail(cast, bids):
    challenge = with_bids(cast, "consensus", *bids)
    with pytest.raises(RuleRefused) as refused:
        run(cast, ending.fail, challenge, "fail")
    assert refused.value.rule == "enough_bids"
    assert states(cast, challenge) == list(bids)


@pytest.mark.parametrize(
    "bids", [("below_threshold",) * 4, ("scored", "scored", "disqualified"), ("lapsed",)]
)
def test_a_call_of_which_no_bid_passes_or_too_few_are_left_fails_after_the_scoring(cast, bids):
    challenge = with_bids(cast, "consensus", *bids)
    run(cast, ending.fail, challenge, "fail")
    assert challenge.state == "failed"


@pytest.mark.parametrize("state", sorted(BidState))
def test_cancelling_ends_every_bid_that_is_still_in_the_call(cast, state):
    challenge = with_bids(cast, "consensus", state)
    run(cast, ending.cancel, challenge, "cancel")
    ends = state in BID_MOVES["end"].sources
    assert states(cast, challenge) == ["ended" if ends else state]
