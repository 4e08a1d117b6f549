"""The engine's promises, over random pools and on golden examples."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_market.domain.matching.engine import Engine, Statistics, Weights
from scenario_market.domain.matching.policy import tie_hash
from scenario_market.domain.matching.profile import (
    Certificate,
    CertificateRequirement,
    Honour,
    Need,
)

from .pools import GOLDEN, MAINTENANCE, SPINDLE, TODAY, VISION, WATER, needs, pools

many = settings(max_examples=25, deadline=None)


def engine_of(profiles, **options) -> Engine:
    engine = Engine(Weights())
    engine.load(profiles, **options)
    return engine


@many
@given(pools(), needs())
def test_contributions_add_up_to_the_score_to_the_last_digit(pool, need):
    engine = engine_of(pool)
    for profile in pool:
        told = engine.explain(need, profile, today=TODAY)
        stored = told.stored
        assert sum(told.contributions.values()) == told.score_milli == stored["score"]
        assert stored["contributions"] == told.contributions
        phrases = sum(milli for _, milli in stored["phrases"])
        assert phrases + stored["other_text"] == told.contributions["text"]
        assert stored["other_text"] >= 0
        for name, milli in told.contributions.items():
            assert 0 <= milli <= stored["most"][name]


@many
@given(pools(), needs(), st.randoms())
def test_the_order_of_insertion_changes_nothing(pool, need, random):
    shuffled = random.sample(pool, len(pool))
    first, second = engine_of(pool), engine_of(shuffled)
    assert first.version == second.version
    assert first.rank(need, today=TODAY) == second.rank(need, today=TODAY)


@many
@given(pools(), needs(), st.randoms())
def test_put_one_by_one_equals_loaded_at_once_under_the_same_statistics(pool, need, random):
    loaded = engine_of(pool)
    grown = engine_of([], statistics=loaded.statistics)
    for profile in random.sample(pool, len(pool)):
        grown.put(replace(profile, text="旧的介绍", state="suspended"))
        grown.put(profile)
    assert grown.rank(need, today=TODAY) == loaded.rank(need, today=TODAY)
    assert len(grown) == len(loaded)


@many
@given(pools(), st.lists(st.integers(1, 5), min_size=1, unique=True), st.data())
def test_forward_reverse_and_explain_agree(pool, ids, data):
    engine = engine_of(pool)
    demands = [data.draw(needs(need_id=one)) for one in ids]
    forward = {
        (need.id, match.provider_id): match
        for need in demands
        for match in engine.rank(need, today=TODAY)
    }
    backward = {
        (need_id, profile.provider_id): match
        for profile in pool
        for need_id, match in engine.reverse(profile, demands, today=TODAY)
    }
    assert forward == backward
    for need in demands:
        for profile in pool:
            why = engine.explain(need, profile, today=TODAY)
            match = forward.get((need.id, profile.provider_id))
            assert why.eligible == (match is not None)
            if match:
                assert why.stored_json == match.explanation_json


@many
@given(pools(), needs(), st.integers(1, 7), st.integers(1, 7))
def test_chunks_of_the_pool_make_up_the_whole(pool, need, low, high):
    engine = engine_of(pool)
    for profile in pool[::2]:
        engine.put(replace(profile, text=profile.text + "检测"))
    part = engine.reach(need, today=TODAY, between=(low, high))
    whole = engine.reach(need, today=TODAY)
    assert part.provider_ids == [one for one in whole.provider_ids if low <= one <= high]
    assert part.explanations() == whole.between(low, high).explanations()


def test_best_offering_and_words_of_the_golden_need_are_named():
    first, *others = engine_of(GOLDEN).rank(SPINDLE, today=TODAY)
    assert first.provider_id == 1
    assert first.score_milli > 3 * max(other.score_milli for other in others)
    stored = first.explanation
    assert stored["best"]["title"] == "主轴健康监测系统"
    phrases = [phrase for phrase, _ in stored["phrases"]]
    assert "预测性维护" in phrases
    assert any("刀具磨损" in phrase for phrase in phrases)
    assert stored["matched"] == {
        "capability": ["equipment"],
        "industry": ["C34"],
        "district": ["420112"],
        "honour": ["hnte"],
    }
    assert stored["missing"] == {}
    assert all(finding["passed"] for finding in stored["filters"])


def test_an_expired_honour_does_not_count():
    engine = engine_of(GOLDEN)
    demand = replace(SPINDLE, required_honours=frozenset({"hnte"}))
    on_the_last_day = engine.explain(demand, VISION, today=date(2025, 12, 31))
    the_day_after = engine.explain(demand, VISION, today=date(2026, 1, 1))
    assert on_the_last_day.eligible
    assert the_day_after.failed == ("required_honour",)
    finding = next(one for one in the_day_after.stored["filters"] if not one["passed"])
    assert finding["lacking"] == [{"code": "hnte", "reason": "expired"}]
    assert on_the_last_day.contributions["honour"] == 2_000
    assert the_day_after.contributions["honour"] == 0
    assert 3 not in [match.provider_id for match in engine.rank(demand, today=TODAY)]


def test_an_honour_renewed_counts_though_the_old_one_expired():
    renewed = replace(VISION, honours=(*VISION.honours, Honour("hnte", None)))
    demand = replace(SPINDLE, required_honours=frozenset({"hnte"}))
    assert engine_of([renewed]).explain(demand, renewed, today=TODAY).eligible


def test_a_certificate_of_a_higher_level_meets_the_requirement():
    holder = replace(WATER, certificates=(Certificate("cmmi", 3, None),))
    engine = engine_of([holder])

    def failed(level):
        demand = replace(SPINDLE, required_certificates=(CertificateRequirement("cmmi", level),))
        return engine.explain(demand, holder, today=TODAY).failed

    assert failed(2) == failed(3) == ()
    assert failed(4) == ("required_certificate",)


def test_a_suspended_provider_leaves_and_a_new_one_enters_at_once():
    engine = engine_of([MAINTENANCE, WATER])
    engine.put(replace(MAINTENANCE, state="suspended"))
    engine.put(VISION)
    engine.drop(2)
    engine.drop(2)
    assert [match.provider_id for match in engine.rank(SPINDLE, today=TODAY)] == [3]
    assert len(engine) == 2


def test_names_of_owner_and_place_are_no_evidence():
    incumbent = replace(WATER, text="为东湖重工有限公司服务十年，东湖重工、枝江市均有驻点。")
    demand = Need(8, "WH-8", "东湖重工除尘改造", "枝江市东湖重工有限公司车间。")
    named = replace(demand, names=("东湖重工有限公司", "枝江市"))
    engine = engine_of([incumbent, MAINTENANCE])
    spoken = engine.explain(demand, incumbent, today=TODAY)
    silent = engine.explain(named, incumbent, today=TODAY)
    assert any("东湖重工" in phrase for phrase, _ in spoken.stored["phrases"])
    assert not any("东湖" in phrase or "枝江" in phrase for phrase, _ in silent.stored["phrases"])
    assert silent.score_milli < spoken.score_milli


def test_equal_scores_are_ordered_by_the_published_hash_and_by_nothing_else():
    twins = [
        replace(MAINTENANCE, provider_id=one, key=f"K{one}", organisation_id=one)
        for one in range(1, 30)
    ]
    ranked = engine_of(twins).rank(SPINDLE, today=TODAY)
    assert len({match.score_milli for match in ranked}) == 1
    ties = [match.tie for match in ranked]
    assert ties == sorted(ties) == sorted(tie_hash(SPINDLE.key, one.key) for one in twins)
    assert engine_of(twins).rank(SPINDLE, today=TODAY, limit=5) == ranked[:5]
    other = engine_of(twins).rank(replace(SPINDLE, key="WH-2026-0008"), today=TODAY)
    assert [one.provider_id for one in other] != [one.provider_id for one in ranked]


def test_statistics_survive_storage_and_refuse_damaged_bytes():
    engine = engine_of(GOLDEN)
    data = engine.statistics.to_bytes()
    again = engine_of(GOLDEN, statistics=Statistics.from_bytes(data))
    assert again.version == engine.version
    assert again.rank(SPINDLE, today=TODAY) == engine.rank(SPINDLE, today=TODAY)
    with pytest.raises(ValueError, match="damaged"):
        Statistics.from_bytes(data[:-1])


_OTHER_PROCESS = """
from tests.domain.matching.pools import GOLDEN, SPINDLE, TODAY
from scenario_market.domain.matching.engine import Engine, Weights
engine = Engine(Weights())
engine.load(reversed(GOLDEN))
print("\\n".join(match.explanation_json for match in engine.rank(SPINDLE, today=TODAY)))
"""


def test_another_process_with_another_hash_seed_says_the_same_to_the_byte():
    said = subprocess.run(
        [sys.executable, "-c", _OTHER_PROCESS],
        env={"PYTHONHASHSEED": "12345", "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    own = engine_of(GOLDEN).rank(SPINDLE, today=TODAY)
    assert said.splitlines() == [match.explanation_json for match in own]


def test_two_profiles_with_one_id_are_refused_and_the_pool_stays():
    engine = engine_of(GOLDEN)
    with pytest.raises(ValueError, match="same provider id"):
        engine.load([WATER, WATER])
    assert len(engine) == 3


def test_an_empty_pool_and_an_empty_need_are_no_error():
    assert Engine(Weights()).rank(SPINDLE, today=TODAY) == []
    nothing = Need(1, "WH-1", "")
    ranked = engine_of(GOLDEN).rank(nothing, today=TODAY)
    assert [match.score_milli for match in ranked] == [0, 0, 0]


def test_an_endless_need_stays_within_its_integers():
    endless = replace(SPINDLE, body="主轴振动刀具磨损预警" * 5_000)
    engine = engine_of(GOLDEN)
    ranked = engine.rank(endless, today=TODAY)
    assert all(0 <= match.score_milli <= 100_000 for match in ranked)
    assert ranked[0].provider_id == 1


def test_identifiers_that_are_text_are_returned_unchanged_and_quoted():
    named = [replace(one, provider_id=f'p"{one.provider_id}') for one in GOLDEN]
    match = engine_of(named).rank(replace(SPINDLE, id="需求-7"), today=TODAY)[0]
    assert match.provider_id == match.explanation["provider"] == 'p"1'
    assert match.explanation["need"] == "需求-7"


def test_more_than_62_codes_in_one_need_are_all_seen():
    asked = frozenset(f"t{place:03}" for place in range(150))
    wide = replace(WATER, service_types=frozenset(f"t{place:03}" for place in range(0, 150, 2)))
    demand = replace(SPINDLE, service_types=asked, required_categories=frozenset({"solution"}))
    why = engine_of([wide, MAINTENANCE]).explain(demand, wide, today=TODAY)
    assert why.contributions["capability"] == 4_000
    assert len(why.stored["matched"]["capability"]) == 75
    assert why.eligible


def test_columns_of_a_reach_are_parallel_and_json():
    reach = engine_of(GOLDEN).reach(SPINDLE, today=TODAY, floor_milli=1_000)
    total = sum(reach.contributions.values())
    assert np.array_equal(total, reach.scores_milli)
    assert reach.wants_notices.tolist() == [True] * len(reach)
    for provider, score, text in zip(
        reach.provider_ids, reach.scores_milli, reach.explanations(), strict=True
    ):
        stored = json.loads(text)
        assert (stored["provider"], stored["score"]) == (provider, score)


def test_weights_that_do_not_sum_are_refused_by_name():
    with pytest.raises(ValueError, match="sum to 100000"):
        Weights(text=10)
    with pytest.raises(ValueError, match=r"weights\.honour"):
        Weights(honour=-1)
    assert Weights(text=75_000, honour=3_000).version != Weights().version
