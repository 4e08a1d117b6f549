"""Who takes part in which bid: one bid an organisation and call, and each member by its own word."""

import pytest
from sqlalchemy import select

from scenario_market.domain.bids import beginning, consortium, judging, queries
from scenario_market.domain.bids.models import Participation, Workspace
from scenario_market.domain.bids.states import SealedState as S
from scenario_market.domain.demands.models import Sharpening
from scenario_market.domain.errors import (
    AlreadyDone,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.outbox import EventRecord
from tests.domain.bids import desks
from tests.domain.challenges import calls
from tests.domain.demands import cases as demands


def division(*shares):
    return {
        "division": [
            {"organisation_uscc": organisation.uscc, "role": "分工", "share_percent": share}
            for organisation, share in shares
        ]
    }


def invite(scene, workspace, lead, organisation):
    return consortium.invite(
        scene.session, workspace.access_key, uscc=organisation.uscc, actor=lead, **scene.context
    )


def rules(done):
    return [one.rule for one in done.verdict.refused]


def test_beginning_again_is_the_same_workspace(scene):
    organisation, actor = scene.bidder()
    first = scene.begin(organisation, actor)
    assert scene.begin(organisation, scene.colleague(organisation)) is first
    assert len(scene.session.scalars(select(Workspace)).all()) == 1


def test_one_begins_for_one_s_own_organisation_alone_and_within_the_scope(scene):
    organisation, _ = scene.bidder()
    _, stranger = scene.bidder()
    for actor in (stranger, scene.colleague(organisation, "profile", "manage")):
        with pytest.raises(NotFound):
            scene.begin(organisation, actor)


def test_the_owner_and_what_it_controls_do_not_bid(scene):
    daughter, actor = scene.bidder(controlled_by_id=scene.owner.id)
    with pytest.raises(RuleRefused) as refused:
        scene.begin(daughter, actor)
    assert refused.value.params["failed"] == ["not_owner_side"]
    with pytest.raises(RuleRefused):
        scene.begin(scene.owner, scene.colleague(scene.owner))


def test_who_helped_to_write_the_need_is_barred_unless_the_programme_lets_him(scene, city):
    organisation, actor = scene.bidder()
    provider = calls.provider(scene.session, organisation)
    demand = demands.demand_in(demands.cast(scene.session, city), "listed")
    row = Sharpening(
        demand_id=demand.id,
        assigned_by_id=actor.person_id,
        provider_id=provider.id,
        assigned_at=scene.now,
        due_at=scene.now,
    )
    scene.session.add(row)
    scene.challenge.demand_id = demand.id
    scene.session.flush()
    with pytest.raises(RuleRefused) as refused:
        scene.begin(organisation, actor)
    assert refused.value.params["failed"] == ["not_sharpener"]
    scene.challenge.rules = {**scene.challenge.rules, "sharpener_may_bid": True}
    assert scene.begin(organisation, actor)


def test_an_organisation_whose_code_the_office_has_not_verified_does_not_begin(scene):
    organisation, actor = scene.bidder(state="unverified")
    with pytest.raises(RuleRefused) as refused:
        scene.begin(organisation, actor)
    assert refused.value.params["failed"] == ["verified"]


def test_a_member_that_consented_reads_and_edits_and_the_lead_alone_hands_in(scene):
    lead_organisation, lead = scene.bidder()
    workspace = scene.begin(lead_organisation, lead)
    organisation, member = scene.bidder()
    row = invite(scene, workspace, lead, organisation)
    with pytest.raises(NotFound):
        scene.read(workspace, member)
    consortium.consent(scene.session, row.access_key, actor=member, **scene.context)
    scene.act(workspace, member, answers={"impact": {"text": "成员所写"}})
    answers = desks.ANSWERS | division((lead_organisation, 60), (organisation, 40))
    refused = scene.act(workspace, member, "hand_in", answers, accepts_rules=True)
    assert rules(refused) == ["lead_only"]
    done = scene.act(workspace, lead, "hand_in")
    assert [
        (one["organisation_id"], one["is_lead"], one["share_percent"])
        for one in done.contents.handed_in.members
    ] == [(lead_organisation.id, True, 60), (organisation.id, False, 40)]


def test_who_has_not_answered_holds_nothing_up_and_is_no_member_of_what_is_handed_in(scene):
    lead_organisation, lead = scene.bidder()
    workspace = scene.begin(lead_organisation, lead)
    organisation, member = scene.bidder()
    row = invite(scene, workspace, lead, organisation)
    named = desks.ANSWERS | division((lead_organisation, 60), (organisation, 40))
    done = scene.act(workspace, lead, "hand_in", named, accepts_rules=True)
    assert (done.verb, done.standing) == ("save", S.DRAFT)
    assert {one.rule for one in done.verdict.missing} == {"not_a_member"}
    done = scene.act(workspace, lead, "hand_in", desks.ANSWERS | {"division": []})
    assert (done.standing, done.desk.invited) == (S.SUBMITTED, 1)
    # Consent changes nothing of what was handed in; the lead names it and hands in again.
    consortium.consent(scene.session, row.access_key, actor=member, **scene.context)
    done = scene.act(workspace, lead, answers={"impact": {"text": "改"}})
    assert done.standing == S.SUBMITTED
    assert [one["uscc"] for one in done.contents.handed_in.members] == [lead_organisation.uscc]
    done = scene.act(workspace, lead, "hand_in")
    assert {one.rule for one in done.verdict.missing} == {"member_left_out", "shares_not_100"}
    done = scene.act(workspace, lead, "hand_in", named)
    assert len(done.contents.handed_in.members) == 2


def test_a_consortium_says_who_does_what(scene):
    lead_organisation, lead = scene.bidder()
    workspace = scene.begin(lead_organisation, lead)
    organisation, member = scene.bidder()
    scene.member(workspace, lead, organisation, member)
    answers = desks.ANSWERS | division((lead_organisation, 60))
    done = scene.act(workspace, lead, "hand_in", answers, accepts_rules=True)
    assert [(one.field, one.rule) for one in done.verdict.missing] == [
        ("division", "member_left_out"),
        ("division", "shares_not_100"),
    ]


def test_nobody_is_in_two_consortia_of_a_call(scene):
    organisation, member = scene.bidder()
    first, lead = scene.begun()
    second, other_lead = scene.begun()
    scene.member(first, lead, organisation, member)
    row = invite(scene, second, other_lead, organisation)
    with pytest.raises(AlreadyDone, match="takes_part_elsewhere"):
        consortium.consent(scene.session, row.access_key, actor=member, **scene.context)
    with pytest.raises(AlreadyDone, match="takes_part_elsewhere"):
        scene.begin(organisation, member)


def test_who_left_may_join_another_and_what_named_it_must_be_handed_in_again(scene):
    lead_organisation, lead = scene.bidder()
    workspace = scene.begin(lead_organisation, lead)
    organisation, member = scene.bidder()
    scene.member(workspace, lead, organisation, member)
    scene.handed_in(workspace, lead, **division((lead_organisation, 60), (organisation, 40)))
    beginning.leave(
        scene.session,
        workspace.access_key,
        organisation_id=organisation.id,
        actor=member,
        **scene.context,
    )
    read = scene.read(workspace, lead)
    assert judging.standing(read.contents, read.desk) == S.RECONFIRM
    with pytest.raises(NotFound):
        scene.read(workspace, member)
    other, other_lead = scene.begun()
    scene.member(other, other_lead, organisation, member)
    done = scene.act(workspace, lead, "hand_in", {"division": []})
    assert done.standing == S.SUBMITTED


def test_when_the_lead_leaves_nobody_takes_part_and_it_finds_its_draft_when_it_comes_back(scene):
    lead_organisation, lead = scene.bidder()
    workspace = scene.begin(lead_organisation, lead)
    scene.act(workspace, lead, answers={"approach": {"text": "留着"}})
    organisation, member = scene.bidder()
    scene.member(workspace, lead, organisation, member)
    beginning.leave(
        scene.session,
        workspace.access_key,
        organisation_id=lead_organisation.id,
        actor=lead,
        **scene.context,
    )
    assert scene.session.scalars(select(Participation)).all() == []
    with pytest.raises(NotFound):
        scene.read(workspace, member)
    assert scene.begin(lead_organisation, lead).id == workspace.id
    assert scene.read(workspace, lead).contents.draft["approach"] == {"text": "留着"}
    assert scene.begin(organisation, member)


def test_a_call_may_want_single_bidders_and_a_consortium_has_a_limit(scene):
    workspace, lead = scene.begun()
    scene.challenge.rules = {**scene.challenge.rules, "consortium_max": 2}
    invite(scene, workspace, lead, scene.bidder()[0])
    with pytest.raises(RuleRefused, match="consortium_full"):
        invite(scene, workspace, lead, scene.bidder()[0])
    alone, _ = desks.open_call(scene, accepts_consortium=False)
    organisation, actor = scene.bidder()
    own = scene.begin(organisation, actor, alone)
    with pytest.raises(RuleRefused, match="consortium_not_accepted"):
        invite(scene, own, actor, scene.bidder()[0])


def test_the_lead_alone_invites_and_calls_back(scene):
    workspace, lead = scene.begun()
    organisation, member = scene.bidder()
    scene.member(workspace, lead, organisation, member)
    with pytest.raises(NotPermitted, match="lead_only"):
        invite(scene, workspace, member, scene.bidder()[0])
    third, stranger = scene.bidder()
    row = invite(scene, workspace, lead, third)
    with pytest.raises(AlreadyDone, match="invited"):
        invite(scene, workspace, lead, third)
    with pytest.raises(NotFound):
        consortium.call_back(scene.session, row.access_key, actor=stranger, **scene.context)
    with pytest.raises(NotPermitted, match="lead_only"):
        consortium.call_back(scene.session, row.access_key, actor=member, **scene.context)
    consortium.call_back(scene.session, row.access_key, actor=lead, **scene.context)
    with pytest.raises(AlreadyDone, match="answered"):
        consortium.consent(scene.session, row.access_key, actor=stranger, **scene.context)


def test_only_the_invited_answers_and_only_while_the_call_is_open(scene):
    workspace, lead = scene.begun()
    organisation, member = scene.bidder()
    row = invite(scene, workspace, lead, organisation)
    with pytest.raises(NotFound):
        consortium.consent(scene.session, row.access_key, actor=lead, **scene.context)
    scene.now = scene.challenge.closes_at
    with pytest.raises(RuleRefused, match="challenge_closed"):
        consortium.consent(scene.session, row.access_key, actor=member, **scene.context)


def test_a_code_that_nobody_has_is_told(scene):
    workspace, lead = scene.begun()
    with pytest.raises(Invalid):
        consortium.invite(
            scene.session,
            workspace.access_key,
            uscc="91110000802100433B",
            actor=lead,
            **scene.context,
        )


def test_where_rounds_count_as_one_who_took_part_before_does_not_again(scene):
    organisation, actor = scene.bidder()
    scene.begin(organisation, actor)
    again, _ = desks.open_call(scene, previous_id=scene.challenge.id)
    assert scene.begin(organisation, actor, again)
    third, _ = desks.open_call(
        scene, previous_id=again.id, rules={**scene.challenge.rules, "one_bid_per": "series"}
    )
    with pytest.raises(AlreadyDone, match="takes_part_elsewhere"):
        scene.begin(organisation, actor, third)


def test_each_step_leaves_an_event_that_says_nothing_of_the_envelope(scene):
    workspace, lead = scene.begun()
    organisation, member = scene.bidder()
    scene.member(workspace, lead, organisation, member)
    scene.session.flush()
    rows = scene.session.scalars(select(EventRecord).order_by(EventRecord.id)).all()
    assert [row.kind for row in rows] == [
        "workspace.changed",
        "workspace.opened",
        "consortium.invited",
        "consortium.consented",
    ]
    assert not any(row.is_public for row in rows)


def test_own_lists_hold_one_s_own_workspaces_and_invitations_alone(scene):
    workspace, lead = scene.begun(name="牵头单位")
    organisation, member = scene.bidder()
    row = invite(scene, workspace, lead, organisation)
    (asked,) = queries.invitations(scene.session, actor=member).rows
    assert (asked.access_key, asked.lead["name"]) == (row.access_key, "牵头单位")
    assert queries.invitations(scene.session, actor=lead).rows == []
    assert queries.workspaces(scene.session, actor=member).rows == []
    (own,) = queries.workspaces(scene.session, actor=lead).rows
    assert own.id == workspace.id
