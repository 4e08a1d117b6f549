"""The words of a pledge on paper (军令状). The paper is Chinese alone: it is what the parties sign."""

from collections.abc import Mapping
from typing import Any

OPERATORS = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "eq": "="}
PARTIES = {"provider": "揭榜方", "owner": "发榜方", "office": "场景办"}
# Each kind of signature is called what it is: a click is no seal.
FORMS = {
    "platform": "平台确认（非签章）",
    "scan": "公章扫描件（经核对）",
    "seal": "电子印章",
}
RELEASES = {
    "pledge": "军令状签署后",
    "milestone": "第{milestone}个里程碑验收通过后",
    "acceptance": "项目验收通过后",
}


def figure(value: Any) -> str:
    """A number without a needless point; a dash where there is none."""
    return "—" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def goal(row: Mapping[str, Any], name: str) -> str:
    """A metric's goal in words: ≤ 0.3 %."""
    if row[name] is None:
        return "—"
    sign = OPERATORS.get(row["operator"], row["operator"])
    return f"{sign} {figure(row[name])} {row['unit']}".strip()


def release(part: Mapping[str, Any]) -> str:
    """When a part of the reward is released."""
    return RELEASES.get(part["at"], part["at"]).format(milestone=part["milestone"])


def member(row: Mapping[str, Any]) -> str:
    """One member of a consortium."""
    share = f"，承担 {row['share_percent']}%" if row.get("share_percent") is not None else ""
    role = f"，{row['role']}" if row.get("role") else ""
    return f"{row['name']}（统一社会信用代码 {row['uscc']}{role}{share}）"


def filled(text: str, slots: Mapping[str, str]) -> str:
    """A clause with its slots filled; what the parties wrote themselves may hold braces that are none."""
    for name, words in slots.items():
        text = text.replace("{" + name + "}", words)
    return text


VERIFY_PATH = "/verify/pledges/{code}"
DETAILS = {
    "platform": "平台签名 {stamp}",
    "scan": "扫描件摘要（SHA-256）{evidence}",
    "seal": "证书主体 {subject}；颁发者 {issuer}；序列号 {serial}；印章签名摘要（SHA-256）{evidence}",
}


def detail(form: str, *, stamp: str, evidence: str, facts: Mapping[str, Any]) -> str:
    """What proves a signature, as the paper says it."""
    said = {name: str(facts.get(name, "")) for name in ("subject", "issuer", "serial")}
    return DETAILS[form].format(stamp=stamp, evidence=evidence, **said)
