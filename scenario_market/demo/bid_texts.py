"""What the demonstration's bidders write: three ways to answer a call, as a form would send them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hand:
    """How a bidder answers.

    :param reach: how far beyond a metric's target it promises, as a share of the way from the baseline.
    :param price: what it asks of the call's ceiling, percent.
    """

    reach: float
    price: int
    approach: str
    impact: str
    capability: str
    case: str
    team: Sequence[tuple[str, str, str]]


HANDS: Mapping[str, Hand] = {
    "bidder_a": Hand(
        reach=0.15,
        price=92,
        approach="采用“感知—模型—闭环”三层架构：前端以工业相机和传感器采集过程数据，中间层以小样本学习建立识别与"
        "预测模型，后端与现有控制系统联动形成闭环，模型由现场人员按批次补充样本更新。",
        impact="建成后可直接复制到同类产线，形成标准化的部署工具包和验收方法，预计带动三家配套企业应用。",
        capability="具备完整的软硬件研发、现场交付和运维能力，近三年完成同类项目十一项。",
        case="某零部件企业产线在线检测项目",
        team=(("演示负责人", "项目负责人", "机器视觉"), ("演示工程师", "算法工程师", "深度学习")),
    ),
    "bidder_b": Hand(
        reach=0.05,
        price=84,
        approach="以成熟自动化单元为基础改造，先完成关键工位的数据贯通，再分步引入优化算法，改造期间产线不停产，"
        "关键设备采用双机热备，异常时一键切换人工模式。",
        impact="改造周期短、投资可控，适合在中小企业推广，预计两年内推广到五条产线。",
        capability="拥有自动化集成一级资质和本地服务团队，二十四小时内到场。",
        case="某装备企业柔性单元改造项目",
        team=(("演示经理", "项目经理", "自动化"), ("演示技师", "现场负责人", "电气")),
    ),
    "bidder_c": Hand(
        reach=0.10,
        price=97,
        approach="建设统一的数据底座与机理模型库，机理与数据双驱动，仿真环境先行验证后再上线，"
        "每次决策留痕可追溯，支持与企业现有系统的标准接口对接。",
        impact="沉淀行业模型库并开放接口，形成地方标准草案一项，可在全市同行业复用。",
        capability="联合高校共建实验室，拥有自主知识产权的工业软件平台。",
        case="某园区工业互联网平台项目",
        team=(("演示首席", "首席架构师", "工业软件"), ("演示研究员", "联合研发负责人", "机理建模")),
    ),
    "bidder_d": Hand(
        reach=0.0,
        price=88,
        approach="以产学研联合方式推进，先期完成原理样机，中期开展中试，末期在现场连续运行考核。",
        impact="形成中试验证能力，为后续产业化提供支撑。",
        capability="具备中试基地和检测能力，长期承担市级科技项目。",
        case="某研究院中试平台项目",
        team=(("演示院长", "技术总负责", "系统工程"),),
    ),
}


def answers(
    hand: Hand, call: Mapping[str, Any], usccs: Sequence[str], division: Sequence[tuple[str, int]]
) -> dict[str, Any]:
    """Every section of a bid.

    :param call: metrics (with keys), ceiling and term of the call. :param usccs: of the bidder, the lead's first.
    :param division: role and share of each, where several bid together.
    """
    total = call["budget_ceiling_fen"] * hand.price // 100
    parts = (("设备与软件", 60), ("研发与调试", 30), ("培训与检测", 10))
    amounts = [total * share // 100 for _, share in parts[:-1]]
    amounts.append(total - sum(amounts))
    return {
        "approach": {"text": hand.approach},
        "metrics": [_metric(hand, metric) for metric in call["metrics"]],
        "milestones": _milestones(call["term_months"]),
        "budget": {
            "items": [
                {"name": name, "amount_fen": amount, "own_fen": amount // 4}
                for (name, _), amount in zip(parts, amounts, strict=True)
            ],
            "total_fen": total,
        },
        "impact": {"text": hand.impact},
        "capability": {"text": hand.capability},
        "cases": [
            {"title": hand.case, "client": "演示客户", "year": 2024, "result": "通过验收并稳定运行"}
        ],
        "team": [
            {"name": name, "role": role, "field": field, "organisation_uscc": usccs[0]}
            for name, role, field in hand.team
        ],
        "division": [
            {"organisation_uscc": uscc, "role": role, "share_percent": share}
            for uscc, (role, share) in zip(usccs, division, strict=False)
        ],
        "statement": {"text": "所填内容真实有效，接受榜单全部规则。"},
    }


def _metric(hand: Hand, metric: Mapping[str, Any]) -> dict[str, Any]:
    way = metric["target"] - metric["baseline"]
    return {
        "key": metric["key"],
        "operator": metric["operator"],
        "value": round(metric["target"] + way * hand.reach / 10, 3),
        "unit": metric["unit"],
        "method": "按验收大纲连续三十日统计",
        "evidence": "第三方检测报告",
    }


def _milestones(months: int) -> list[dict[str, Any]]:
    steps = (
        ("方案与样机", max(1, months // 4), "完成方案评审和样机验证", "评审意见、样机测试记录", 30),
        ("现场部署", max(2, months // 2), "完成现场部署并试运行三十日", "试运行报告", 40),
        ("验收与推广", months, "全部指标达到承诺值", "第三方检测报告、验收报告", 30),
    )
    names = ("title", "month", "target", "evidence", "weight")
    return [dict(zip(names, step, strict=True)) for step in steps]
