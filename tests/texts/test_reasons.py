"""Why a provider was told, or not, in sentences, for three readers in two languages."""

from dataclasses import replace

import pytest

from scenario_market.domain.matching.engine import Engine, Weights
from scenario_market.domain.matching.profile import CertificateRequirement
from scenario_market.texts.reasons import band, points, reasons
from tests.domain.matching.pools import GOLDEN, MAINTENANCE, SPINDLE, TODAY, VISION

NAMES = {
    ("service_type", "equipment"): "智能装备",
    ("industry", "C34"): "通用设备制造业",
    ("district", "420112"): "东西湖区",
    ("honour", "hnte"): "高新技术企业",
    ("certificate", "cmmi"): "CMMI",
}


def name(kind: str, code: str) -> str:
    return NAMES[kind, code]


@pytest.fixture(scope="module")
def engine():
    engine = Engine(Weights())
    engine.load(GOLDEN)
    return engine


@pytest.fixture(scope="module")
def told(engine):
    return engine.rank(SPINDLE, today=TODAY)[0].explanation


def reason(stored, **words):
    """What a provider reads under 为什么通知您."""
    return "".join(reasons(stored, reader="provider", name=name, **words))


def test_the_reason_names_capability_offering_industry_district_honour_and_words(told):
    text = reason(told)
    for part in (
        "“预测性维护”",
        "“主轴健康监测系统”",
        "服务类型符合：智能装备，计 8.0 分",
        "服务行业符合：通用设备制造业",
        "服务区域符合：东西湖区",
        "具备需求看重的荣誉：高新技术企业",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "单位尚未通过核验，或核验已撤销。"),
        ("en", "The organisation is not verified, or its verification was taken back."),
    ],
)
def test_who_is_not_verified_reads_that_first(engine, language, said):
    why = engine.explain(SPINDLE, replace(MAINTENANCE, is_verified=False), today=TODAY)
    assert reasons(why.stored, reader="provider", language=language, name=name)[0] == said


def test_the_reason_names_the_filter_that_stands_against(engine):
    demand = replace(
        SPINDLE,
        required_honours=frozenset({"hnte"}),
        required_certificates=(CertificateRequirement("cmmi", 3),),
        accepts_consortium=True,
    )
    why = engine.explain(demand, VISION, today=TODAY)
    first, second, third, *_ = reasons(why.stored, reader="provider", name=name)
    assert first == "缺少必备荣誉：高新技术企业（已过有效期）。"
    assert second == "缺少必备证书：CMMI 3 级及以上。"
    assert third == "本需求接受联合体，所缺条件可由联合体成员补足。"


def test_a_partner_is_not_suggested_to_the_owner(engine):
    demand = replace(
        SPINDLE,
        required_honours=frozenset({"hnte"}),
        excluded_organisation_ids=frozenset({VISION.organisation_id}),
        accepts_consortium=True,
    )
    why = engine.explain(demand, VISION, today=TODAY)
    assert "联合体" not in reason(why.stored)


def test_the_enterprise_sees_a_band_but_no_points_filters_or_versions(told):
    text = "".join(reasons(told, reader="enterprise", name=name))
    assert "该服务商的" in text
    assert " 分" not in text
    assert "硬性条件" not in text
    assert told["engine"] not in text


def test_only_the_office_sees_coverage_and_version(told):
    office = "".join(reasons(told, reader="office", name=name))
    provider = "".join(reasons(told, reader="provider", name=name))
    assert told["engine"] in office
    assert told["engine"] not in provider
    assert "‰" not in provider


def test_both_languages_say_the_same_number_of_things(engine):
    for need in (SPINDLE, replace(SPINDLE, required_honours=frozenset({"hnte"}))):
        for profile in GOLDEN:
            stored = engine.explain(need, profile, today=TODAY).stored
            for reader in ("provider", "enterprise", "office"):
                lines = [
                    reasons(stored, reader=reader, language=language, name=name)
                    for language in ("zh", "en")
                ]
                assert len(lines[0]) == len(lines[1]) > 0
                assert not any("{" in line for line in lines[0] + lines[1])


def test_english_reads_as_a_sentence(told):
    text = reason(told, language="en")
    assert "Closest is your offering “主轴健康监测系统”." in text


def test_an_empty_title_or_no_common_word_is_passed_over(engine):
    nothing = engine.explain(replace(SPINDLE, title="量子", body=""), MAINTENANCE, today=TODAY)
    assert not any("“" in line for line in reasons(nothing.stored, reader="provider", name=name))


def test_points_are_cut_so_that_parts_never_exceed_the_whole():
    assert points(12_399) == "12.3"
    assert (band(40_000), band(39_999), band(15_000), band(0)) == ("strong", "good", "fair", "weak")
