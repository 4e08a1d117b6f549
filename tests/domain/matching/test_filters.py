"""The hard filters: who is out, whatever he offers."""

from dataclasses import replace

from hypothesis import given

from tests.domain.matching.test_engine import engine_of, many

from .pools import GOLDEN, MAINTENANCE, SPINDLE, TODAY, needs, pools


@many
@given(pools(), needs())
def test_a_near_miss_lists_exactly_the_failed_rules(pool, need):
    """The rules are written out a second time here, one profile at a time."""
    engine = engine_of(pool)
    for profile in pool:
        honours = {
            one.code for one in profile.honours if not one.expires_on or one.expires_on >= TODAY
        }
        levels = [
            (one.code, one.level)
            for one in profile.certificates
            if not one.expires_on or one.expires_on >= TODAY
        ]
        wrong = []
        if profile.state != "admitted":
            wrong.append("admitted")
        if not profile.is_verified:
            wrong.append("verified")
        if profile.organisation_id in need.excluded_organisation_ids:
            wrong.append("not_owner")
        if profile.provider_id in need.excluded_provider_ids:
            wrong.append("not_excluded")
        if need.required_categories and not need.required_categories & profile.categories:
            wrong.append("required_category")
        if need.allowed_districts and not need.allowed_districts & profile.districts:
            wrong.append("allowed_district")
        if need.required_honours - honours:
            wrong.append("required_honour")
        for one in need.required_certificates:
            if not any(code == one.code and level >= one.level for code, level in levels):
                wrong.append("required_certificate")
        assert list(engine.explain(need, profile, today=TODAY).failed) == wrong


def test_the_owner_and_what_it_controls_are_excluded():
    demand = replace(SPINDLE, excluded_organisation_ids=frozenset({101, 999}))
    engine = engine_of(GOLDEN)
    assert 1 not in [match.provider_id for match in engine.rank(demand, today=TODAY)]
    assert engine.explain(demand, MAINTENANCE, today=TODAY).failed == ("not_owner",)


def test_whoever_sharpened_the_need_is_excluded():
    demand = replace(SPINDLE, excluded_provider_ids=frozenset({1}))
    assert engine_of(GOLDEN).explain(demand, MAINTENANCE, today=TODAY).failed == ("not_excluded",)


def test_a_partner_may_bring_what_is_lacking_only_where_consortia_are_accepted():
    engine = engine_of(GOLDEN)
    for accepts in (True, False):
        demand = replace(
            SPINDLE, required_honours=frozenset({"unicorn"}), accepts_consortium=accepts
        )
        why = engine.explain(demand, MAINTENANCE, today=TODAY)
        assert not why.eligible
        (finding,) = [one for one in why.stored["filters"] if not one["passed"]]
        assert finding["by_partner"] is accepts
