"""A pledge begins from the winning bid and is negotiated in the open: every change tracked, one version for all."""

import pytest

from scenario_market.domain.actor import Actor
from scenario_market.domain.deadlines import Deadline
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
    StaleVersion,
)
from scenario_market.domain.pledges import beginning, document, negotiating
from scenario_market.domain.pledges.states import PledgeState
from scenario_market.domain.projects.models import Project
from tests.domain.pledges.cases import pledge_in


def test_a_pledge_is_drawn_up_from_the_winning_bid(cast):
    partner = cast.organisation(name="联合单位")
    pledge = cast.begun(members=[partner])
    version = negotiating.version_of(cast.session, pledge)
    drawn = document.read(version.canonical)
    assert drawn["parties"]["provider"]["name"] == "测试揭榜单位"
    assert [one["name"] for one in drawn["parties"]["provider"]["members"]] == ["联合单位"]
    assert drawn["parties"]["owner"]["name"] == "测试需求单位"
    assert [row["value"] for row in drawn["metrics"]] == [0.3, 72]
    assert drawn["code"] == pledge.check_code
    assert pledge.sha256 == version.sha256 == document.sha256(version.canonical)


def test_its_project_waits_and_its_date_is_set_in_working_days(cast):
    pledge = cast.begun()
    project = cast.session.get(Project, pledge.project_id)
    assert (project.state, project.bid_id) == ("pledge_pending", pledge.bid_id)
    due = cast.city.calendar.working_days_after(cast.city.day(cast.now), 10)
    assert pledge.due_at == cast.city.end_of(due)
    deadline = cast.session.query(Deadline).filter_by(kind=beginning.DUE).one()
    assert (deadline.subject_id, deadline.due_at) == (pledge.id, pledge.due_at)
    assert cast.events("pledge.begun")[-1][2]["bid_id"] == pledge.bid_id


def test_only_an_awarded_bid_has_a_pledge(cast):
    challenge = cast.awarded()
    bid = cast.winning(challenge, cast.winner_organisation, state="reserve")
    with pytest.raises(IllegalMove):
        beginning.begin(cast.session, challenge=challenge, bid=bid, actor=cast.lead, **cast.context)


def test_a_proposal_is_a_version_that_names_field_old_new_reason_and_who(cast):
    pledge = cast.begun()
    row = cast.propose(pledge, "owner", special_terms="每月开一次例会")
    assert (row.number, row.party, row.reason) == (2, "owner", "测量口径需要细化")
    assert row.proposed_by_id == cast.signatory.person_id
    assert row.changed == [{"field": "special_terms", "old": "", "new": "每月开一次例会"}]
    assert (pledge.number, pledge.sha256) == (2, row.sha256)
    assert cast.events("pledge.proposed")[-1][2] == {
        "number": 2,
        "party": "owner",
        "fields": ["special_terms"],
        "weakened": [],
    }


def test_when_all_three_agree_to_one_version_it_is_to_be_signed(cast):
    pledge = cast.begun()
    cast.agree(pledge, "provider", "owner")
    assert pledge.state == PledgeState.NEGOTIATING
    cast.agree(pledge, "office")
    assert pledge.state == PledgeState.SIGNING
    assert cast.events("pledge.settled")[-1][2] == {"number": 1, "sha256": pledge.sha256}


def test_agreement_to_an_older_version_does_not_count_for_the_new_one(cast):
    pledge = cast.begun()
    cast.agree(pledge, "provider", "owner")
    cast.propose(pledge, "office", special_terms="补充约定")
    assert negotiating.agreed(cast.session, pledge) == {"office"}
    cast.agree(pledge, "provider")
    assert pledge.state == PledgeState.NEGOTIATING
    cast.agree(pledge, "owner")
    assert pledge.state == PledgeState.SIGNING


def test_nobody_agrees_to_a_version_that_is_not_the_present_one(cast):
    pledge = cast.begun()
    cast.propose(pledge, special_terms="补充约定")
    with pytest.raises(RuleRefused) as refused:
        negotiating.agree(
            cast.session, pledge.id, number=1, actor=cast.lead, now=cast.now, version=None
        )
    assert (refused.value.rule, refused.value.params["current"]) == ("version_not_current", 2)


def test_a_party_agrees_once(cast):
    pledge = cast.agree(cast.begun(), "owner")
    with pytest.raises(AlreadyDone, match="agreed_already"):
        cast.agree(pledge, "owner")


def test_weaker_metrics_need_a_reason_of_owner_and_office(cast):
    pledge = cast.begun()
    row = cast.propose(pledge, metrics__miss_rate__value=0.4)
    assert row.weakened == ["miss_rate"]  # within what was called for, below what was bid
    for party in ("owner", "office"):
        with pytest.raises(RuleRefused) as refused:
            cast.agree(pledge, party)
        assert (refused.value.rule, refused.value.params["metrics"]) == (
            "weakening_needs_reason",
            ["miss_rate"],
        )
    cast.agree(pledge, "owner", "office", reason="现场粉尘条件与榜单所述不同")
    assert pledge.state == PledgeState.SIGNING


def test_a_text_that_is_to_be_signed_is_negotiated_again_by_a_proposal_and_signatures_fall(cast):
    pledge = cast.settled()
    cast.sign_all(pledge, "provider")
    cast.propose(pledge, "owner", special_terms="补充约定")
    assert (pledge.state, pledge.number) == (PledgeState.NEGOTIATING, 2)
    assert [one.void_at is not None for one in cast.signatures(pledge)] == [True]
    cast.agree(pledge, "provider", "office")
    assert pledge.state == PledgeState.SIGNING
    cast.sign_all(pledge)
    assert pledge.state == PledgeState.SIGNED


def test_a_proposal_owes_a_reason(cast):
    pledge = cast.begun()
    with pytest.raises(Invalid) as refused:
        cast.propose(pledge, reason=" ", special_terms="补充")
    assert [(one.field, one.rule) for one in refused.value.errors] == [("reason", "required")]


def test_a_change_made_from_an_old_reading_is_refused(cast):
    pledge = cast.begun()
    read = pledge.version
    cast.propose(pledge, special_terms="一")
    with pytest.raises(StaleVersion):
        negotiating.propose(
            cast.session,
            pledge.id,
            wanted={"special_terms": "二"},
            reason="再改",
            actor=cast.signatory,
            version=read,
            **cast.context,
        )


def test_after_the_date_nothing_is_proposed_or_agreed(cast):
    pledge = cast.begun()
    cast.now = pledge.due_at
    for act in (
        lambda: cast.agree(pledge, "owner"),
        lambda: cast.propose(pledge, special_terms="迟到"),
    ):
        with pytest.raises(RuleRefused, match="pledge_due"):
            act()


@pytest.mark.parametrize("state", ["signed", "forfeited", "void"])
def test_an_ended_pledge_is_not_negotiated(cast, state):
    pledge = pledge_in(cast, state)
    with pytest.raises(IllegalMove):
        cast.propose(pledge, special_terms="太迟")
    with pytest.raises(IllegalMove):
        cast.agree(pledge, "owner")


def test_a_stranger_finds_no_pledge_and_a_member_of_the_consortium_reads_only(cast):
    partner = cast.organisation(name="联合单位")
    pledge = cast.begun(members=[partner])
    stranger = cast.signing(cast.organisation(name="别家"), "offers")
    member = cast.signing(partner, "offers")
    for actor, refusal in ((stranger, NotFound), (member, RuleRefused)):
        with pytest.raises(refusal):
            negotiating.agree(
                cast.session, pledge.id, number=1, actor=actor, now=cast.now, version=None
            )


def test_a_mandate_without_the_scope_does_not_speak_for_its_party(cast):
    pledge = cast.begun()
    actor = Actor(
        person_id=cast.person().id,
        roles=frozenset({"enterprise"}),
        mandates={cast.owner_organisation.id: frozenset({"sign"})},
    )
    with pytest.raises(NotPermitted, match="scope_missing"):
        negotiating.agree(
            cast.session, pledge.id, number=1, actor=actor, now=cast.now, version=None
        )


def test_an_officer_who_lately_acted_for_a_party_stands_back(cast):
    pledge = cast.begun()
    cast.mandate(cast.winner_organisation, cast.reviewers[0])
    with pytest.raises(RuleRefused, match="own_organisation"):
        negotiating.agree(
            cast.session, pledge.id, number=1, actor=cast.reviewers[0], now=cast.now, version=None
        )
