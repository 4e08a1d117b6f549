import hashlib
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from scenario_market.demo.demands import demands
from scenario_market.demo.fiction import MARK
from scenario_market.demo.organisations import organisations
from scenario_market.demo.providers import providers, specialities
from scenario_market.domain.parties import uscc

DEMANDS = demands()
DIGEST = "0651b4a1e3e8a01e3d288a7651d383e220901cf5a66347ab0c747cba917bf725"


def test_there_are_a_dozen_owners_and_forty_needs():
    assert len(organisations()) == 12
    assert len(DEMANDS) >= 40
    assert {d.owner.key for d in DEMANDS} == {o.key for o in organisations()}
    assert len({d.title for d in DEMANDS}) == len(DEMANDS)


def test_owners_are_marked_and_their_codes_collide_with_no_provider():
    taken = {p.uscc for p in providers()}
    for owner in organisations():
        assert owner.name.endswith(MARK)
        assert uscc.check(owner.uscc) == owner.uscc
        assert uscc.warnings(owner.uscc) == []
        assert owner.uscc not in taken
        assert owner.contact_mobile.startswith("000-")


def test_needs_are_the_same_on_every_run():
    assert hashlib.sha256(repr(DEMANDS).encode()).hexdigest() == DIGEST


def test_every_need_has_what_publication_asks_for():
    for d in DEMANDS:
        assert len(d.background) > 20
        assert len(d.pain_points) > 20
        assert len(d.content) > 40
        assert d.metrics
        assert d.outcomes
        assert d.open_conditions
        assert d.deliverables
        assert d.place
        assert 0 < d.budget_min_fen <= d.budget_max_fen
        assert d.starts_on < d.ends_on


def test_every_metric_has_numbers_that_move_the_way_its_operator_says():
    for d in DEMANDS:
        for metric in d.metrics:
            target, baseline = Decimal(metric["target"]), Decimal(metric["baseline"])
            if metric["operator"] == "ge":
                assert target > baseline, (d.title, metric)
            elif baseline:  # 0 means: not measured before
                assert target < baseline, (d.title, metric)


def test_every_code_of_a_need_stands_in_the_lists(city):
    known = {one["key"] for one in specialities()}
    for d in DEMANDS:
        for name, codes in [
            ("scenario_domains", [d.domain]),
            ("service_types", d.service_types),
            ("industries", d.industries),
            ("scenario_tiers", [d.tier]),
            ("intake_sources", [d.source]),
            ("budget_disclosures", [d.budget_display]),
            ("funding_sources", [d.funding_source]),
            ("contract_routes", [d.contract_route]),
            ("districts", [d.district]),
            ("open_conditions", d.open_conditions),
            ("ip_ownerships", [d.ip_ownership]),
            ("metric_operators", [m["operator"] for m in d.metrics]),
            ("owner_types", [d.owner.owner_type]),
            ("size_classes", [d.owner.size_class]),
        ]:
            assert all(code in city.codes[name] for code in codes), (d.title, name)
        assert set(d.suits) <= known


def test_needs_stand_in_most_domains_and_every_one_has_providers_that_suit_it():
    assert len({d.domain for d in DEMANDS}) >= 15
    held = Counter(key for p in providers() for key in p.specialities)
    for d in DEMANDS:
        assert sum(held[key] for key in d.suits) >= 8


def test_providers_that_suit_a_need_share_more_of_its_words_than_others_do():
    def pairs(text):
        return {text[i : i + 2] for i in range(len(text) - 1)}

    texts = [
        (set(p.specialities), pairs(p.capabilities + "".join(p.scenarios))) for p in providers()
    ]
    better = 0
    for d in DEMANDS:
        words = pairs(d.title + d.content)
        scores = {True: [], False: []}
        for keys, said in texts:
            scores[bool(keys & set(d.suits))].append(len(words & said))
        better += sum(scores[True]) / len(scores[True]) > 2 * sum(scores[False]) / len(
            scores[False]
        )
    assert better >= 0.8 * len(DEMANDS)


def test_terms_move_with_the_day_asked_for():
    later = demands(date(2027, 7, 1))
    assert later[0].starts_on - DEMANDS[0].starts_on == timedelta(days=365)
    assert later[0].title == DEMANDS[0].title
