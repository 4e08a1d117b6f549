"""The words of a dossier's cover (一项一档), and of what its check finds."""

PARTS = {
    "challenge": "榜单",
    "challenge_version": "榜单版本",
    "challenge_clearance": "保密审查与三审三校",
    "challenge_approval": "审批记录",
    "fair_review": "公平竞争审查",
    "question": "公开问答",
    "bid": "揭榜书",
    "bid_member": "联合体成员",
    "bid_file": "揭榜附件",
    "panel": "评审组",
    "score_sheet": "评分表",
    "ranking": "排名",
    "panel_opinion": "评审意见",
    "collective_decision": "集体审定",
    "public_notice": "公示",
    "objection": "异议（异议人信息已保护）",
    "result_letter": "结果通知书",
    "award_document": "中榜决定",
    "award": "中榜",
    "pledge": "军令状",
    "pledge_version": "军令状版本",
    "pledge_signature": "军令状签署",
    "project": "实施项目",
    "milestone": "里程碑",
    "demand": "场景需求",
    "demand_version": "需求版本",
    "attachment": "附件清单",
    "state_change": "办理记录",
    "event": "事件（含链上位置）",
    "person": "人员",
    "organisation": "单位",
    "reading": "查阅记录",
}
FAULTS = {
    "not_a_dossier": "不是本平台导出的案卷",
    "manifest_changed": "目录与签名不符",
    "wrong_key": "签名公钥不是所给的公钥",
    "file_missing": "缺少文件",
    "file_added": "多出文件",
    "file_changed": "文件内容已改动",
    "event_changed": "事件与其链上记录不符",
    "pledge_changed": "军令状文本与签署的摘要不符",
}


def part(name: str) -> str:
    """What a part of the record is called; its own name where it has no other."""
    return PARTS.get(name, name)
