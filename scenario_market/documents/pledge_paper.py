"""The paper of a pledge (军令状), made from its canonical document alone, which lies inside it as an attached file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scenario_market.documents.pdf import Paper
from scenario_market.texts import pledge_paper as words
from scenario_market.texts.amounts import in_capitals, in_figures

SOURCE_NAME = "pledge.json"


@dataclass(frozen=True)
class Signed:
    """A signature as the paper shows it.

    :param party: ``provider``, ``owner`` or ``office``. :param form: ``platform``, ``scan`` or ``seal``.
    :param name: of who signed. :param at: when, as the city writes it. :param detail: what proves it.
    """

    party: str
    form: str
    name: str
    at: str
    detail: str


def pledge_pdf(
    document: Mapping[str, Any],
    canonical: str,
    *,
    sha256: str,
    signatures: Sequence[Signed],
    verify_at: str,
    at: datetime,
) -> bytes:
    """The PDF of a signed pledge.

    :param document: what ``canonical`` says. :param verify_at: address of the public check.
    """
    heading, code = document["heading"], document["code"]
    paper = Paper(
        heading,
        footer=f"核验码 {code}",
        at=at,
        author=document["parties"]["office"]["name"],
        subject=f"{document['challenge']['number']} {document['challenge']['title']}",
    )
    _about(paper, document)
    _metrics(paper, document)
    _milestones(paper, document)
    _money(paper, document)
    _clauses(paper, document)
    _signatures(paper, document, signatures)
    paper.heading("核验")
    paper.text(f"核验码：{code}\n文本摘要（SHA-256）：\n{sha256}\n核验地址：{verify_at}")
    paper.small(
        "本文件由平台按签署的规范文本生成，规范文本（JSON）附于本文件内。凭核验码可查验签署情况；"
        "上传本文件可比对是否与签发的一致，改动任何一个字节即不一致。"
    )
    paper.attach(
        SOURCE_NAME,
        canonical.encode(),
        media_type="application/json",
        about="Canonical document that was signed",
        at=at,
    )
    return paper.made()


def _about(paper: Paper, document: Mapping[str, Any]) -> None:
    challenge, parties = document["challenge"], document["parties"]
    provider, owner = parties["provider"], parties["owner"]
    lines = [
        f"榜单编号：{challenge['number']}",
        f"榜单名称：{challenge['title']}",
        f"所属专项：{document['programme_name']}",
        f"发榜方：{owner['name']}（统一社会信用代码 {owner['uscc']}）",
        f"揭榜方：{provider['name']}（统一社会信用代码 {provider['uscc']}）",
        *(f"联合体成员：{words.member(one)}" for one in provider.get("members", ())),
        f"组织方：{parties['office']['name']}",
        f"实施期限：{document['term_months']} 个月",
        "揭榜书摘要（SHA-256）：",
        document["bid_hash"],
    ]
    paper.text("\n".join(lines))


def _metrics(paper: Paper, document: Mapping[str, Any]) -> None:
    paper.heading("一、技术与成效指标")
    rows = [
        [
            row["name"] + ("（必达）" if row["is_mandatory"] else ""),
            words.figure(row["baseline"]),
            words.goal(row, "called"),
            words.goal(row, "bid"),
            words.goal(row, "value"),
            f"{row['method']}；{row['evidence']}",
        ]
        for row in document["metrics"]
    ]
    head = ("指标", "现状", "榜单要求", "揭榜承诺", "军令状目标", "测量方法与佐证")
    paper.table(head, rows, widths=(20, 10, 16, 16, 18, 30))


def _milestones(paper: Paper, document: Mapping[str, Any]) -> None:
    paper.heading("二、里程碑")
    rows = [
        [
            f"{place}. {row['title']}",
            f"第 {row['month']} 个月",
            row["target"],
            row["evidence"],
            f"{row['weight']}%",
            row["consequence"],
        ]
        for place, row in enumerate(document["milestones"], 1)
    ]
    head = ("里程碑", "期限", "目标", "佐证", "权重", "未达到的后果")
    paper.table(head, rows, widths=(18, 12, 22, 16, 9, 33))


def _money(paper: Paper, document: Mapping[str, Any]) -> None:
    money = document["money"]
    paper.heading("三、资金")
    reward = money["reward_fen"]
    lines = [f"奖补资金：人民币{in_capitals(reward)}（¥{in_figures(reward)}）"]
    if money["budget_fen"] is not None:
        lines.append(f"揭榜方项目总预算：¥{in_figures(money['budget_fen'])}")
    paper.text("\n".join(lines))
    rows = [
        [place, words.release(part), f"{part['percent']}%", f"¥{in_figures(part['amount_fen'])}"]
        for place, part in enumerate(money["tranches"], 1)
    ]
    paper.table(("期次", "拨付条件", "比例", "金额（元）"), rows, widths=(10, 40, 15, 30))


def _clauses(paper: Paper, document: Mapping[str, Any]) -> None:
    challenge, parties = document["challenge"], document["parties"]
    slots = {
        "provider": parties["provider"]["name"],
        "owner": parties["owner"]["name"],
        "office": parties["office"]["name"],
        "number": challenge["number"],
        "title": challenge["title"],
        "reward": f"人民币{in_capitals(document['money']['reward_fen'])}",
        "term_months": str(document["term_months"]),
        "milestones": str(len(document["milestones"])),
    }
    paper.heading("四、条款")
    for place, clause in enumerate(document["clauses"], 1):
        paper.text(f"第{place}条　{clause['title']}　{words.filled(clause['text'], slots)}")
    if document["special_terms"]:
        paper.heading("五、特别约定")
        paper.text(document["special_terms"])


def _signatures(paper: Paper, document: Mapping[str, Any], signatures: Sequence[Signed]) -> None:
    paper.heading("签署")
    names = {party: row["name"] for party, row in document["parties"].items()}
    rows = [
        [
            f"{words.PARTIES[one.party]}\n{names[one.party]}",
            words.FORMS[one.form],
            one.name,
            one.at,
            one.detail,
        ]
        for one in signatures
    ]
    head = ("签署方", "签署方式", "签署人", "签署时间", "凭据")
    paper.table(head, rows, widths=(22, 15, 12, 20, 40))
