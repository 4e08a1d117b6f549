"""Five hundred fictitious providers: the figures of the reference city, and profiles in the field's own words.

142 diagnosis providers and 186 transformation service enterprises, 48 of them both; 233 offerings; the rest are of
the other categories. Every name ends in 「（演示）」, every code and telephone number can belong to nobody.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from scenario_market.demo import credentials
from scenario_market.demo.credentials import Credential
from scenario_market.demo.fiction import MARK, Draw, fictitious, telephone

COUNT = 500
DIAGNOSIS = 142
SOLUTION = 186
BOTH = 48
OFFERINGS = 233
AS_OF = date(2026, 7, 1)

_FIRST = "楚荆鄂江汉琴珞珈沙晴鹤凤云梦龟蛇金银南北东星启元安澜恒瑞博睿卓思明辰华"
_SECOND = "控联科图擎帆衡测析构造能芯象数翼枢链域境野轩源拓维通达信诺捷"
_DISTRICTS = (
    ("WH-DHGX", 30), ("WH-WHKF", 12), ("420111", 9), ("420106", 8), ("420112", 6), ("WH-LKG", 5),
    ("420102", 5), ("420103", 4), ("420104", 4), ("420105", 4), ("420107", 4), ("420115", 4),
    ("420114", 2), ("420116", 2), ("420117", 2), ("420113", 1), ("WH-CJXQ", 2), ("WH-DHFJ", 1),
)  # fmt: skip
_SIZES = (("micro", 25), ("small", 50), ("medium", 20), ("large", 5))
_INTRODUCTIONS = (
    "公司成立于{year}年，专注{a}与{b}，已在{scene}等场景形成可复制的做法。团队{staff}人，研发人员占{share}%。{gain}。",
    "自{year}年起从事{a}，逐步延伸到{b}、{c}。现有员工{staff}人，本地服务工程师{local}人，主要客户来自{scene}。{gain}。",
    "以{a}为核心，围绕{scene}提供从方案、实施到运维的全过程服务，{b}和{c}为近年重点方向。{gain}。",
    "立足武汉，服务{scene}。{year}年以来承担{a}、{b}类项目{jobs}个，建有{lab}平方米测试场地。{gain}。",
)
_DELIVERIES = (
    "可派驻现场工程师，故障{hours}小时内到场",
    "提供免费试点验证，试点周期{weeks}周",
    "支持私有化部署，数据不出厂区",
    "可与既有信息系统对接，提供标准接口",
    "按效果分期付款，验收后质保{years}年",
)


@dataclass(frozen=True)
class Offering:
    """What a provider sells."""

    title: str
    summary: str
    service_types: tuple[str, ...]


@dataclass(frozen=True)
class Provider:
    """A fictitious organisation with its profile; codes are those of the city's lists.

    ``specialities`` say what it was made from: for tests of matching, never for the market itself.
    """

    number: int
    name: str
    uscc: str
    size_class: str
    district: str
    districts: tuple[str, ...]
    categories: tuple[str, ...]
    service_types: tuple[str, ...]
    industries: tuple[str, ...]
    domains: tuple[str, ...]
    introduction: str
    capabilities: str
    scenarios: tuple[str, ...]
    honours: tuple[Credential, ...]
    certificates: tuple[Credential, ...]
    offerings: tuple[Offering, ...]
    contact_name: str
    contact_mobile: str
    contact_email: str
    specialities: tuple[str, ...]
    is_fictitious: bool = True


@cache
def specialities() -> tuple[dict[str, Any], ...]:
    """What providers can be good at, as written in ``specialities.toml``."""
    source = resources.files("scenario_market.demo") / "specialities.toml"
    return tuple(tomllib.loads(source.read_text("utf-8"))["speciality"])


def providers(as_of: date = AS_OF) -> tuple[Provider, ...]:
    """The pool, the same on every call. :param as_of: the day that validity periods are laid around."""
    draw = Draw(4201)
    order = draw.shuffled(range(COUNT))
    diagnosis = set(order[:DIAGNOSIS])
    solution = set(order[DIAGNOSIS - BOTH : DIAGNOSIS - BOTH + SOLUTION])
    more = set(draw.some(range(COUNT), OFFERINGS - SOLUTION))
    names = _brands(draw)
    made = []
    for index in range(COUNT):
        flags = (index in diagnosis, index in solution)
        count = (index in solution) + (index in more)
        made.append(_provider(Draw(10_000 + index), index, names[index], flags, count, as_of))
    return tuple(made)


def _brands(draw: Draw) -> list[str]:
    return draw.some([first + second for first in _FIRST for second in _SECOND], COUNT)


def _provider(
    draw: Draw, index: int, brand: str, flags: tuple[bool, bool], offerings: int, as_of: date
) -> Provider:
    number = index + 1
    fields = _chosen(draw, index, *flags)
    types = _union(fields, "service_types")
    if flags[0] and "diagnosis" not in types:
        types = ("diagnosis", *types)
    district = draw.weighted(_DISTRICTS)
    categories = _categories(draw, fields[0], *flags)
    return Provider(
        number=number,
        name=f"武汉{brand}{fields[0]['word']}有限公司{MARK}",
        uscc=fictitious(number),
        size_class=draw.weighted(_SIZES),
        district=district,
        districts=_served(draw, district),
        categories=categories,
        service_types=types,
        industries=_union(fields, "industries"),
        domains=_union(fields, "domains"),
        introduction=_introduction(draw, fields),
        capabilities=_capabilities(draw, fields, diagnoses=flags[0]),
        scenarios=tuple(scene for field in fields for scene in draw.some(field["scenes"], 3)),
        honours=credentials.honours(draw, as_of),
        certificates=credentials.certificates(draw, types, as_of),
        offerings=_offerings(draw, brand, fields, offerings),
        contact_name=f"演示联系人{number:03}",
        contact_mobile=telephone(number),
        contact_email=f"provider{number:03}@demo.example",
        specialities=tuple(field["key"] for field in fields),
    )


def _chosen(draw: Draw, index: int, diagnoses: bool, solves: bool) -> list[dict[str, Any]]:
    """One or two specialities; half of the pure diagnosis providers diagnose in general."""
    every = specialities()
    first = every[index % len(every)]
    if diagnoses and not solves and draw.chance(0.5):
        first = every[draw.number(0, 1)]
    near = [s for s in every if s is not first and set(s["domains"]) & set(first["domains"])]
    return [first, draw.one(near)] if near and draw.chance(0.35) else [first]


def _categories(
    draw: Draw, field: dict[str, Any], diagnoses: bool, solves: bool
) -> tuple[str, ...]:
    programmes = ["diagnosis"] * diagnoses + ["solution"] * solves
    extra = [field["lean"]] if not programmes or draw.chance(0.25) else []
    return tuple(programmes + extra)


def _union(fields: Sequence[dict[str, Any]], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for field in fields for code in field[key]))


def _served(draw: Draw, district: str) -> tuple[str, ...]:
    """Districts served; empty means the whole city."""
    if draw.chance(0.4):
        return ()
    others = [code for code, _ in _DISTRICTS if code != district]
    return (district, *draw.some(others, draw.number(1, 5)))


def _gain(draw: Draw, field: dict[str, Any]) -> str:
    return draw.one(field["gains"]).format(
        n=draw.number(3, 60) * 10,
        p=draw.number(12, 45),
        q=f"{95 + draw.number(0, 48) / 10:.1f}",
        s=draw.number(2, 9),
        d=f"{draw.number(5, 40) / 10:.1f}",
    )


def _introduction(draw: Draw, fields: Sequence[dict[str, Any]]) -> str:
    skills = draw.some([skill for field in fields for skill in field["skills"]], 3)
    staff = draw.number(2, 60) * 5
    return draw.one(_INTRODUCTIONS).format(
        year=draw.number(2006, 2023),
        a=skills[0],
        b=skills[1],
        c=skills[2],
        scene="、".join(draw.some(fields[0]["scenes"], 2)),
        staff=staff,
        share=draw.number(25, 70),
        local=max(2, staff // 4),
        jobs=draw.number(8, 120),
        lab=draw.number(3, 40) * 50,
        gain=_gain(draw, draw.one(fields)),
    )


def _capabilities(draw: Draw, fields: Sequence[dict[str, Any]], *, diagnoses: bool) -> str:
    skills = [s for field in fields for s in draw.some(field["skills"], draw.number(4, 6))]
    said = [f"具备{'、'.join(skills)}能力"]
    if diagnoses:
        scene = draw.one(fields[0]["scenes"])
        said.append(f"可面向{scene}开展数字化转型诊断，出具诊断报告和改造建议")
    said.append(f"在{draw.one(fields[-1]['scenes'])}中实现{_gain(draw, fields[-1])}")
    delivery = draw.one(_DELIVERIES)
    said.append(
        delivery.format(
            hours=draw.one((2, 4, 8, 24)), weeks=draw.number(2, 8), years=draw.number(1, 3)
        )
    )
    return "；".join(said) + "。"


def _offerings(
    draw: Draw, brand: str, fields: Sequence[dict[str, Any]], count: int
) -> tuple[Offering, ...]:
    known = [(product, field) for field in fields for product in field["products"]]
    made = []
    for product, field in draw.some(known, count):
        title, _, summary = product.partition("：")
        made.append(Offering(f"{brand}{title}", summary, tuple(field["service_types"])))
    return tuple(made)
