"""The cover of a dossier (一项一档), to be read on paper: what the case is, what lies in it, what was done by whom."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from scenario_market.documents.pdf import Paper
from scenario_market.domain.dossiers import tables
from scenario_market.domain.dossiers.collecting import Case
from scenario_market.texts import courses
from scenario_market.texts import dossier as words

CHECKING = "目录（manifest.json）列出每个文件的摘要并由平台签名，可离线核验：\nscenario-market dossier verify 文件名"


def made(case: Case, *, files: int, zone: ZoneInfo) -> bytes:
    """The cover as PDF/A.

    :param files: how many stored files lie in the dossier. :param zone: the city's, in which times are said.
    """
    subject = f"{case.number} {case.title}"
    paper = Paper(words.HEADING, footer=case.number, at=case.made_at, author="", subject=subject)
    what = words.CASES[case.kind]
    state, _ = courses.state(case.kind, case.state)
    paper.text(
        f"{what}编号：{case.number}\n{what}名称：{case.title}\n当前状态：{state}\n"
        f"导出时间：{_time(case.made_at, zone)}\n保管期限至：{case.retained_until:%Y-%m-%d}\n"
        f"事件链位置：{case.head.get('position')}"
    )
    paper.heading("卷内目录")
    rows = [(words.part(name), name, len(rows)) for name, rows in sorted(case.records.items())]
    paper.table(("内容", "文件（records/）", "条数"), rows, widths=(40, 40, 15))
    paper.text(f"另有原始文件 {files} 个（files/），按内容摘要（SHA-256）命名。")
    if case.withheld:
        kept = "、".join(dict.fromkeys(words.part(name) for name in sorted(case.withheld)))
        paper.small(f"未列入：{kept}。缘由见目录（manifest.json）。")
    _course(paper, case, zone)
    paper.heading("核验")
    paper.text(CHECKING)
    return paper.made()


def _course(paper: Paper, case: Case, zone: ZoneInfo) -> None:
    """Every move of everything in the case, in the order in which it was made."""
    names = {row["id"]: row["name"] for row in case.records.get("person", ())}
    paper.heading("办理经过（北京时间）" if zone.key == "Asia/Shanghai" else "办理经过")
    paper.table(
        ("时间", "事项", "办理", "办理后状态", "经办"),
        [_row(row, names, zone) for row in case.records.get("state_change", ())],
        widths=(26, 24, 22, 22, 24),
    )


def _row(row: dict[str, Any], names: dict[int, str], zone: ZoneInfo) -> tuple[str, ...]:
    kind = row["subject_kind"]
    who = names.get(row.get("actor_person_id") or 0, "系统")
    return (
        _time(datetime.fromisoformat(row["at"]), zone),
        f"{words.part(kind)} {row['subject_id']}",
        courses.move(kind, row["verb"])[0],
        courses.state(kind, row["target"])[0],
        "（受保护）" if kind in tables.PROTECTED else who,
    )


def _time(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
