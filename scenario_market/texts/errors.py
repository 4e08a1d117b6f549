"""What people read when something is refused: by code, and by rule where a rule has more to say."""

import re
from typing import Any

from scenario_market.texts import (
    attachments,
    bids,
    calls,
    challenges,
    courses,
    demands,
    eligibility,
    evaluation,
    fields,
    imports,
    keys,
    landmarks,
    parties,
    pledges,
    projects,
    providers,
    results,
    rows,
    wishes,
)

TITLES = {
    "bad_request": ("请求格式有误", "Malformed request"),
    "not_signed_in": ("请先登录", "Sign in first"),
    "not_permitted": ("没有权限办理此事项", "Not permitted"),
    "not_found": ("未找到", "Not found"),
    "method_not_allowed": ("不支持该操作方式", "Method not allowed"),
    "not_acceptable": ("无法提供所要求的格式", "Not acceptable"),
    "conflict": ("与现有数据冲突", "Conflict with what is there"),
    "too_large": ("内容超过大小限制", "Too large"),
    "unsupported_media_type": ("不支持的内容类型", "Unsupported media type"),
    "invalid": ("填写内容有误", "The input has errors"),
    "too_many_requests": ("操作过于频繁，请稍后再试", "Too many requests; try again later"),
    "unavailable": ("服务暂时不可用，请稍后再试", "Unavailable for a moment; try again"),
    "internal_error": ("系统内部错误", "Internal error"),
    "illegal_move": ("当前状态不能办理此操作", "The present state does not allow this"),
    "rule_refused": ("不符合办理规则", "A rule refuses this"),
    "stale_version": ("内容已被他人修改，请刷新后重试", "Changed meanwhile; read it again"),
    "version_missing": ("缺少版本号（If-Match）", "If-Match is missing"),
    "already_done": ("已存在，不能重复办理", "Already exists"),
    "refused": ("不能办理", "Refused"),
    "idempotency_key_reused": (
        "该幂等键已用于另一请求",
        "This Idempotency-Key was used for another request",
    ),
}

DETAILS: dict[str, tuple[str, str]] = {
    "token_invalid": (
        "登录已失效或令牌无效，请重新登录。",
        "The token is unknown, ended or expired.",
    ),
    "version_missing": (
        "修改须在 If-Match 中注明所依据的版本（取自 ETag）。",
        "A change must name the version that it was made from, in If-Match.",
    ),
    "any_version": (
        "If-Match 须写明所读到的那一个版本（取自 ETag），不接受 * 或多个版本：否则他人的修改会在不知情时被覆盖。",
        "If-Match must name the one version that was read (its ETag), not * nor several: they would change over"
        " what somebody else did meanwhile, unseen.",
    ),
    "stale_version": (
        "您依据的是第 {expected} 版，现为第 {current} 版。",
        "You read version {expected}; it is version {current} now.",
    ),
    "production_clock": (
        "正式环境的时钟不能拨动。",
        "The clock of a production installation cannot be moved.",
    ),
    "too_many_requests": (
        "同一网络地址的请求过于频繁，请稍后再试。",
        "Too many requests from one network address; try again later.",
    ),
    "illegal_move": (
        "当前状态为“{state}”，不能办理“{verb}”。",
        "The state “{state}” does not allow “{verb}”.",
    ),
    "illegal_act": (
        "当前状态为“{state}”，不能办理此事项。",
        "The state “{state}” does not allow this.",
    ),
}

TITLES |= parties.TITLES | attachments.TITLES
DETAILS |= parties.DETAILS | attachments.DETAILS | demands.DETAILS | wishes.DETAILS | calls.DETAILS
FIELDS: dict[str, tuple[str, str]] = dict(fields.FIELDS)
FIELDS |= parties.FIELDS | attachments.FIELDS | demands.FIELDS | wishes.FIELDS | calls.FIELDS
DETAILS |= evaluation.DETAILS
FIELDS |= evaluation.FIELDS
DETAILS |= challenges.DETAILS | projects.DETAILS
FIELDS |= challenges.FIELDS | projects.FIELDS
DETAILS = dict(providers.DETAILS) | imports.DETAILS | DETAILS
TITLES |= bids.TITLES
DETAILS |= bids.DETAILS
FIELDS |= bids.FIELDS
TITLES |= keys.TITLES
DETAILS |= keys.DETAILS | pledges.DETAILS | results.DETAILS | landmarks.DETAILS
FIELDS |= keys.FIELDS | pledges.FIELDS | results.FIELDS

SCHEMA = {
    "Not a valid file.": "应为文件。",
    "Missing data for required field.": "必填。",
    "Unknown field.": "没有这个字段。",
    "Not a valid integer.": "应为整数。",
    "Not a valid string.": "应为文本。",
    "Not a valid date.": "应为日期，如 2026-05-01。",
    "Not a valid datetime.": "应为带时区的时间，如 2026-05-01T09:00:00+08:00。",
    "Not a valid boolean.": "应为 true 或 false。",
    "Not a valid list.": "应为列表。",
    "Invalid input type.": "数据类型不正确。",
    "Field may not be null.": "不能为空。",
    "Not a valid mapping type.": "应为对象。",
    "Not a valid number.": "应为数字。",
    "Not a valid utf-8 string.": "应为 UTF-8 编码的文本。",
    "Not a valid aware datetime.": "应为带时区的时间，如 2026-05-01T09:00:00+08:00。",
    "Not a valid email address.": "应为电子邮箱地址。",
    "Not a valid URL.": "应为网址。",
    "Number too large.": "数字过大。",
    "String does not match expected pattern.": "格式不正确。",
    "Invalid value.": "取值不正确。",
    "Invalid JSON body.": "请求正文不是有效的 JSON。",
    "Special numeric values (nan or infinity) are not permitted.": "应为有限的数字。",
}
BOUNDS = {
    r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.": "应在 {} 到 {} 之间。",
    r"Must be greater than or equal to (\S+)\.": "不能小于 {}。",
    r"Must be greater than (\S+)\.": "应大于 {}。",
    r"Must be less than or equal to (\S+)\.": "不能大于 {}。",
    r"Must be less than (\S+)\.": "应小于 {}。",
    r"Must be one of: (.*)\.": "应为下列之一：{}。",
    r"Length must be between (\d+) and (\d+)\.": "长度应在 {} 到 {} 之间。",
    r"Length must be (\d+)\.": "长度应为 {}。",
    r"Shorter than minimum length (\d+)\.": "长度不能少于 {}。",
    r"Longer than maximum length (\d+)\.": "长度不能超过 {}。",
}


def _pick(pair: tuple[str, str], locale: str) -> str:
    return pair[1] if locale == "en" else pair[0]


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _fill(template: str, params: dict[str, Any]) -> str:
    lists = {
        name: "、".join(map(str, value)) or "—"
        for name, value in params.items()
        if isinstance(value, list | tuple)
    }
    return rows.stated(template, params).format_map(_Gaps(params | lists))


def title(code: str, locale: str) -> str:
    """The short name of a code."""
    return _pick(TITLES.get(code, TITLES["refused"]), locale)


def detail(code: str, rule: str | None, params: dict[str, Any], locale: str) -> str:
    """One sentence on what was refused; the rule's own text if it has one."""
    if code == "illegal_move":
        rule, params = _named(params, locale)
    pair = DETAILS.get(rule or code) or DETAILS.get(code)
    if rule in ("conflict_known", "own_organisation_scored"):
        params = params | {"reasons": evaluation.conflicts_named(params["reasons"], locale)}
    if isinstance(params.get("failed"), list):
        params = params | {"failed": eligibility.named(params["failed"], locale)}
    return _fill(_pick(pair, locale), params) if pair else title(code, locale)


def _named(params: dict[str, Any], locale: str) -> tuple[str, dict[str, Any]]:
    """The text of a refused move, and its state and verb by the names that they have in lists and histories."""
    kind, verb = params["kind"], params["verb"]
    shown = params | {"state": _pick(courses.state(kind, params["state"]), locale)}
    if verb not in courses.MOVES.get(kind, {}):
        return "illegal_act", shown
    return "illegal_move", shown | ({} if locale == "en" else {"verb": courses.move(kind, verb)[0]})


def field_message(rule: str, params: dict[str, Any], locale: str) -> str:
    """What is wrong with one field, and what would be right."""
    pair = FIELDS.get(rule)
    if pair is None:
        return rows.say(providers.FIELDS, rule, params, locale)
    return _fill(_pick(pair, locale), params)


def schema_message(text: str, locale: str) -> str:
    """Marshmallow's message in the reader's language."""
    if locale == "en":
        return text
    if text in SCHEMA:
        return SCHEMA[text]
    for pattern, words in BOUNDS.items():
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return words.format(*found.groups())
    return text
