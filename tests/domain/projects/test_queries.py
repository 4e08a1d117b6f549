"""Reading projects: who finds what, by which filter, with which light."""

import io
from datetime import timedelta

import pytest

from scenario_market.documents.project_sheets import write_projects
from scenario_market.domain.actor import Actor
from scenario_market.domain.errors import Invalid, NotFound, NotPermitted, RuleRefused
from scenario_market.domain.projects import following, queries, reports
from scenario_market.domain.projects.queries import Filters
from scenario_market.domain.projects.rules import LIGHTS
from tests import factories
from tests.domain.projects import acts, jury


def listed(cast, actor=None, **filters):
    found = queries.list_projects(
        cast.session, Filters(**filters), actor=actor or cast.lead, **cast.context
    )
    return found.rows


def keys(cast, actor=None, **filters):
    return [row["id"] for row in listed(cast, actor, **filters)]


def get(cast, project, actor=None):
    return queries.get_project(cast.session, project.id, actor=actor or cast.lead, **cast.context)


def light(cast, project):
    cast.session.flush()
    (shown,) = [row["light"] for row in listed(cast) if row["id"] == project.id]
    for name in LIGHTS:
        assert (project.id in keys(cast, light=name)) == (name == shown)
    return shown


def test_each_side_finds_its_own_projects_the_office_all_and_strangers_none(cast):
    member, _ = cast.deliverer("成员单位")
    first, second = cast.active(members=(member,)), cast.active()
    stranger = cast.deliverer()[1]
    node = Actor(1, frozenset({"node_officer"}), nodes=frozenset({"lab"}))
    district = Actor(1, frozenset({"district_officer"}), districts=frozenset({"420111"}))
    joined = factories.provider_of(member, cast.person())
    assert keys(cast) == keys(cast, cast.owner) == keys(cast, node) == [second.id, first.id]
    assert keys(cast, cast.provider_of(first)) == keys(cast, joined) == [first.id]
    assert keys(cast, stranger) == keys(cast, district) == []
    with pytest.raises(NotFound):
        get(cast, first, stranger)
    with pytest.raises(NotPermitted):
        listed(cast, Actor(person_id=1))


def test_an_expert_finds_the_project_of_whose_panel_he_is_and_no_other(cast):
    project, _ = acts.finished(cast), cast.active()
    judges = jury.judged(cast, project, "accept", "accept", "accept")
    assert keys(cast, judges[0]) == [project.id]
    assert keys(cast, jury.judge(cast)) == []


def test_projects_are_found_by_state_place_and_side(cast):
    project, other = cast.active(), cast.pending()
    assert keys(cast, state="active") == [project.id]
    assert keys(cast, organisation_id=other.organisation_id) == [other.id]
    assert keys(cast, challenge_id=project.challenge_id) == [project.id]
    for both in ({"node": "lab"}, {"district": "420106"}, {"owner_id": project.owner_id}):
        assert keys(cast, **both) == [other.id, project.id]
    assert keys(cast, node="east_lake") == keys(cast, demand_id=1) == []


def test_the_light_follows_dates_attempts_and_reports_and_is_the_filter_too(cast):
    project = cast.active()
    row = cast.milestone(project)
    assert light(cast, project) == "green"
    cast.now = row.until_at - timedelta(days=14)
    assert light(cast, project) == "amber"
    acts.handed_in(cast, row)
    assert light(cast, project) == "green"
    acts.decline(cast, row)
    acts.retry(cast, row)
    assert light(cast, project) == "amber"
    acts.submit(cast, row)
    acts.decline(cast, row)
    acts.retry(cast, row)
    assert light(cast, project) == "red"
    acts.terminate(cast, project)
    assert light(cast, project) is None


def test_a_missed_milestone_is_red_and_one_met_in_part_amber(cast):
    missed, partly = cast.active(), cast.active()
    row = cast.milestone(partly)
    acts.handed_in(cast, row)
    acts.confirm(cast, row)
    acts.accept_partly(cast, row)
    assert light(cast, partly) == "amber"
    row = cast.milestone(missed)
    cast.now = row.until_at
    acts.clock(cast, row)
    assert light(cast, missed) == "red"


def test_overdue_reports_and_a_rest_show(cast):
    project, resting = cast.active(), cast.active()
    acts.suspend(cast, resting)
    assert light(cast, resting) == "amber"
    cast.passes(days=36)
    reports.fire(cast.session, project.id, **cast.context)
    assert light(cast, project) == "amber"
    cast.passes(days=31)
    reports.fire(cast.session, project.id, **cast.context)
    assert light(cast, project) == "red"


def test_a_project_to_be_put_right_is_amber_and_red_after_its_day(cast):
    project = acts.finished(cast)
    jury.judged(cast, project, "rectify", "rectify", "rectify", measured=0.6)
    until = cast.city.day(cast.now) + timedelta(days=10)
    acts.conclude(cast, "rectify", project, until=until)
    assert light(cast, project) == "amber"
    cast.passes(days=11)
    assert light(cast, project) == "red"


def test_before_the_work_begins_no_light_shows_and_the_plan_does(cast):
    project = cast.pending()
    assert light(cast, project) is None
    assert get(cast, project)["plan"] == project.terms


def test_one_project_tells_what_was_released_and_what_waits(cast):
    project = cast.active()
    acts.release(cast, project, 1)
    acts.propose(cast, project, milestones=[{"number": 1, "due_on": "2026-07-15"}])
    cast.session.flush()
    shown = get(cast, project, cast.owner)
    assert [one["amount_fen"] for one in shown["tranches"]] == [30_000_000, 40_000_000, 30_000_001]
    assert shown["tranches"][0]["released_at"] == cast.now
    assert shown["change"].reason == "厂房交付推迟"
    assert [one["number"] for one in shown["milestones"]] == [1, 2, 3]
    assert not any(one["is_late"] for one in shown["milestones"])


def test_nobody_reads_anothers_opinion_before_all_are_in_and_sides_read_no_names(cast):
    project = acts.finished(cast)
    jury.present(cast, project)
    acts.measure(cast, project)
    judges = jury.seated(cast, project)
    jury.opine(cast, project, judges[0], "fail")
    cast.session.flush()

    def opinions(actor):
        return [one["opinion"] for one in get(cast, project, actor)["panel"]]

    assert sorted(opinions(judges[0]), key=str) == [None, None, "fail"]
    assert opinions(judges[1]) == opinions(cast.owner) == opinions(cast.lead) == [None] * 3
    for one in judges[1:]:
        jury.opine(cast, project, one, "fail")
    cast.session.flush()
    assert opinions(cast.lead) == ["fail"] * 3
    assert opinions(cast.owner) == [None] * 3
    acts.conclude(cast, "fail", project)
    cast.session.flush()
    assert opinions(cast.owner) == ["fail"] * 3
    assert {one["person_id"] for one in get(cast, project, cast.owner)["panel"]} == {None}


def test_history_versions_changes_and_reports_are_for_its_readers(cast):
    project, stranger = cast.active(), cast.deliverer()[1]
    acts.suspend(cast, project)
    acts.resume(cast, project)
    cast.session.flush()
    readers = (queries.get_history, queries.get_versions, queries.get_changes, queries.get_reports)
    for read in readers:
        read(cast.session, project.id, actor=cast.owner)
        with pytest.raises(NotFound):
            read(cast.session, project.id, actor=stranger)
    moves = queries.get_history(cast.session, project.id, actor=cast.owner)
    assert [one["verb"] for one in moves] == ["activate", "suspend", "resume"]
    assert moves[1]["reason_code"] == "site_not_ready"
    assert "actor_person_id" not in moves[1]
    row = cast.milestone(project)
    with pytest.raises(NotFound):
        queries.get_milestone(cast.session, row.id, actor=stranger, now=cast.now)


def test_a_race_is_read_by_the_office_alone(cast):
    challenge = cast.challenge(programme="major_project")
    first, second = cast.active(challenge), cast.active(challenge)
    acts.reach(cast, cast.milestone(second))
    cast.session.flush()
    shown = queries.get_race(cast.session, challenge.id, actor=cast.lead)
    assert [one.project_id for one in shown["standings"]] == [second.id, first.id]
    assert shown["kept"] is None
    for actor in (cast.owner, cast.provider_of(first)):
        with pytest.raises(NotFound):
            queries.get_race(cast.session, challenge.id, actor=actor)


def test_the_office_says_who_follows_a_project_and_where_it_stands(cast):
    project = cast.active()

    def follow(**words):
        return following.follow(
            cast.session,
            project.id,
            version=None,
            actor=cast.reviewers[0],
            now=cast.now,
            **words,
        )

    follow(follower=" 跟进专员 ")
    assert get(cast, project)["follower"] == "跟进专员"
    with pytest.raises(RuleRefused, match="nothing_changed"):
        follow(follower="跟进专员")
    with pytest.raises(Invalid, match="progress: too_long"):
        follow(progress="进" * 2001)


def test_the_list_of_responsibilities_says_where_each_project_stands(cast):
    first, second = cast.active(), cast.active()
    acts.reach(cast, cast.milestone(first, 2))
    second.progress = "设备进场"
    cast.session.flush()

    def rows(actor=cast.lead, **filters):
        return queries.responsibilities(
            cast.session, Filters(**filters), actor=actor, **cast.context
        )

    assert [(row["accepted"], row["progress"]) for row in rows()] == [(40, ""), (0, "设备进场")]
    assert len(rows(cast.provider_of(first))) == 1
    assert rows(light="red") == []
    stream = io.BytesIO()
    write_projects(stream, rows(), form="csv")
    lines = stream.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "序号,公司名称,项目名称,推进情况,场景全周期落地跟进人"
    assert lines[1] == "1,承担单位,产线缺陷检测,实施中，里程碑已通过验收 40%,"
    assert lines[2] == "2,承担单位,产线缺陷检测,设备进场,"
