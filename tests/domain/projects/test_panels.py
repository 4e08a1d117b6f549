"""The panel of a final acceptance: drawn, declared, replaced by the same draw, and open to be repeated."""

from datetime import timedelta

import pytest

from scenario_market.domain import audit
from scenario_market.domain.draws import committing, draw
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.experts.models import Expert, ExpertPost
from scenario_market.domain.projects import panels, queries, seats
from scenario_market.domain.projects.panel_models import AcceptancePanel, Seat
from scenario_market.vault.sealing import Sealer
from tests import factories
from tests.domain.projects import acts, jury

SEATS = 3
WHY = jury.WHY["renew"]


def measured(cast, domain=None):
    """A project whose work was presented and measured, by those experts who are in the register by now."""
    project = acts.finished(cast)
    project.domain = domain
    acts.present(cast, project)
    acts.measure(cast, project)
    return project


def undone(cast):
    """What a refused call leaves behind: nothing."""
    return cast.session.begin_nested()


def draws(cast, project):
    cast.session.flush()
    return queries.get_draws(cast.session, project.id, actor=cast.lead)


def test_the_secret_is_committed_at_the_presentation_and_repeats_the_draw_after_the_conclusion(
    cast,
):
    for _ in range(6):
        jury.judge(cast)
    project = measured(cast)
    ((_, _, asked),) = cast.events("acceptance_panel.prepared")
    (hidden,) = draws(cast, project)
    assert asked["secret_hash"] == hidden["secret_hash"]
    assert asked["pool_hash"] == hidden["pool_hash"]
    assert asked["candidates"] == 6
    assert not {"secret", "record", "people"} & hidden.keys()
    judges = jury.convene(cast, project)
    ((_, _, drawn),) = cast.events("acceptance_panel.drawn")
    assert not {"secret", "record", "people"} & draws(cast, project)[0].keys()
    jury.recuse(cast, project, judges[1])
    for one in acts.all_of(cast, Seat, state="invited"):
        jury.declare(cast, project, jury.member(one))
        jury.opine(cast, project, jury.member(one))
    acts.conclude(cast, "accept", project)
    (shown,) = draws(cast, project)
    assert draw.commitment(bytes.fromhex(shown["secret"])) == asked["secret_hash"]
    assert shown["digest"] == drawn["digest"] == draw.digest(shown["record"])
    assert draw.faults(shown) == []
    assert sorted(one["number"] for one in shown["people"]) == shown["members"]
    assert len(shown["members"]) == SEATS
    assert [one["how"] for one in shown["left"]] == ["recused"]
    early = shown | {"position": shown["checkpoint"]["position"] + 1}
    assert draw.faults(early) == ["later"]
    shown["members"] = shown["gone"] + shown["members"][1:]
    assert "members" in draw.faults(shown)


def test_the_draw_waits_for_a_head_that_was_signed_after_the_commitment(cast):
    jury.judge(cast)
    jury.sign_head(cast)
    for _ in range(SEATS - 1):
        jury.judge(cast)
    project = measured(cast)
    how = {"version": None, "sealer": cast.sealer, "actor": cast.lead, **cast.context}
    for refused in (panels.convene, lambda *a, **k: panels.renew(*a, reason=WHY, **k)):
        with pytest.raises(RuleRefused, match="head_awaited"), undone(cast):
            refused(cast.session, project.id, **how)
    jury.sign_head(cast)
    first = audit.newest(cast.session)
    acts.suspend(cast, cast.active())
    jury.sign_head(cast)
    assert audit.newest(cast.session).position > first.position
    panels.convene(cast.session, project.id, **how)
    panel = acts.all_of(cast, AcceptancePanel)[0]
    assert panel.record["beacon"] == draw.beacon([first.signature])


def test_the_order_cannot_be_known_from_the_database_before_the_draw(cast):
    for _ in range(SEATS):
        jury.judge(cast)
    project = measured(cast)
    (panel,) = acts.all_of(cast, AcceptancePanel)
    assert panel.secret is None
    jury.sign_head(cast)
    how = {"version": None, "actor": cast.lead, **cast.context}
    another = Sealer("another key", "panel-secret")
    with pytest.raises(RuleRefused, match="secret_unreadable"), undone(cast):
        panels.convene(cast.session, project.id, sealer=another, **how)
    secret = cast.sealer.open(bytes.fromhex(panel.secret_sealed), about=committing.about(panel))
    jury.convene(cast, project)
    assert bytes.fromhex(panel.secret) == secret


def test_who_comes_into_the_register_after_the_presentation_is_not_drawn(cast):
    known = [jury.judge(cast) for _ in range(SEATS)]
    project = measured(cast)
    for _ in range(9):
        jury.judge(cast)
    sat = {one.person_id for one in jury.convene(cast, project)}
    assert sat == {one.person_id for one in known}


def test_one_seat_is_for_an_expert_on_finance_and_the_others_know_the_field(cast):
    for _ in range(2):
        jury.judge(cast)
    knows = [jury.judge(cast, is_finance=False, fields=["industrial_park"]) for _ in range(2)]
    jury.judge(cast, is_finance=False, fields=["water"])
    jury.convene(cast, measured(cast, "industrial_park"))
    sat = acts.all_of(cast, Seat)
    assert {one.person_id for one in sat if one.kind == "field"} == {k.person_id for k in knows}
    assert [one.kind for one in sat].count("finance") == 1
    assert [one.kind for one in sat if one.is_chair] == ["field"]


def test_nobody_tied_to_a_party_is_drawn_and_too_few_are_named_and_committed_to_anew(cast):
    tied, others = jury.judge(cast), [jury.judge(cast) for _ in range(2)]
    project = measured(cast)
    factories.mandate(cast.session, project.organisation_id, tied.person_id, "offers")
    others.append(jury.judge(cast))
    with pytest.raises(RuleRefused, match="too_few_experts") as refused, undone(cast):
        jury.convene(cast, project)
    assert refused.value.params == {"missing": 1, "seats": SEATS}
    jury.sign_head(cast)
    jury.renew(cast, project)
    sat = {one.person_id for one in jury.convene(cast, project)}
    assert sat == {one.person_id for one in others}


def test_who_works_or_lately_worked_for_a_party_or_its_family_is_not_drawn(cast):
    one, *_ = [jury.judge(cast) for _ in range(3)]
    project = measured(cast)
    parent = cast.organisation(name="母公司")
    cast.session.get_one(type(parent), project.organisation_id).controlled_by_id = parent.id
    expert = cast.session.query(Expert).filter_by(person_id=one.person_id).one()
    today = cast.city.day(cast.now)
    post = ExpertPost(
        expert_id=expert.id,
        organisation_id=parent.id,
        organisation_name="母公司",
        kind="employment",
        starts_on=today - timedelta(days=4000),
        ends_on=today - timedelta(days=300),
        recorded_at=cast.now,
    )
    cast.session.add(post)
    cast.session.flush()
    with pytest.raises(RuleRefused, match="too_few_experts"), undone(cast):
        jury.convene(cast, project)
    post.ends_on = today - timedelta(days=1200)
    cast.session.flush()
    assert len(jury.convene(cast, project)) == SEATS


def test_nobody_reads_the_work_or_judges_it_before_he_declares_himself(cast):
    for _ in range(SEATS):
        jury.judge(cast)
    project = measured(cast)
    one, *_ = jury.convene(cast, project)
    seat = jury.seat_of(cast, project, one)
    shown = seats.show(cast.session, seat.id, actor=one)
    assert shown["parties"] == ["测试需求单位", "承担单位"]
    with pytest.raises(NotFound):
        queries.find(cast.session, project.id, actor=one)
    with pytest.raises(RuleRefused, match="declaration_missing"):
        jury.opine(cast, project, one)
    jury.declare(cast, project, one)
    assert queries.find(cast.session, project.id, actor=one).id == project.id
    with pytest.raises(IllegalMove):
        jury.declare(cast, project, one)
    with pytest.raises(NotFound):
        seats.show(cast.session, seat.id, actor=jury.judge(cast))
    jury.opine(cast, project, one)
    with pytest.raises(AlreadyDone, match="opinion_given"):
        jury.opine(cast, project, one, "fail")


def test_a_tie_that_the_books_show_by_now_keeps_from_declaring_and_from_judging(cast):
    for _ in range(SEATS):
        jury.judge(cast)
    project = measured(cast)
    one, other, _ = jury.convene(cast, project)
    jury.declare(cast, project, other)
    for person in (one, other):
        factories.mandate(cast.session, project.organisation_id, person.person_id, "offers")
    with pytest.raises(RuleRefused, match="conflict_known"):
        jury.declare(cast, project, one)
    with pytest.raises(RuleRefused, match="self_acceptance"):
        jury.opine(cast, project, other)


def test_whoever_leaves_is_replaced_by_the_same_draw_and_his_opinion_counts_no_more(cast):
    for _ in range(2 * SEATS):
        jury.judge(cast)
    project = measured(cast)
    first, second, third = jury.convene(cast, project, cast.lead)
    for one in (first, second):
        jury.declare(cast, project, one)
    jury.opine(cast, project, first, "fail")
    with pytest.raises(RuleRefused, match="removal_not_asked"):
        jury.drop(cast, project, first)
    jury.ask_removal(cast, project, first, cast.lead)
    with pytest.raises(AlreadyDone, match="removal_asked"):
        jury.ask_removal(cast, project, first)
    with pytest.raises(RuleRefused, match="removal_by_two"):
        jury.drop(cast, project, first)
    with pytest.raises(NotPermitted):
        jury.drop(cast, project, first, cast.reviewers[0])
    jury.drop(cast, project, first, factories.officer(cast.person(), "office_lead"))
    with pytest.raises(NotFound):
        jury.opine(cast, project, first)
    with pytest.raises(NotFound):
        queries.find(cast.session, project.id, actor=first)
    jury.recuse(cast, project, second)
    silent = jury.seat_of(cast, project, third)
    seats.lapse(cast.session, silent.id, **cast.context)
    assert silent.state == "invited"
    cast.now = silent.due_at
    seats.lapse(cast.session, silent.id, **cast.context)
    sat = acts.all_of(cast, Seat)
    assert [one.state for one in sat if one.person_id == third.person_id] == ["silent"]
    asked = [one for one in sat if one.state == "invited"]
    assert len(asked) == SEATS
    for one in asked:
        jury.declare(cast, project, jury.member(one))
        jury.opine(cast, project, jury.member(one))
    acts.conclude(cast, "accept", project)


def test_a_panel_that_nobody_is_left_for_is_told_and_drawn_anew_from_new_secrets(cast):
    for _ in range(SEATS):
        jury.judge(cast)
    project = measured(cast)
    jury.sign_head(cast)
    with pytest.raises(RuleRefused, match="panel_can_work"), undone(cast):
        jury.renew(cast, project)
    judges = jury.convene(cast, project)
    with pytest.raises(RuleRefused, match="panel_can_work"), undone(cast):
        jury.renew(cast, project)
    jury.recuse(cast, project, judges[0])
    ((_, _, short),) = cast.events("project.panel_short")
    assert short == {"round": 1, "missing": 1}
    with pytest.raises(RuleRefused, match="opinions_missing"):
        acts.conclude(cast, "accept", project)
    jury.judge(cast)
    jury.renew(cast, project)
    again = jury.convene(cast, project)
    assert len(again) == SEATS
    for one in again:
        jury.declare(cast, project, one)
        jury.opine(cast, project, one)
    acts.conclude(cast, "accept", project)
    old, new = draws(cast, project)
    assert (old["given_up"]["reason_code"], len(old["given_up"]["gone"])) == ("too_few", 1)
    assert old["secret_hash"] != new["secret_hash"]
    assert draw.faults(old) == draw.faults(new) == []
    assert (old["members"], old["people"], new["given_up"]) == ([], [], None)
    whole = old | {"given_up": old["given_up"] | {"gone": []}}
    assert draw.faults(whole) == ["members"]


def test_nobody_outside_the_office_can_tell_from_the_published_names_who_said_what(cast):
    project = acts.finished(cast)
    judges = jury.judged(cast, project, "accept", "accept", "rectify")
    acts.conclude(cast, "accept", project)
    how = {"now": cast.now, "city": cast.city}
    panel = queries.get_project(cast.session, project.id, actor=cast.owner, **how)["panel"]
    assert [one["opinion"] for one in panel] == ["accept", "accept", "rectify"]
    hidden = {"id", "number", "kind", "is_chair", "declared_at", "person_id"}
    assert {one[name] for one in panel for name in hidden} == {None}
    seen = queries.get_project(cast.session, project.id, actor=judges[2], **how)["panel"]
    own = [one for one in seen if one["person_id"] is not None]
    assert [(one["person_id"], one["opinion"]) for one in own] == [(judges[2].person_id, "rectify")]
    assert all(one["number"] for one in own)
