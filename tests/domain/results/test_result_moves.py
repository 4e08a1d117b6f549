"""From the panel's opinion to the public notice, and back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from scenario_market.domain.actor import Actor
from scenario_market.domain.bids.states import BidState
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.evaluation.models import Ranking
from scenario_market.domain.parties import proving
from scenario_market.domain.results import announcing, confirming, opinion
from scenario_market.domain.results import deciding as collective
from scenario_market.domain.results.finding import opinion_of
from scenario_market.domain.results.models import CollectiveDecision, OpinionSignature
from tests import factories
from tests.domain.results import cases
from tests.domain.results.cases import DECLINED, REFUSED, meeting


def states(result):
    return [bid.state for bid in result.bids]


def test_a_ranking_that_all_signed_is_recommended_with_its_reserve(result):
    result.drafted()
    result.sign()
    result.recommend()
    assert result.challenge.state == "recommended"
    assert states(result) == [BidState.RECOMMENDED, BidState.RESERVE, BidState.NOT_AWARDED]
    kinds = [kind for kind, *_ in result.cast.events()]
    assert kinds.count("challenge.opinion_signed") == 5
    assert kinds.index("challenge.opinion_complete") < kinds.index("challenge.recommended")


def test_where_no_bid_passes_there_is_nothing_to_recommend(result):
    query = select(Ranking).where(Ranking.challenge_id == result.challenge.id)
    for row in result.session.scalars(query):
        row.place = None
    for bid in result.bids:
        bid.state = BidState.BELOW_THRESHOLD
    result.drafted("各揭榜方均未达到合格标准")
    result.sign()
    with pytest.raises(RuleRefused, match="none_passed"):
        result.recommend()
    assert result.challenge.state == "consensus"


def test_as_long_as_one_member_has_not_signed_nothing_is_recommended(result):
    result.drafted()
    result.sign(*result.panel[:4])
    with pytest.raises(RuleRefused) as refused:
        result.recommend()
    assert (refused.value.rule, refused.value.params) == ("signatures_missing", {"count": 1})


def test_a_dissent_is_written_and_signed_and_stops_nothing(result):
    row = result.drafted()
    result.sign(*result.panel[:4])
    with pytest.raises(Invalid) as invalid:
        result.sign(result.panel[4], agrees=False)
    assert [one.field for one in invalid.value.errors] == ["dissent"]
    result.sign(result.panel[4], agrees=False, dissent="第一名的工期依据不足")
    result.recommend()
    kept = result.session.query(OpinionSignature).filter_by(opinion_id=row.id, agrees=False).one()
    assert kept.dissent == "第一名的工期依据不足"


def test_a_changed_opinion_is_signed_anew_and_nobody_signs_what_he_did_not_read(result):
    first = result.drafted().content_hash
    result.sign(*result.panel[:4])
    result.drafted("评审组修改后的意见")
    with pytest.raises(RuleRefused) as refused:
        result.recommend()
    assert refused.value.params == {"count": 5}
    row = opinion_of(result.session, result.challenge.id)
    assert row.content_hash != first
    with pytest.raises(RuleRefused) as changed:
        opinion.sign(
            result.session,
            result.challenge.id,
            content_hash=first,
            agrees=True,
            proof=proving.Proof(is_known=True),
            key=b"",
            actor=result.chair,
            **result.context,
        )
    assert changed.value.rule == "opinion_changed"


def test_nobody_signs_twice_nor_for_a_panel_that_he_is_not_on(result):
    result.drafted()
    result.sign(result.chair)
    with pytest.raises(AlreadyDone):
        result.sign(result.chair)
    with pytest.raises(NotFound):
        result.sign(cases.expert(result.cast))


def test_only_the_chair_writes_and_recommends(result):
    result.panel.reverse()
    with pytest.raises(RuleRefused) as refused:
        result.drafted()
    assert refused.value.rule == "not_the_chair"
    result.panel.reverse()
    result.drafted()
    result.sign()
    result.panel.reverse()
    with pytest.raises(RuleRefused) as refused:
        result.recommend()
    assert refused.value.rule == "not_the_chair"
    result.panel.reverse()
    result.recommend()


def test_what_the_chair_reopened_is_no_ranking_to_write_on(result):
    result.bids[0].state = "scored"
    with pytest.raises(RuleRefused) as refused:
        result.drafted()
    assert refused.value.rule == "ranking_missing"


def test_the_owner_confirms_and_no_other_enterprise_finds_it(result):
    result.recommended()
    organisation, _ = result.cast.provider(name="别家需求单位")
    rival = factories.owner_of(organisation, result.cast.person())
    with pytest.raises(NotFound):
        confirming.confirm(result.session, result.challenge.id, actor=rival, **result.plain)
    confirming.confirm(result.session, result.challenge.id, actor=result.cast.owner, **result.plain)
    assert result.challenge.state == "owner_confirmed"


def test_a_declined_recommendation_goes_back_to_the_panel_with_its_reason(result):
    result.recommended()
    with pytest.raises(Invalid):
        confirming.decline(
            result.session,
            result.challenge.id,
            reason=cases.Reason("owner_objects", " "),
            actor=result.cast.owner,
            **result.context,
        )
    confirming.decline(
        result.session,
        result.challenge.id,
        reason=DECLINED,
        actor=result.cast.owner,
        **result.context,
    )
    assert result.challenge.state == "consensus"
    assert set(states(result)) == {BidState.SCORED}
    result.recommended()
    assert opinion_of(result.session, result.challenge.id).attempt == 2


def test_the_owner_is_reminded_before_his_day_and_named_after_it(result):
    result.recommended()
    due = confirming.due_at(result.challenge, result.now, result.city)
    assert result.city.day(due - timedelta(seconds=1)) == date(2026, 3, 9)  # 5 working days
    result.now = due - timedelta(days=1)
    confirming.remind(result.session, result.challenge.id, now=result.now, city=result.city)
    confirming.remind(result.session, result.challenge.id, now=due, city=result.city)
    kinds = [kind for kind, *_ in result.cast.events() if "owner_answer" in kind]
    assert kinds == ["challenge.owner_answer_due_soon", "challenge.owner_answer_overdue"]


def test_whoever_answered_is_not_reminded(result):
    result.confirmed()
    due = confirming.due_at(result.challenge, result.now, result.city)
    confirming.remind(result.session, result.challenge.id, now=due, city=result.city)
    assert result.cast.events("challenge.owner_answer_overdue") == []


def test_the_collective_decision_keeps_minutes_participants_and_votes(result):
    result.decided()
    kept = result.session.query(CollectiveDecision).one()
    assert (kept.outcome, kept.votes_for, len(kept.participants)) == ("approved", 3, 3)
    assert result.challenge.state == "approved_award"


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"votes_for": 1, "votes_against": 2}, "majority_missing"),
        ({"minutes": "  "}, "minutes_missing"),
    ],
)
def test_without_majority_or_minutes_nothing_is_decided(result, values, rule):
    result.confirmed()
    with pytest.raises(RuleRefused) as refused:
        decide(result, **values)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"votes_for": 4}, "votes_for"),
        ({"participants": []}, "participants"),
        ({"presided_by": ""}, "presided_by"),
        ({"held_on": date(2026, 3, 3)}, "held_on"),
        ({"votes_against": -1}, "votes_against"),
    ],
)
def test_minutes_that_contradict_themselves_name_their_field(result, values, field):
    result.confirmed()
    with pytest.raises(Invalid) as invalid:
        decide(result, **values)
    assert field in [one.field for one in invalid.value.errors]


def decide(result, actor=None, **values):
    return collective.decide(
        result.session,
        result.challenge.id,
        meeting=meeting(**values),
        actor=actor or result.cast.lead,
        **result.context,
    )


def test_a_refused_award_goes_back_to_the_panel(result):
    result.confirmed()
    collective.refuse(
        result.session,
        result.challenge.id,
        meeting=meeting(votes_for=1, votes_against=2),
        reason=REFUSED,
        actor=result.cast.lead,
        **result.context,
    )
    assert result.challenge.state == "consensus"
    assert set(states(result)) == {BidState.SCORED}


def test_who_acts_for_a_bidder_or_sat_on_the_panel_decides_nothing(result):
    result.confirmed()
    near = Actor(
        person_id=result.cast.person().id,
        roles=frozenset({"office_lead"}),
        mandates={result.organisations[2].id: frozenset({"offers"})},
    )
    member = Actor(person_id=result.panel[2].person_id, roles=frozenset({"office_lead"}))
    for actor, rule in ((near, "own_organisation"), (member, "panel_member")):
        with pytest.raises(RuleRefused) as refused:
            decide(result, actor)
        assert refused.value.rule == rule
    with pytest.raises(NotPermitted):
        decide(result, result.cast.reviewers[0])


def test_each_step_waits_for_the_one_before(result):
    with pytest.raises(IllegalMove):
        decide(result)
    with pytest.raises(IllegalMove):
        announcing.announce(
            result.session, result.challenge.id, actor=result.cast.reviewers[0], **result.context
        )
    with pytest.raises(IllegalMove):
        result.award()
