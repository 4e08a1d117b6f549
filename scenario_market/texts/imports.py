"""What people read of a file on its way in: its errors, why it failed, how it stands."""

from collections.abc import Mapping
from typing import Any

from scenario_market.texts import demands, fields, parties, projects, providers, rows

OWN: Mapping[str, rows.Words] = {
    "pool": {**providers.FIELDS, "organisation_code": parties.FIELDS["organisation_code"]},
    "demands": {**fields.FIELDS, **demands.FIELDS},
    "projects": {**fields.FIELDS, **demands.FIELDS, **projects.FIELDS},
}
KINDS = {
    "pool": ("服务商库", "Pool of providers"),
    "demands": ("需求清单", "List of demands"),
    "projects": ("项目责任清单", "List of projects"),
}
STATES = {
    "checking": ("正在检查", "being checked"),
    "checked": ("已检查，尚未导入", "checked, not taken in"),
    "committing": ("正在导入", "being taken in"),
    "committed": ("已导入", "taken in"),
    "failed": ("未能导入", "not taken in"),
}
OUTCOMES = {
    "created": ("新增", "new"),
    "updated": ("更新", "updated"),
    "unchanged": ("未变", "unchanged"),
    "wrong": ("有误", "wrong"),
}
DETAILS: dict[str, tuple[str, str]] = {
    "rows_wrong": (
        "共 {rows} 行，其中 {wrong} 行有误；请改正后重新上传，或选择只导入无误的行。",
        "{wrong} of {rows} rows are wrong; mend them, or take only the good rows.",
    ),
    "file_erased": (
        "该文件已按保存期限清除，请重新上传。",
        "The file was erased, its days being over; hand it in again.",
    ),
    "no_rows": ("没有可以导入的行。", "There is no row that could be taken."),
}


def say(kind: str, rule: str, params: Mapping[str, object], language: str = "zh") -> str:
    """The sentence for a rule that a row breaks, or for which a file was refused."""
    own = DETAILS if rule in DETAILS else OWN[kind]
    return rows.say(own, rule, params, language)


def say_error(kind: str, error: Mapping[str, Any], language: str = "zh") -> str:
    """The sentence for one error of a report, as it stands under its column's header."""
    params = dict(error["params"])
    if error.get("header"):
        params.setdefault("header", error["header"])
    return say(kind, error["rule"], params, language)


def progress(done: int, language: str = "zh") -> str:
    """How far the reading of a file is."""
    return f"{done} rows read …" if language.startswith("en") else f"已读取 {done} 行……"


def lines(row: Any, language: str = "zh") -> list[str]:
    """How an import stands, in sentences: what it is, its counts, why it failed, each error with its row."""
    place = int(language.startswith("en"))
    colon, stop = (": ", ".") if place else ("：", "。")
    report = row.report or {}
    head = f"{KINDS[row.kind][place]} #{row.id}{colon}{STATES[row.state][place]}{stop}"
    counts = report.get("counts", {})
    if counts:
        said = (f"{words[place]} {counts[name]}" for name, words in OUTCOMES.items())
        total = f"{row.rows_total} rows" if place else f"共 {row.rows_total} 行"
        head += f"{' ' if place else ''}{total}{colon}{(', ' if place else '，').join(said)}{stop}"
    found = [head]
    if failure := report.get("failure"):
        found.append(say(row.kind, failure["rule"], failure["params"], language))
    found += [_error_line(row.kind, error, language) for error in report.get("errors", ())]
    left_out = report.get("errors_total", 0) - len(report.get("errors", ()))
    if left_out > 0:
        found.append(f"… and {left_out} more." if place else f"……另有 {left_out} 处错误。")
    mark = "To check: " if place else "提示："
    warnings = report.get("warnings", ())
    found += [mark + _error_line(row.kind, warning, language) for warning in warnings]
    left_out = report.get("warnings_total", 0) - len(warnings)
    if left_out > 0:
        found.append(f"… and {left_out} more to check." if place else f"……另有 {left_out} 处提示。")
    return found


def _error_line(kind: str, error: Mapping[str, Any], language: str) -> str:
    words = say_error(kind, error, language)
    header = error["header"] or ""
    if language.startswith("en"):
        return f"Row {error['row']}{f', {header}' if header else ''}: {words}"
    return f"第 {error['row']} 行{f'“{header}”' if header else ''}：{words}"
