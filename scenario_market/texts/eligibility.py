"""Who may bid on a call, in words: the name of each rule, and what one is told who tests itself against it. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

NameOf = Callable[[str, str], str]

RULES = {
    "verified": ("单位已核验", "organisation verified"),
    "not_owner_side": ("与发榜方无控制关系", "in no relation of control with the owner"),
    "not_excluded": ("未被暂停或移出", "not suspended or removed"),
    "not_sharpener": ("未参与需求梳理", "no part in sharpening the need"),
    "consortium_accepted": ("接受联合体", "consortia are accepted"),
    "consortium_size": ("联合体成员数", "size of the consortium"),
    "honour": ("荣誉要求", "honours"),
    "certificate": ("证书要求", "certificates"),
    "category": ("服务商类别要求", "category"),
    "district": ("注册区域要求", "district of registration"),
    "size": ("企业规模要求", "size"),
    "ownership": ("单位性质要求", "kind of organisation"),
    "pool": ("入库要求", "belonging to the pool"),
}
FAILED = {
    "verified": (
        "单位尚未通过核验，请先申请核验。",
        "The organisation is not verified; ask for verification first.",
    ),
    "not_owner_side": (
        "与发榜方是同一单位或存在控制关系，不得揭榜。",
        "The organisation is the owner, or one of the two controls the other; it may not bid.",
    ),
    "not_excluded": (
        "服务商资格处于暂停或移出状态，恢复前不得揭榜。",
        "Suspended or removed as a provider; it may not bid until that is lifted.",
    ),
    "not_sharpener": (
        "参与过本需求的诊断梳理，按本计划规定不得揭榜。",
        "It helped to sharpen the need and may not bid under this programme.",
    ),
    "consortium_accepted": ("本榜单不接受联合体。", "This call accepts no consortia."),
    "consortium_size": (
        "联合体成员（含牵头单位）不得超过 {limit} 家。",
        "A consortium has at most {limit} organisations, the lead included.",
    ),
    "pool": ("尚未入库或不在库。", "It does not belong to the pool."),
}
ASKED = {
    "honour": ("荣誉", "honours"),
    "certificate": ("证书", "certificates"),
    "category": ("服务商类别", "categories"),
    "district": ("注册地", "places of registration"),
    "size": ("企业规模", "sizes"),
    "ownership": ("单位性质", "kinds of organisation"),
}
MEMBERS = {
    "one": ("", ""),
    "each": ("（联合体每一成员）", " (each member of a consortium)"),
    "lead": ("（牵头单位）", " (the lead)"),
}
WORDS = {
    "all": (
        "须全部具备{kind}{members}：{wanted}。",
        "All of these {kind} are asked for{members}: {wanted}.",
    ),
    "any": (
        "须具备以下{kind}之一{members}：{wanted}。",
        "One of these {kind} is asked for{members}: {wanted}.",
    ),
    "met": ("符合：{rule}。", "Met: {rule}."),
    "lacking": ("所缺：{lacking}。", "Lacking: {lacking}."),
    "absent": ("{item}", "{item}"),
    "expired": ("{item}（已于 {day} 到期）", "{item} (expired on {day})"),
    "low_level": ("{item}（等级不足）", "{item} (of a lower level)"),
    "level": ("{item} {level} 级及以上", "{item} level {level} or higher"),
    "by_partner": (
        "本榜单接受联合体，所缺条件可由联合体成员补足。",
        "The call accepts consortia: a partner may bring what is lacking.",
    ),
    "ground": ("依据：{ground}。", "Legal ground: {ground}."),
}


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "en" else pair[0]


def named(rules: list[str], language: str) -> list[str]:
    """What rules are called; one that is not known is shown as it is."""
    return [_pick(RULES[rule], language) if rule in RULES else rule for rule in rules]


def say(answer: Mapping[str, Any], *, language: str, name: NameOf) -> str:
    """One answer in sentences: what is asked for, and what is lacking; what may help.

    :param answer: ``rule``, ``passed``, ``wanted``, ``lacking`` (objects with code, level, reason, expired_on),
        ``by_partner``, ``detail``, as ``bidders.Answer`` has them.
    :param name: the name of a code in the reader's language, by kind and code.
    """
    rule, detail = answer["rule"], answer["detail"] or {}
    if answer["passed"]:
        return _pick(WORDS["met"], language).format(rule=_pick(RULES[rule], language))
    found = [_opening(answer, detail, language, name)]
    if answer["lacking"]:
        items = [_lack(rule, one, language, name) for one in answer["lacking"]]
        found.append(_pick(WORDS["lacking"], language).format(lacking=_listed(items, language)))
    if answer["by_partner"]:
        found.append(_pick(WORDS["by_partner"], language))
    if detail.get("ground"):
        ground = detail["ground"].rstrip("。.")
        found.append(_pick(WORDS["ground"], language).format(ground=ground))
    return ("" if language == "zh" else " ").join(found)


def _opening(
    answer: Mapping[str, Any], detail: Mapping[str, Any], language: str, name: NameOf
) -> str:
    rule = answer["rule"]
    if rule in FAILED:
        return _pick(FAILED[rule], language).format(limit=detail.get("limit", ""))
    wanted = [
        condition_value(rule, value, language=language, name=name) for value in answer["wanted"]
    ]
    return _pick(WORDS[detail["match"]], language).format(
        kind=_pick(ASKED[rule], language),
        members=_pick(MEMBERS[detail["members"]], language),
        wanted=_listed(wanted, language),
    )


def condition_value(kind: str, value: Any, *, language: str, name: NameOf) -> str:
    """One value of a condition: the name of its code, of a certificate with the level asked for."""
    if not isinstance(value, Mapping):
        return name(kind, value)
    return _levelled(name(kind, value["code"]), value["level"], language)


def _levelled(item: str, level: int, language: str) -> str:
    return _pick(WORDS["level"], language).format(item=item, level=level) if level else item


def _lack(rule: str, one: Mapping[str, Any], language: str, name: NameOf) -> str:
    item = _levelled(name(rule, one["code"]), one["level"], language)
    day = one["expired_on"]
    shown = day.isoformat() if isinstance(day, date) else str(day or "")
    return _pick(WORDS[one["reason"]], language).format(item=item, day=shown)


def _listed(items: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(items)
