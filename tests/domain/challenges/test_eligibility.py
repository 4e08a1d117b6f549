"""Who may bid on a call: an answer per rule, for one organisation and for a consortium."""

from datetime import timedelta

import pytest

from scenario_market.domain.challenges import eligibility
from scenario_market.domain.checks import Wrong
from scenario_market.domain.demands.models import Demand, Sharpening
from scenario_market.domain.errors import NotFound
from tests import factories
from tests.domain.challenges import calls
from tests.factories import NOW
from tests.statements import count_statements

HIGH_TECH = {"kind": "honour", "values": ["high_tech"]}
CMMI3 = {"kind": "certificate", "values": ["cmmi3"]}
YESTERDAY = calls.TODAY - timedelta(days=1)


@pytest.fixture
def owner(session):
    return calls.organisation(session, name="测试发榜方")


@pytest.fixture
def ask(session, city, owner):
    """The answers for some organisations on a call with these conditions, by rule."""

    def ask(*organisations, conditions=(), **columns):
        call = calls.call(session, city, owner, eligibility=conditions, **columns)
        found = eligibility.answers(
            session, call, [one.id for one in organisations], now=NOW, city=city
        )
        return {one.rule: one for one in found}

    return ask


def refused(answers):
    return {rule for rule, one in answers.items() if not one.passed}


def test_a_verified_organisation_outside_the_pool_may_bid(session, ask):
    answers = ask(calls.organisation(session))
    assert refused(answers) == set()
    assert {"verified", "not_owner_side", "not_excluded", "not_sharpener"} == set(answers)


@pytest.mark.parametrize("state", ["unverified", "pending", "refused"])
def test_one_that_the_office_has_not_verified_may_not(session, ask, state):
    assert refused(ask(calls.organisation(session, state=state))) == {"verified"}


def test_an_honour_counts_on_its_last_day_and_not_after(session, ask):
    for last, passed, reason in (
        (calls.TODAY, True, None),
        (YESTERDAY, False, "expired"),
        (None, True, None),
    ):
        one = calls.organisation(session)
        calls.provider(session, one, ("honour", "high_tech", 0, last))
        answer = ask(one, conditions=[HIGH_TECH])["honour"]
        assert answer.passed is passed
        assert [lack.reason for lack in answer.lacking] == ([reason] if reason else [])
        if reason:
            assert answer.lacking[0].expired_on == last
            assert answer.by_partner


def test_the_day_is_the_citys_and_not_that_of_utc(session, city, owner):
    one = calls.organisation(session)
    calls.provider(session, one, ("honour", "high_tech", 0, calls.TODAY))
    call = calls.call(session, city, owner, eligibility=[HIGH_TECH])
    evening = city.end_of(calls.TODAY)  # 16:00 in UTC of the same day
    passed = [
        eligibility.answers(session, call, [one.id], now=now, city=city)[-1].passed
        for now in (evening - timedelta(seconds=1), evening)
    ]
    assert passed == [True, False]


@pytest.mark.parametrize(
    ("held", "passed", "reason"),
    [
        (("certificate", "cmmi", 3), True, None),
        (("certificate", "cmmi", 5), True, None),
        (("certificate", "cmmi", 2), False, "low_level"),
        (("certificate", "dcmm", 5), False, "absent"),
        (("honour", "high_tech"), False, "absent"),
        (("certificate", "cmmi", 3, YESTERDAY), False, "expired"),
    ],
)
def test_a_certificate_counts_from_its_level_on(session, ask, held, passed, reason):
    one = calls.organisation(session)
    calls.provider(session, one, held)
    answer = ask(one, conditions=[CMMI3])["certificate"]
    assert answer.passed is passed
    assert [(x.code, x.level, x.reason) for x in answer.lacking] == (
        [("cmmi", 3, reason)] if reason else []
    )


def test_one_of_several_honours_is_enough_only_where_the_call_says_so(session, ask):
    one = calls.organisation(session)
    calls.provider(session, one, ("honour", "gazelle"))
    both = HIGH_TECH | {"values": ["high_tech", "gazelle"]}
    assert [x.code for x in ask(one, conditions=[both])["honour"].lacking] == ["high_tech"]
    assert ask(one, conditions=[both | {"match": "any"}])["honour"].passed


def test_place_size_and_ownership_are_those_of_the_register(session, ask):
    one = calls.organisation(session, district="420106", size_class="small", owner_type="private")
    fits = [
        {"kind": "district", "values": ["420106", "420111"]},
        {"kind": "size", "values": ["small"]},
        {"kind": "ownership", "values": ["private"]},
    ]
    assert refused(ask(one, conditions=fits)) == set()
    fits_not = [
        {"kind": "district", "values": ["420111"]},
        {"kind": "size", "values": ["micro"]},
        {"kind": "ownership", "values": ["state_owned"]},
        {"kind": "category", "values": ["solution"]},
        {"kind": "pool", "ground": "依据××文件"},
    ]
    answers = ask(one, conditions=fits_not)
    assert refused(answers) == {"district", "size", "ownership", "category", "pool"}
    assert answers["district"].organisation_ids == (one.id,)
    assert not answers["district"].by_partner
    assert answers["category"].by_partner
    assert answers["pool"].detail["ground"] == "依据××文件"


def test_the_pool_and_a_category_are_met_by_a_provider_who_has_them(session, ask):
    one = calls.organisation(session)
    calls.provider(session, one, state="warned", categories=["solution"])
    asked = [{"kind": "category", "values": ["diagnosis", "solution"]}, {"kind": "pool"}]
    assert refused(ask(one, conditions=asked)) == set()


@pytest.mark.parametrize("state", ["suspended", "removed"])
def test_one_that_is_suspended_or_removed_is_excluded(session, ask, state):
    one = calls.organisation(session)
    calls.provider(session, one, state=state)
    assert refused(ask(one)) == {"not_excluded"}


def test_who_sharpened_the_need_is_barred_where_the_programme_says_so(session, ask, owner, city):
    one, other = calls.organisation(session), calls.organisation(session)
    provider = calls.provider(session, one, categories=["diagnosis"])
    calls.provider(session, other, categories=["diagnosis"])
    demand = Demand(owner_organisation_id=owner.id, created_at=NOW, updated_at=NOW)
    session.add(demand)
    session.flush()
    officer = factories.person(session)
    session.add(
        Sharpening(
            demand_id=demand.id,
            provider_id=provider.id,
            assigned_by_id=officer.id,
            assigned_at=NOW,
            due_at=NOW,
            ended_at=NOW,
        )
    )
    session.flush()
    assert refused(ask(one, demand_id=demand.id)) == {"not_sharpener"}
    assert refused(ask(other, demand_id=demand.id)) == set()
    assert refused(ask(one)) == set()
    rules = city.programmes["scenario_challenge"].kept() | {"sharpener_may_bid": True}
    assert "not_sharpener" not in ask(one, demand_id=demand.id, rules=rules)


def test_partners_bring_together_what_one_of_them_must_have(session, ask):
    lead, partner = calls.organisation(session), calls.organisation(session)
    calls.provider(session, lead, ("honour", "high_tech"))
    calls.provider(session, partner, ("honour", "gazelle"))
    both = HIGH_TECH | {"values": ["high_tech", "gazelle"]}
    answer = ask(lead, partner, conditions=[both])["honour"]
    assert answer.passed
    assert answer.organisation_ids == (lead.id, partner.id)
    each = ask(lead, partner, conditions=[both | {"members": "each"}])["honour"]
    assert not each.passed
    assert each.organisation_ids == (lead.id, partner.id)
    of_lead = ask(partner, lead, conditions=[HIGH_TECH | {"members": "lead"}])["honour"]
    assert not of_lead.passed
    assert of_lead.organisation_ids == (partner.id,)
    assert not of_lead.by_partner
    assert ask(lead, partner, conditions=[HIGH_TECH | {"members": "lead"}])["honour"].passed


def test_every_member_of_a_consortium_answers_for_itself(session, ask, owner):
    lead, partner = calls.organisation(session), calls.organisation(session, state="refused")
    assert ask(lead, partner)["verified"].organisation_ids == (partner.id,)
    sister = calls.organisation(session, controlled_by_id=owner.id)
    assert refused(ask(lead, sister)) == {"not_owner_side"}


def test_a_consortium_keeps_to_what_the_call_and_the_programme_allow(session, ask):
    several = [calls.organisation(session) for _ in range(6)]
    assert refused(ask(*several[:5])) == set()
    too_large = ask(*several)["consortium_size"]
    assert not too_large.passed
    assert too_large.detail == {"limit": 5}
    assert refused(ask(*several[:2], accepts_consortium=False)) == {"consortium_accepted"}
    alone = ask(several[0], conditions=[HIGH_TECH], accepts_consortium=False)
    assert not alone["honour"].by_partner


def test_each_condition_of_a_kind_has_its_own_answer(session, city, owner):
    one = calls.organisation(session)
    calls.provider(session, one, ("honour", "gazelle"))
    gazelle = {"kind": "honour", "values": ["gazelle"]}
    call = calls.call(session, city, owner, eligibility=[HIGH_TECH, gazelle])
    found = eligibility.answers(session, call, [one.id], now=NOW, city=city)
    assert [(x.place, x.passed) for x in found if x.place is not None] == [(0, False), (1, True)]


def test_who_meets_not_every_rule_reads_their_names(session, city, owner):
    one = calls.organisation(session, state="refused")
    call = calls.call(session, city, owner, eligibility=[HIGH_TECH, HIGH_TECH | CMMI3])
    found = eligibility.answers(session, call, [one.id], now=NOW, city=city)
    failed = [answer.rule for answer in found if not answer.passed]
    assert list(dict.fromkeys(failed)) == ["verified", "honour", "certificate"]
    with pytest.raises(NotFound):
        eligibility.answers(session, call, [10**9], now=NOW, city=city)


def test_the_number_of_statements_does_not_grow_with_the_bidders(session, city, owner):
    several = [calls.organisation(session) for _ in range(5)]
    for one in several:
        calls.provider(session, one, ("honour", "high_tech"), ("certificate", "cmmi", 3))
    call = calls.call(session, city, owner, eligibility=[HIGH_TECH, CMMI3])

    def ask(*organisations):
        keys = [one.id for one in organisations]
        return count_statements(
            session.get_bind(),
            lambda: eligibility.answers(session, call, keys, now=NOW, city=city),
        )

    assert ask(*several) == ask(several[0]) <= 4


@pytest.mark.parametrize(
    ("written", "field", "rule"),
    [
        ("honour", "eligibility.0", "not_an_object"),
        ({"kind": "luck", "values": ["x"]}, "eligibility.0.kind", "unknown_code"),
        ({"kind": "honour", "values": []}, "eligibility.0.values", "required"),
        ({"kind": "honour", "values": ["nobel"]}, "eligibility.0.values.0", "unknown_code"),
        ({"kind": "honour", "values": "high_tech"}, "eligibility.0.values", "not_a_list"),
        (HIGH_TECH | {"match": "most"}, "eligibility.0.match", "unknown_code"),
        (HIGH_TECH | {"members": "none"}, "eligibility.0.members", "unknown_code"),
        (HIGH_TECH | {"why": ""}, "eligibility.0.why", "unknown_field"),
        (HIGH_TECH | {"ground": "长" * 501}, "eligibility.0.ground", "too_long"),
        ({"kind": "pool", "values": ["x"]}, "eligibility.0.values", "unknown_field"),
    ],
)
def test_a_condition_that_is_written_wrongly_names_its_field(city, written, field, rule):
    with pytest.raises(Wrong) as wrong:
        calls.conditions(city, written)
    assert [(e.field, e.rule) for e in wrong.value.errors] == [(field, rule)]


def test_a_condition_is_kept_whole_with_its_codes(city):
    assert calls.conditions(
        city,
        {"kind": "honour", "values": ["高新技术企业"]},
        {"kind": "certificate", "values": ["CMMI3"]},
    ) == [
        {
            "kind": "honour",
            "values": ["high_tech"],
            "match": "all",
            "members": "one",
            "ground": "",
        },
        {
            "kind": "certificate",
            "values": [{"code": "cmmi", "level": 3}],
            "match": "all",
            "members": "one",
            "ground": "",
        },
    ]
