"""Documents of pledges that tests begin with."""

from scenario_market.domain.pledges import document
from scenario_market.domain.programmes.values import Tranche

CALLED = [
    {
        "key": "miss_rate",
        "name": "漏检率",
        "operator": "le",
        "baseline": 3.5,
        "target": 0.5,
        "unit": "%",
        "is_mandatory": True,
    },
    {
        "key": "throughput",
        "name": "检测节拍",
        "operator": "ge",
        "baseline": 20,
        "target": 60,
        "unit": "件/分钟",
        "is_mandatory": False,
    },
]
CONTENT = {
    "approach": {"text": "多光谱成像与小样本学习结合"},
    "metrics": [
        {
            "key": "miss_rate",
            "operator": "le",
            "value": 0.3,
            "unit": "%",
            "method": "连续三十日抽检",
            "evidence": "第三方检测报告",
        },
        {
            "key": "throughput",
            "operator": "ge",
            "value": 72.0,
            "unit": "件/分钟",
            "method": "产线计数",
            "evidence": "系统日志",
        },
    ],
    "milestones": [
        {
            "title": "样机到场",
            "month": 3,
            "target": "两工位联调通过",
            "evidence": "联调记录",
            "weight": 30,
        },
        {
            "title": "上线试运行",
            "month": 6,
            "target": "漏检率不高于 1%",
            "evidence": "试运行报告",
            "weight": 40,
        },
        {
            "title": "全线验收",
            "month": 9,
            "target": "全部指标达到",
            "evidence": "第三方检测报告",
            "weight": 30,
        },
    ],
    "budget": {
        "items": [{"name": "设备", "amount_fen": 90_000_000, "own_fen": 20_000_000}],
        "total_fen": 90_000_000,
    },
}
TRANCHES = (Tranche(30, "pledge"), Tranche(40, "milestone", 2), Tranche(30, "acceptance"))
PARTIES = {
    "provider": {
        "name": "测试揭榜单位",
        "uscc": "91350100M000100Y43",
        "members": [
            {
                "name": "测试联合单位",
                "uscc": "91110000802100433B",
                "role": "算法",
                "share_percent": 30,
            }
        ],
    },
    "owner": {"name": "测试需求单位", "uscc": "914403001922038216"},
    "office": {"name": "测试场景办"},
}


def drawn_up(template, **changed):
    """A document as it stands when the pledge begins."""
    values = {
        "code": "ABCD-EFGH-JKLM-NPQR",
        "challenge": {
            "number": "WH-JB-2026-001",
            "title": "轴承座产线表面缺陷在线检测",
            "programme": "scenario_challenge",
            "programme_name": "应用场景揭榜挂帅",
            "term_months": 12,
            "reward_fen": 100_000_001,
        },
        "parties": PARTIES,
        "called": CALLED,
        "bid": {**CONTENT, "content_hash": "ab" * 32},
        "tranches": TRANCHES,
    }
    return document.draw_up(template=template, **(values | changed))
