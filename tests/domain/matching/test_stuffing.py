"""Whoever writes more words, or the words of all needs, gains nothing by it."""

from dataclasses import replace
from random import Random

from scenario_market.domain.matching.profile import (
    Need,
    Offering,
    Profile,
)
from tests.domain.matching.test_engine import engine_of

from .pools import GOLDEN, MAINTENANCE, SPINDLE, TODAY

CRAFTS = [
    "焊接机器人",
    "锅炉脱硫",
    "冷链配送",
    "纺织染整",
    "桥梁监测",
    "药品追溯",
    "玻璃切割",
    "茶叶分选",
]


TAILS = ["产线改造调试", "在线监测预警", "能耗分析诊断", "质量追溯系统", "远程运维服务"]


ASKED = [
    Need(
        f"{craft}{tail}", f"{craft}{tail}", f"{craft}{tail}", f"需要{craft}的{tail}，要求稳定可靠。"
    )
    for craft in CRAFTS
    for tail in TAILS
]


SPECIALISTS = [
    Profile(
        place,
        place,
        f"H{place}",
        name=f"示例{craft}公司",
        offerings=tuple(
            Offering(tail, craft + tail, f"提供{craft}的{tail}。") for tail in TAILS[:3]
        ),
    )
    for place, craft in enumerate(CRAFTS)
]


def stuffer(times: int) -> Profile:
    """A firm that declares and describes nothing but the words of all needs."""
    words = [word for need in ASKED for word in (need.title[:-6], need.title[-6:])]
    Random(7).shuffle(words)
    pasted = "、".join(words) * times
    return Profile(99, 99, "S", name="示例综合服务公司", capabilities=pasted, text=pasted)


def test_whoever_pastes_in_the_words_of_all_needs_does_not_pass_who_offers_what_is_asked():
    engine = engine_of([*SPECIALISTS, stuffer(1)])
    offered = [need for need in ASKED if need.title[-6:] in TAILS[:3]]
    assert len(offered) == 24
    assert all(engine.rank(need, today=TODAY)[0].provider_id != 99 for need in offered)


def test_pasting_the_same_words_again_gains_next_to_nothing():
    engine = engine_of([*SPECIALISTS, stuffer(1)])

    def mean(times):
        found = [engine.explain(need, stuffer(times), today=TODAY) for need in ASKED]
        return sum(one.score_milli for one in found) / len(found)

    assert mean(20) < 1.1 * mean(1)


def test_a_longer_profile_of_the_same_substance_does_not_score_higher():
    padded = replace(
        MAINTENANCE,
        provider_id=9,
        key="K9",
        text=MAINTENANCE.text + "公司秉承客户至上的理念，团队经验丰富，欢迎各界朋友来访洽谈。" * 20,
    )
    engine = engine_of([*GOLDEN, padded])
    scores = {one.provider_id: one.score_milli for one in engine.rank(SPINDLE, today=TODAY)}
    assert scores[9] <= scores[1]
