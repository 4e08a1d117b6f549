"""The one act on a workspace: what it does, and what it refuses."""

from datetime import timedelta

import pytest

from scenario_market.domain.bids import envelope, judging
from scenario_market.domain.bids.states import SealedState as S
from scenario_market.domain.bids.working import SectionConflict
from scenario_market.domain.errors import Invalid, NotFound, RuleRefused, TooLarge
from scenario_market.domain.providers.models import Offering, Provider
from tests import factories
from tests.domain.bids.desks import ANSWERS, etag
from tests.factories import NOW


def rules(done):
    return [one.rule for one in done.verdict.refused]


def test_what_is_saved_is_read_again_by_a_colleague(scene):
    organisation, actor = scene.bidder()
    workspace = scene.begin(organisation, actor)
    scene.act(workspace, actor, answers={"approach": {"text": "三步走"}})
    read = scene.read(workspace, scene.colleague(organisation))
    assert read.contents.draft["approach"] == {"text": "三步走"}
    assert read.contents.changed["approach"]["by"] == actor.person_id


def test_a_draft_may_be_incomplete_yet_not_misshapen(scene):
    workspace, actor = scene.begun()
    with pytest.raises(Invalid) as refused:
        scene.act(
            workspace,
            actor,
            answers={"milestones": [{"title": "一", "weight": 130}], "budget": {"total": 1}},
        )
    assert {(one.field, one.rule) for one in refused.value.errors} == {
        ("milestones.0.weight", "out_of_range"),
        ("budget.total", "unknown_field"),
    }
    assert scene.read(workspace, actor).contents.draft["milestones"] == []


def test_a_complete_bid_is_handed_in_with_a_receipt_over_its_content(scene):
    workspace, actor = scene.begun()
    done = scene.handed_in(workspace, actor)
    handed_in = done.contents.handed_in
    assert done.standing == S.SUBMITTED
    assert handed_in.content["budget"] == ANSWERS["budget"]
    file = envelope.handed_in_file(handed_in, challenge_id=scene.challenge.id)
    assert envelope.salted_hash(done.receipt["salt"], file) == done.receipt["content_hash"]
    assert done.receipt["number"] == handed_in.number == workspace.version


def test_handing_in_an_incomplete_bid_saves_it_and_names_what_is_missing(scene):
    workspace, actor = scene.begun()
    answers = {"approach": {"text": "三步走"}, "milestones": ANSWERS["milestones"][:1]}
    done = scene.act(workspace, actor, "hand_in", answers, accepts_rules=True)
    assert (done.verb, done.standing, rules(done)) == ("save", S.DRAFT, ["incomplete"])
    missing = {(one.field, one.rule) for one in done.verdict.missing}
    assert {("milestones", "weights_not_100"), ("impact.text", "required")} <= missing
    assert ("approach.text", "required") not in missing
    assert scene.read(workspace, actor).contents.draft["approach"] == {"text": "三步走"}


def test_who_has_not_accepted_the_rules_does_not_hand_in(scene):
    workspace, actor = scene.begun()
    done = scene.act(workspace, actor, "hand_in", ANSWERS)
    assert (done.standing, rules(done)) == (S.DRAFT, ["rules_not_accepted"])


def test_after_a_material_change_the_rules_are_accepted_and_the_bid_handed_in_again(scene):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    scene.challenge.content_number = scene.challenge.reconfirm_number = 2
    assert (
        judging.standing(scene.read(workspace, actor).contents, scene.read(workspace, actor).desk)
        == S.RECONFIRM
    )
    again = scene.act(workspace, actor, "hand_in")
    assert rules(again) == ["rules_not_accepted"]
    done = scene.act(workspace, actor, "hand_in", accepts_rules=True)
    assert (done.standing, done.contents.handed_in.challenge_number) == (S.SUBMITTED, 2)


def test_a_change_after_handing_in_counts_only_when_it_is_handed_in(scene):
    workspace, actor = scene.begun()
    scene.handed_in(workspace, actor)
    saved = scene.act(workspace, actor, answers={"approach": {"text": "改为两步"}})
    assert saved.contents.handed_in.content["approach"] == ANSWERS["approach"]
    done = scene.act(workspace, actor, "hand_in")
    assert done.contents.handed_in.content["approach"] == {"text": "改为两步"}


def test_what_was_taken_back_may_be_handed_in_again(scene):
    workspace, actor = scene.begun()
    nothing = scene.act(workspace, actor, "withdraw")
    assert rules(nothing) == ["nothing_handed_in"]
    scene.handed_in(workspace, actor)
    withdrawn = scene.act(workspace, actor, "withdraw")
    assert (withdrawn.standing, withdrawn.contents.handed_in) == (S.WITHDRAWN, None)
    assert scene.act(workspace, actor, "hand_in").standing == S.SUBMITTED


def test_one_hands_in_only_what_one_has_read(scene):
    organisation, actor = scene.bidder()
    workspace = scene.begin(organisation, actor)
    scene.act(workspace, actor, answers=ANSWERS, accepts_rules=True)
    read = workspace.version
    scene.act(workspace, scene.colleague(organisation), answers={"impact": {"text": "改"}})
    done = scene.act(workspace, actor, "hand_in", version=read)
    assert (done.standing, rules(done)) == (S.DRAFT, ["changed_meanwhile"])


def test_two_texts_of_one_section_both_come_back_and_nothing_is_lost(scene):
    organisation, first = scene.bidder()
    workspace, second = scene.begin(organisation, first), scene.colleague(organisation)
    read = etag(scene.read(workspace, second).contents.draft["approach"])
    scene.act(workspace, first, answers={"approach": {"text": "甲写的"}})
    with pytest.raises(SectionConflict) as refused:
        scene.act(
            workspace,
            second,
            answers={"approach": {"text": "乙写的"}, "impact": {"text": "也未保存"}},
            etags={"approach": read},
        )
    (conflict,) = refused.value.params["conflicts"]
    assert (conflict["yours"], conflict["current"]) == ({"text": "乙写的"}, {"text": "甲写的"})
    assert conflict["changed_by_id"] == first.person_id
    merged = {"approach": {"text": "甲写的，乙写的"}}
    scene.act(workspace, second, answers=merged, etags={"approach": conflict["etag"]})
    draft = scene.read(workspace, first).contents.draft
    assert (draft["approach"], draft["impact"]) == (merged["approach"], {"text": ""})


def test_different_sections_do_not_get_in_each_others_way(scene):
    organisation, first = scene.bidder()
    workspace, second = scene.begin(organisation, first), scene.colleague(organisation)
    read = etag(scene.read(workspace, second).contents.draft["impact"])
    scene.act(workspace, first, answers={"approach": {"text": "甲写的"}})
    scene.act(workspace, second, answers={"impact": {"text": "乙写的"}}, etags={"impact": read})
    draft = scene.read(workspace, first).contents.draft
    assert (draft["approach"], draft["impact"]) == ({"text": "甲写的"}, {"text": "乙写的"})


@pytest.mark.parametrize("verb", ["save", "hand_in", "withdraw"])
def test_from_the_deadline_on_every_act_is_told_that_the_call_is_closed(scene, verb):
    workspace, actor = scene.begun()
    scene.now = scene.challenge.closes_at - timedelta(microseconds=1)
    scene.act(workspace, actor, verb)
    scene.now = scene.challenge.closes_at
    with pytest.raises(RuleRefused, match="challenge_closed"):
        scene.act(workspace, actor, verb)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_call_that_is_not_open_takes_no_act_whatever_the_time(scene, state):
    workspace, actor = scene.begun()
    scene.challenge.state = state
    scene.session.flush()
    with pytest.raises(RuleRefused, match="challenge_closed"):
        scene.act(workspace, actor)


def test_rivals_officers_and_colleagues_without_the_scope_find_no_workspace(scene):
    organisation, actor = scene.bidder()
    workspace = scene.begin(organisation, actor)
    _, rival = scene.bidder()
    for stranger in (rival, scene.colleague(organisation, "profile")):
        with pytest.raises(NotFound):
            scene.act(workspace, actor=stranger)
        with pytest.raises(NotFound):
            scene.read(workspace, stranger)


def test_who_stands_for_the_owner_too_does_not_act_for_a_bidder(scene):
    organisation, actor = scene.bidder()
    workspace = scene.begin(organisation, actor)
    factories.mandate(scene.session, scene.owner.id, actor.person_id, "demands")
    with pytest.raises(RuleRefused, match="both_sides"):
        scene.act(workspace, actor)


def test_an_organisation_that_is_no_longer_verified_hands_nothing_in(scene):
    organisation, actor = scene.bidder()
    workspace = scene.begin(organisation, actor)
    organisation.state = "unverified"
    done = scene.act(workspace, actor, "hand_in", ANSWERS, accepts_rules=True)
    assert (done.standing, rules(done)) == (S.DRAFT, ["not_eligible.verified"])


def test_a_name_in_the_blind_part_is_told_and_refuses_nothing(scene):
    workspace, actor = scene.begun(name="武汉云鹤视觉科技有限公司")
    done = scene.handed_in(workspace, actor, approach={"text": "云鹤视觉多年来与测试甲合作"})
    found = [(one.field, one.found) for one in done.verdict.names]
    assert found == [("approach.text", "云鹤视觉"), ("approach.text", "测试甲")]


def test_what_the_bidder_sells_is_told_too_where_it_stands_in_the_blind_part(scene):
    organisation, actor = scene.bidder()
    profile = Provider(organisation_id=organisation.id, created_at=NOW, updated_at=NOW)
    scene.session.add(profile)
    scene.session.flush()
    scene.session.add(Offering(provider_id=profile.id, title="“慧境”缺陷识别平台"))
    workspace = scene.begin(organisation, actor)
    done = scene.handed_in(workspace, actor, approach={"text": "以慧境为底座"})
    assert [(one.field, one.found) for one in done.verdict.names] == [("approach.text", "慧境")]


def test_more_than_a_bid_may_hold_is_refused_with_the_limit(scene):
    workspace, actor = scene.begun()
    limit = envelope.content_limit(scene.challenge.rules["envelope_bytes"])
    long = {"text": "长" * 60_000}
    with pytest.raises(TooLarge) as refused:
        scene.act(workspace, actor, answers={"approach": long, "impact": long, "capability": long})
    assert refused.value.params["limit_bytes"] == limit
    assert refused.value.params["size_bytes"] > limit
    # As much as there is room for fits twice: handed in, and drafted anew.
    most = {"approach": long, "impact": {"text": "短"}}
    scene.handed_in(workspace, actor, **most)
    done = scene.act(workspace, actor, answers={"approach": {"text": "新" * 60_000}})
    assert done.contents.handed_in.content["approach"] == long


def test_where_acts_came_from_is_kept_inside_alone(scene):
    workspace, actor = scene.begun()
    done = scene.act(workspace, actor, traces={"addresses": "a1", "devices": "d1"})
    other = envelope.trace_of(scene.challenge.id + 1, "a1")
    assert done.contents.traces["addresses"] == [envelope.trace_of(scene.challenge.id, "a1")]
    assert done.contents.traces["addresses"] != [other]
