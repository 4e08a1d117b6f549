"""From the nomination of an accepted project to a certificate, and its end."""

import json
from datetime import timedelta

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.errors import (
    AlreadyDone,
    IllegalMove,
    Invalid,
    NotFound,
    NotPermitted,
    RuleRefused,
)
from scenario_market.domain.landmarks import certifying, nominating, queries, reviewing, verifying
from scenario_market.domain.landmarks.states import LandmarkState
from scenario_market.domain.moves import Reason
from scenario_market.domain.publicity import deciding
from scenario_market.vault.signing import verified
from tests import factories
from tests.domain.landmarks import cases

UPHELD = Reason("false_material", "经核实，测量报告取样不当")
FINDING = "测量报告取样不当，应重新测量"


def check(made, code):
    """What anybody is told of a certificate."""
    given = {"holds": verified, "now": made.now, "city": made.city}
    return verifying.verification(made.session, code, **given)


def rule(call, *arguments, **more):
    with pytest.raises(RuleRefused) as refused:
        call(*arguments, **more)
    return refused.value.rule


def test_an_accepted_project_is_nominated_with_what_was_measured(made):
    (result,) = made.nominated().row.results
    assert (result["baseline"], result["target"], result["measured"]) == (3.5, 0.5, 0.4)
    assert result["measured_by"] == "第三方检测中心"


@pytest.mark.parametrize("given", [{"measured": None}, {"measured": 0.6}, {"baseline": None}])
def test_without_a_result_against_its_baseline_nothing_is_nominated(cast, given):
    assert rule(cases.accepted(cast, **given).nominated) == "measured_result_missing"


def test_a_project_that_is_not_accepted_is_not_nominated(cast):
    assert rule(cases.accepted(cast, state="active").nominated) == "project_not_accepted"


def test_owner_provider_and_office_nominate_and_nobody_else(cast):
    made = cases.accepted(cast)
    _, actor = cast.provider(name="无关单位")
    with pytest.raises(NotFound):
        made.nominated(actor)
    with pytest.raises(NotPermitted):
        made.nominated(factories.officer(cast.person(), "auditor"))
    made.nominated(cast.provider_of(made.project))
    assert made.row.nominated_for_id == made.project.organisation_id
    other = cases.accepted(cast)
    other.nominated(made.officer)
    assert other.row.nominated_for_id is None
    assert rule(other.review) == "own_writing"


def test_a_project_is_nominated_once_at_a_time(made):
    made.nominated()
    with pytest.raises(AlreadyDone):
        made.nominated()
    reviewing.decline(
        made.session, made.row.id, reason=cases.DECLINE, actor=made.officer, **made.context
    )
    assert made.row.state == LandmarkState.DECLINED
    made.nominated()


def test_a_story_with_gaps_is_not_found_in_order(made):
    made.nominated(outcome="")
    with pytest.raises(Invalid) as invalid:
        made.review()
    assert [one.field for one in invalid.value.errors] == ["outcome"]
    nominating.edit(
        made.session,
        made.row.id,
        fields={"outcome": "漏检率降至 0.4%"},
        actor=made.cast.owner,
        **made.plain,
    )
    made.review()
    with pytest.raises(IllegalMove):
        nominating.edit(
            made.session,
            made.row.id,
            fields={"title": "改名"},
            actor=made.cast.owner,
            **made.plain,
        )


def test_the_notice_shows_the_results_and_names_the_telephone(made):
    made.announced()
    notice = made.notice
    assert notice.content["results"][0]["measured"] == 0.4
    assert notice.receiver["discipline_telephone"] == "027-00000001"


def test_inside_the_notice_and_with_an_open_objection_nothing_is_certified(made):
    made.announced()
    assert rule(made.certify) == "notice_standing"
    made.objection()
    cases.later(made, days=60)
    assert rule(made.certify) == "objection_open"


def test_an_upheld_objection_sends_the_landmark_back(made):
    made.announced()
    row, reviewer = made.objection()
    deciding.uphold(
        made.session, row.id, reason=UPHELD, finding=FINDING, actor=reviewer, **made.context
    )
    assert made.row.state == LandmarkState.NOMINATED
    assert made.notice is None
    made.review().announce()
    assert made.notice.attempt == 2


def test_who_had_a_part_in_a_landmark_decides_on_no_objection_to_it(made):
    made.announced()
    near = factories.officer(made.cast.person(), "objection_reviewer")
    for person_id, found in (
        (made.officer.person_id, "part_in_decision"),
        (made.cast.owner.person_id, "own_organisation"),
    ):
        reviewer = type(near)(person_id, near.roles)
        assert rule(made.objection, reviewer) == found


def test_the_certificate_is_signed_and_found_by_its_code(made):
    made.certified()
    row, found = made.row, check(made, made.row.check_code.lower())
    assert (found["status"], found["holds"], found["text"]) == ("in_force", True, row.certificate)
    assert row.number.startswith("SF-2026-")
    said = json.loads(row.certificate)
    assert said["document_number"] == row.document_number
    assert said["expires_on"] == "2029-03-10"
    assert verified(row.public_key, row.certificate.encode(), row.signature)
    changed = row.certificate.replace("0.4", "0.1")
    assert not verified(row.public_key, changed.encode(), row.signature)


def test_a_document_number_stands_for_one_decision(cast):
    first, second = cases.accepted(cast), cases.accepted(cast)
    first.over().certify("武场景〔2026〕77号")
    second.over()
    with pytest.raises(AlreadyDone):
        second.certify("武场景〔2026〕77号")


def test_a_certificate_runs_out_after_its_reminders(made):
    made.certified()
    end = made.city.end_of(made.row.expires_on)
    for days in (90, 30, 7):
        certifying.fire(made.session, made.row.id, now=end - timedelta(days=days), city=made.city)
    certifying.fire(made.session, made.row.id, now=end, city=made.city)
    kinds = [kind for kind, *_ in made.cast.events() if kind.startswith("landmark.exp")]
    assert kinds == ["landmark.expiring"] * 3 + ["landmark.expired"]
    days = [payload["days"] for _, _, payload in made.cast.events("landmark.expiring")]
    assert days == [90, 30, 7]
    assert made.row.state == LandmarkState.EXPIRED


def test_a_revoked_landmark_leaves_its_trace_and_its_story_only_inside(made):
    made.certified().revoke()
    shown = queries.landmark(made.session, made.row.id, actor=PUBLIC)
    assert set(shown) == {*queries.TRACE}
    assert shown["state"] == "revoked"
    inner = queries.landmark(made.session, made.row.id, actor=made.cast.owner)
    assert inner["outcome"]
    certifying.fire(
        made.session,
        made.row.id,
        now=made.city.end_of(made.row.expires_on),
        city=made.city,
    )
    assert made.row.state == LandmarkState.REVOKED


def test_a_certificate_is_over_at_the_end_of_its_last_day_even_if_the_clock_is_late(made):
    made.certified()
    end = made.city.end_of(made.row.expires_on)
    for now, status in ((end - timedelta(seconds=1), "in_force"), (end, "expired")):
        made.now = now
        assert check(made, made.row.check_code)["status"] == status


def test_a_code_that_no_certificate_has_is_not_found(made):
    made.announced()
    for code in ("AAAA-AAAA-AAAA-AAAA", "", "\x00"):
        with pytest.raises(NotFound):
            check(made, code)


def test_a_certificate_that_ran_out_can_be_revoked_still(made):
    made.certified()
    made.now = made.city.end_of(made.row.expires_on)
    certifying.fire(made.session, made.row.id, now=made.now, city=made.city)
    cases.later(made, days=30).revoke()
    assert made.row.state == LandmarkState.REVOKED
    found = check(made, made.row.check_code)
    assert (found["status"], found["ended_at"]) == ("revoked", made.now)
    assert set(queries.landmark(made.session, made.row.id, actor=PUBLIC)) == {*queries.TRACE}
    assert [kind for kind, *_ in made.cast.events("landmark.revoked")] == ["landmark.revoked"]


def test_a_revocation_owes_its_reason(made):
    made.certified()
    with pytest.raises(Invalid):
        certifying.revoke(
            made.session,
            made.row.id,
            reason=Reason("effect_unclear", "不清"),
            actor=made.cast.lead,
            **made.context,
        )


def test_the_public_finds_only_what_is_certified(made):
    made.announced()
    with pytest.raises(NotFound):
        queries.landmark(made.session, made.row.id, actor=PUBLIC)
    assert queries.landmarks(made.session, actor=PUBLIC).rows == []
    made.now = made.notice.ends_at
    made.certify()
    (listed,) = queries.landmarks(made.session, actor=PUBLIC).rows
    assert (listed["number"], listed["copies"]) == (made.row.number, 0)
    assert "opinion" not in listed
