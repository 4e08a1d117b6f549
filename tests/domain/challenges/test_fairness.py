"""公平竞争审查: what restricts is named, owes a ground, and is on record for the very version that is approved."""

from datetime import timedelta

import pytest

from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.challenges import amending, conditions, fairness
from scenario_market.domain.challenges import review as approving
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.errors import IllegalMove, Invalid, NotFound, NotPermitted, RuleRefused
from tests import factories
from tests.domain.challenges import calls, cases
from tests.factories import NOW

PLACE = {"kind": "district", "values": ["420106"], "ground": "依据××号文第三条"}
HONOUR = {"kind": "honour", "values": ["high_tech"]}
ACCEPTED = {"place": 1, "accepted": True, "text": "有上位法依据，期限明确"}


@pytest.fixture
def review(cast, city):
    """Records a review of a call that is under review with these conditions."""

    def review(written=(HONOUR, PLACE), findings=(ACCEPTED,), actor=None, **columns):
        call = columns.pop("call", None) or cases.challenge_in(
            cast,
            columns.pop("state", ChallengeState.UNDER_REVIEW),
            eligibility=calls.conditions(city, *written),
            **columns,
        )
        row = fairness.record(
            cast.session,
            call.id,
            actor=actor or cast.reviewers[0],
            now=cast.now,
            version=None,
            findings=findings,
            opinion="经审查，不具有排除、限制竞争的效果",
        )
        return call, row

    return review


def test_what_is_by_place_size_ownership_or_pool_restricts_and_nothing_else(city):
    written = calls.conditions(
        city,
        HONOUR,
        PLACE,
        {"kind": "size", "values": ["small"]},
        {"kind": "ownership", "values": ["private"]},
        {"kind": "pool"},
        {"kind": "category", "values": ["solution"]},
        {"kind": "certificate", "values": ["cmmi3"]},
    )
    assert conditions.restricting(written) == [1, 2, 3, 4]
    missing = [(e.field, e.rule) for e in conditions.missing_grounds(written)]
    assert missing == [(f"eligibility.{n}.ground", "ground_required") for n in (2, 3, 4)]


def test_a_version_with_its_review_may_be_approved_and_the_next_one_needs_its_own(cast, review):
    call, row = review()
    fairness.check_reviewed(cast.session, call)
    assert (row.number, row.passed) == (1, True)
    assert cast.events("challenge.fairness_reviewed")[0][2] == {"number": 1, "passed": True}
    call.content_number = 2
    with pytest.raises(RuleRefused, match="fairness_unreviewed"):
        fairness.check_reviewed(cast.session, call)


def test_a_review_that_does_not_accept_a_rule_stops_the_approval_until_a_later_one_does(
    cast, review
):
    call, row = review(findings=[ACCEPTED | {"accepted": False, "text": "限定本地企业"}])
    assert not row.passed
    with pytest.raises(RuleRefused, match="fairness_failed"):
        fairness.check_reviewed(cast.session, call)
    review(call=call)
    fairness.check_reviewed(cast.session, call)


def test_a_finding_about_the_rest_of_the_call_counts_too(cast, review):
    named = {"place": None, "accepted": False, "text": "技术指标指向特定品牌"}
    call, _ = review(written=[HONOUR], findings=[named])
    with pytest.raises(RuleRefused, match="fairness_failed"):
        fairness.check_reviewed(cast.session, call)


def test_a_rule_that_restricts_without_a_ground_is_not_approved_whatever_the_review_says(
    cast, review
):
    call, _ = review(written=[HONOUR, PLACE | {"ground": " "}])
    with pytest.raises(Invalid) as refused:
        fairness.check_reviewed(cast.session, call)
    assert [e.field for e in refused.value.errors] == ["eligibility.1.ground"]


@pytest.mark.parametrize(
    ("findings", "field", "rule"),
    [
        ([], "findings", "finding_missing"),
        ([ACCEPTED, ACCEPTED], "findings.1.place", "repeated"),
        ([ACCEPTED | {"place": 2}], "findings.0.place", "no_such_condition"),
        ([ACCEPTED | {"text": " "}], "findings.0.text", "required"),
        ([ACCEPTED | {"text": "长" * 2001}], "findings.0.text", "too_long"),
    ],
)
def test_a_review_names_what_is_wrong_with_it(review, findings, field, rule):
    with pytest.raises(Invalid) as refused:
        review(findings=findings)
    assert (field, rule) in [(e.field, e.rule) for e in refused.value.errors]


def test_nobody_reviews_what_he_wrote_or_what_his_employer_posts(cast, review):
    with pytest.raises(RuleRefused, match="own_writing"):
        review(actor=cast.author)
    officer = cast.reviewers[1]
    factories.mandate(cast.session, cast.owner_organisation.id, officer.person_id, "profile")
    with pytest.raises(RuleRefused, match="own_organisation"):
        review(actor=officer)
    with pytest.raises(NotPermitted):
        review(actor=cast.owner)


@pytest.mark.parametrize("state", [ChallengeState.DRAFT, ChallengeState.OPEN])
def test_only_what_is_under_review_is_reviewed(review, state):
    with pytest.raises(IllegalMove):
        review(state=state)


def test_an_amendment_restricts_no_more_than_was_reviewed(city):
    before = calls.conditions(city, HONOUR, PLACE)
    assert conditions.added_restrictions(before, calls.conditions(city, PLACE)) == []
    wider = PLACE | {"values": ["420106", "420111"]}
    for after in ([HONOUR, wider], [HONOUR, PLACE, {"kind": "pool", "ground": "××"}]):
        errors = conditions.added_restrictions(before, calls.conditions(city, *after))
        assert [e.rule for e in errors] == ["restricts_after_review"]


def test_the_record_is_read_by_those_inside_and_once_the_call_is_out_by_everybody(cast, review):
    call, row = review()
    call.published_at = None
    cast.session.flush()
    for actor in (cast.owner, cast.lead):
        assert fairness.reviews(cast.session, call.id, actor=actor) == [row]
    _, other = cast.provider()
    with pytest.raises(NotFound):
        fairness.reviews(cast.session, call.id, actor=other)
    call.published_at = NOW
    cast.session.flush()
    assert fairness.reviews(cast.session, call.id, actor=PUBLIC) == [row]
    row.passed = False
    cast.session.flush()
    assert fairness.reviews(cast.session, call.id, actor=PUBLIC) == []
    assert fairness.reviews(cast.session, call.id, actor=cast.lead) == [row]


def test_an_approval_waits_for_the_review(cast):
    call = cast.under_review()
    officer = cast.reviewers[0]

    def approve():
        return approving.approve(cast.session, call.id, actor=officer, version=None, **cast.context)

    with pytest.raises(RuleRefused, match="fairness_unreviewed"):
        approve()
    cast.review_fairness(call)
    approve()


def test_a_call_whose_restriction_has_no_ground_is_not_handed_in(cast):
    with pytest.raises(Invalid) as refused:
        cast.under_review(eligibility=[PLACE | {"ground": ""}])
    assert ("eligibility.0.ground", "ground_required") in [
        (e.field, e.rule) for e in refused.value.errors
    ]


def test_an_open_call_is_not_restricted_by_an_amendment(cast):
    call = cast.opened(eligibility=[HONOUR])
    with pytest.raises(Invalid) as refused:
        amending.amend(
            cast.session,
            call.id,
            actor=cast.lead,
            version=None,
            fields={"eligibility": [HONOUR, PLACE]},
            reason="增加本地要求",
            closes_on=cast.city.day(call.closes_at) + timedelta(days=20),
            **cast.context,
        )
    assert [e.rule for e in refused.value.errors] == ["restricts_after_review"]
