"""Random and golden profiles and needs for the tests of matching."""

from datetime import date

from hypothesis import strategies as st

from scenario_market.domain.matching.profile import (
    Certificate,
    CertificateRequirement,
    Honour,
    Need,
    Offering,
    Profile,
)

TODAY = date(2026, 7, 1)
WORDS = [
    "设备",
    "预测性维护",
    "刀具磨损",
    "污水",
    "MES",
    "机器视觉",
    "检测",
    "。",
    "，",
    "智能",
    "的",
]
texts = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)
codes = st.frozensets(st.sampled_from("abcd"), max_size=3)
days = st.none() | st.sampled_from([date(2026, 6, 30), TODAY, date(2027, 1, 1)])
certificates = st.builds(Certificate, st.sampled_from(["cmmi", "dcmm"]), st.integers(0, 5), days)


@st.composite
def profiles(draw: st.DrawFn, provider_id: int = 1) -> Profile:
    return Profile(
        provider_id=provider_id,
        organisation_id=draw(st.integers(1, 4)),
        key=f"KEY{provider_id}",
        state=draw(st.sampled_from(["admitted", "admitted", "suspended"])),
        is_verified=draw(st.sampled_from([True, True, False])),
        name=draw(texts),
        categories=draw(codes),
        service_types=draw(codes),
        capabilities=draw(texts),
        industries=draw(codes),
        domains=draw(codes),
        districts=draw(codes),
        honours=tuple(draw(st.lists(st.builds(Honour, st.sampled_from("ab"), days), max_size=2))),
        certificates=tuple(draw(st.lists(certificates, max_size=2))),
        offerings=tuple(
            Offering(f"o{place}", draw(texts), draw(texts))
            for place in range(draw(st.integers(0, 2)))
        ),
        text=draw(texts),
    )


@st.composite
def pools(draw: st.DrawFn) -> list[Profile]:
    return [draw(profiles(provider_id=one)) for one in range(1, draw(st.integers(1, 7)) + 1)]


@st.composite
def needs(draw: st.DrawFn, need_id: int = 1) -> Need:
    some = st.frozensets(st.sampled_from("ab"), max_size=1)
    levels = st.builds(CertificateRequirement, st.sampled_from(["cmmi"]), st.integers(0, 3))
    return Need(
        id=need_id,
        key=f"WH-{need_id}",
        title=draw(texts),
        body=draw(texts),
        domains=draw(codes),
        industries=draw(codes),
        service_types=draw(codes),
        districts=draw(codes),
        chain=draw(st.none() | st.sampled_from("abcd")),
        honours_useful=draw(some),
        required_honours=draw(some),
        required_certificates=tuple(draw(st.lists(levels, max_size=1))),
        required_categories=draw(some),
        allowed_districts=draw(some),
        accepts_consortium=draw(st.booleans()),
        excluded_organisation_ids=draw(st.frozensets(st.integers(1, 4), max_size=1)),
        excluded_provider_ids=draw(st.frozensets(st.integers(1, 7), max_size=1)),
        names=draw(st.sampled_from([(), ("设备有限公司",)])),
    )


MAINTENANCE = Profile(
    provider_id=1,
    organisation_id=101,
    key="91420100MA4K000011",
    name="示例智维科技有限公司",
    categories=frozenset({"solution"}),
    service_types=frozenset({"equipment"}),
    capabilities="数控机床预测性维护，振动信号采集与分析",
    industries=frozenset({"C34"}),
    districts=frozenset({"420112"}),
    honours=(Honour("hnte", date(2027, 12, 31)),),
    offerings=(
        Offering(
            "o1", "主轴健康监测系统", "采集主轴振动和电流，预测刀具磨损，提前三天给出更换建议。"
        ),
        Offering("o2", "车间能耗看板", "汇总电表数据，按班次统计能耗。"),
    ),
    text="为机械加工企业提供设备联网和维护服务。",
)
WATER = Profile(
    provider_id=2,
    organisation_id=102,
    key="91420100MA4K000022",
    name="示例清流环境有限公司",
    categories=frozenset({"solution"}),
    service_types=frozenset({"cloud"}),
    capabilities="污水处理厂智慧运营",
    industries=frozenset({"D46"}),
    districts=frozenset({"420106"}),
    offerings=(Offering("o3", "曝气精确控制", "根据进水水质调节曝气量，降低药耗和电耗。"),),
    text="服务城镇污水处理厂和排水泵站。",
)
VISION = Profile(
    provider_id=3,
    organisation_id=103,
    key="91420100MA4K000033",
    name="示例明瞳视觉有限公司",
    categories=frozenset({"solution"}),
    service_types=frozenset({"ai"}),
    capabilities="机器视觉缺陷检测",
    industries=frozenset({"C34", "C39"}),
    districts=frozenset({"420112", "420106"}),
    honours=(Honour("hnte", date(2025, 12, 31)),),
    offerings=(
        Offering("o4", "表面缺陷检测工作站", "识别划痕、凹坑、漏涂，检出率不低于百分之九十九。"),
    ),
    text="面向面板、机械零件的在线质检。",
)
GOLDEN = [MAINTENANCE, WATER, VISION]
SPINDLE = Need(
    id=7,
    key="WH-2026-0007",
    title="数控机床主轴预测性维护",
    body="现有机床四十台，主轴振动大、刀具磨损快，每月非计划停机二十小时，希望提前预警。",
    service_types=frozenset({"equipment"}),
    industries=frozenset({"C34"}),
    districts=frozenset({"420112"}),
    honours_useful=frozenset({"hnte"}),
)
