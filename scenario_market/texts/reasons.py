"""The stored explanation of a match in sentences: 为什么通知您 / 为什么没有通知您.

Pure: the explanation comes in as the dict that was stored with the match (its form is given in
`domain.matching.explain`), names of codes come from `name(kind, code)`, where kind is one of
service_type, industry, domain, district, honour, certificate, category. What each reader sees:

provider    its own points, words, codes and filters; the explanation holds no other provider
enterprise  words, codes and a band of fit; no points, no filters, no thresholds
office      all of it, with the coverage and the version of the engine
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

Reader = Literal["provider", "enterprise", "office"]
About = Literal["demand", "challenge"]
Language = Literal["zh", "en"]
NameOf = Callable[[str, str], str]

_KINDS = {
    "capability": "service_type",
    "industry": "industry",
    "domain": "domain",
    "district": "district",
    "honour": "honour",
    "required_category": "category",
    "allowed_district": "district",
    "required_honour": "honour",
    "required_certificate": "certificate",
}
_BANDS = ((40_000, "strong"), (25_000, "good"), (15_000, "fair"), (0, "weak"))

_ZH = {
    "strong": "高度契合",
    "good": "比较契合",
    "fair": "部分契合",
    "weak": "契合度较低",
    "band": "与该需求{band}。",
    "total": "匹配得分 {score} 分（满分 100 分），与该需求{band}。",
    "phrases": "需求中的{items}在{owner}资料中有对应内容{points}。",
    "phrase": "“{text}”",
    "phrase_points": "“{text}”（{points} 分）",
    "own": "您的",
    "their": "该服务商的",
    "offering": "最贴近的是{owner}服务产品及方案“{title}”。",
    "introduction": "最贴近的是{owner}介绍中的第 {ordinal} 段。",
    "capability_text": "最贴近的是{owner}能力说明中的第 {ordinal} 段。",
    "points": "，计 {points} 分",
    "capability": "服务类型符合：{items}{points}。",
    "industry": "服务行业符合：{items}{points}。",
    "domain": "场景领域符合：{items}{points}。",
    "district": "服务区域符合：{items}{points}。",
    "honour": "具备需求看重的荣誉：{items}{points}。",
    "no_capability": "需求所列的服务类型，{owner}资料中未见：{items}。",
    "no_industry": "需求所属行业，{owner}资料中未见：{items}。",
    "no_domain": "需求所属场景领域，{owner}资料中未见：{items}。",
    "no_district": "需求实施区域不在{owner}服务区域内：{items}。",
    "no_honour": "需求看重的荣誉，{owner}资料中未见有效记录：{items}。",
    "admitted": "尚未入库，或入库资格已暂停。",
    "verified": "单位尚未通过核验，或核验已撤销。",
    "not_owner": "需求由本单位或其关联单位发布，按回避规则不予通知。",
    "not_excluded": "参与过该需求的诊断梳理，按回避规则不予通知。",
    "required_category": "需求只面向以下类别的服务商：{items}。",
    "allowed_district": "需求要求服务以下区域之一：{items}。",
    "required_honour": "缺少必备荣誉：{items}。",
    "required_certificate": "缺少必备证书：{items}。",
    "by_partner": "本需求接受联合体，所缺条件可由联合体成员补足。",
    "absent": "{item}",
    "expired": "{item}（已过有效期）",
    "level": "{item} {level} 级及以上",
    "passed": "已核对并符合的硬性条件：{items}。",
    "rule_admitted": "已入库",
    "rule_verified": "单位已核验",
    "rule_not_owner": "非发榜方及其关联单位",
    "rule_not_excluded": "未参与需求诊断",
    "rule_required_category": "服务商类别",
    "rule_allowed_district": "服务区域",
    "rule_required_honour": "必备荣誉",
    "rule_required_certificate": "必备证书",
    "office": "文本覆盖度：最佳段落 {best}‰，全部资料 {whole}‰；引擎版本 {engine}。",
    "between": "、",
}
_EN = {
    "strong": "a very good fit",
    "good": "a good fit",
    "fair": "a partial fit",
    "weak": "a weak fit",
    "band": "This is {band} for the need.",
    "total": "Score {score} of 100: {band} for the need.",
    "phrases": "These words of the need are met by {owner} profile: {items}{points}.",
    "phrase": "“{text}”",
    "phrase_points": "“{text}” ({points})",
    "own": "your",
    "their": "the provider's",
    "offering": "Closest is {owner} offering “{title}”.",
    "introduction": "Closest is passage {ordinal} of {owner} introduction.",
    "capability_text": "Closest is passage {ordinal} of {owner} list of capabilities.",
    "points": " ({points} points)",
    "capability": "Service types that fit: {items}{points}.",
    "industry": "Industries that fit: {items}{points}.",
    "domain": "Scenario domains that fit: {items}{points}.",
    "district": "Districts served that fit: {items}{points}.",
    "honour": "Honours that the need values: {items}{points}.",
    "no_capability": "Service types asked for but not in {owner} profile: {items}.",
    "no_industry": "Industries of the need that are not in {owner} profile: {items}.",
    "no_domain": "Scenario domains of the need that are not in {owner} profile: {items}.",
    "no_district": "The place of the need is not among {owner} districts: {items}.",
    "no_honour": "Honours the need values, with no valid record in {owner} profile: {items}.",
    "admitted": "Not admitted to the pool, or admission is suspended.",
    "verified": "The organisation is not verified, or its verification was taken back.",
    "not_owner": "The need was posted by this organisation or one connected with it.",
    "not_excluded": "Took part in sharpening this need, and is therefore excluded.",
    "required_category": "The need is open only to providers of these categories: {items}.",
    "allowed_district": "The need asks for service in one of these districts: {items}.",
    "required_honour": "Required honours that are lacking: {items}.",
    "required_certificate": "Required certificates that are lacking: {items}.",
    "by_partner": "The need accepts consortia: a partner may bring what is lacking.",
    "absent": "{item}",
    "expired": "{item} (expired)",
    "level": "{item} level {level} or higher",
    "passed": "Requirements checked and met: {items}.",
    "rule_admitted": "admitted to the pool",
    "rule_verified": "organisation verified",
    "rule_not_owner": "not the owner or connected with it",
    "rule_not_excluded": "no part in sharpening the need",
    "rule_required_category": "category",
    "rule_allowed_district": "districts served",
    "rule_required_honour": "required honours",
    "rule_required_certificate": "required certificates",
    "office": "Coverage by the best passage {best}‰, by everything {whole}‰; engine {engine}.",
    "between": ", ",
}
_TEXTS = {
    "demand": {"zh": _ZH, "en": _EN},
    "challenge": {
        "zh": {key: words.replace("需求", "榜单") for key, words in _ZH.items()},
        "en": {key: words.replace("need", "call") for key, words in _EN.items()},
    },
}


def band(score_milli: int) -> str:
    """strong, good, fair or weak: experts' grades rise with the score, but it is no probability."""
    return next(name for lowest, name in _BANDS if score_milli >= lowest)


def points(milli: int) -> str:
    """Milli-points as a person reads them: 12.345 → 12.3, cut, so that parts never exceed."""
    return f"{milli // 1000}.{milli % 1000 // 100}"


class _Speaker:
    """One explanation, for one reader, in one language."""

    def __init__(
        self, stored: dict[str, Any], reader: Reader, about: About, language: Language, name: NameOf
    ) -> None:
        self.stored = stored
        self.reader = reader
        self.text = _TEXTS[about][language]
        self.name = name
        self.owner = self.text["own" if reader == "provider" else "their"]
        self.with_points = reader != "enterprise"

    def say(self, key: str, **values: Any) -> str:
        return self.text[key].format(**({"owner": self.owner} | values))

    def listed(self, items: list[str]) -> str:
        return self.text["between"].join(items)

    def worth(self, contribution: str) -> str:
        milli = self.stored["contributions"][contribution]
        return self.say("points", points=points(milli)) if self.with_points else ""

    def opening(self) -> list[str]:
        verdict = self.text[band(self.stored["score"])]
        if not self.with_points:
            return [self.say("band", band=verdict)]
        return [self.say("total", score=points(self.stored["score"]), band=verdict)]

    def words(self) -> list[str]:
        spoken = self.stored["phrases"]
        if not spoken:
            return []
        key = "phrase_points" if self.with_points else "phrase"
        items = [self.say(key, text=text, points=points(milli)) for text, milli in spoken]
        found = [self.say("phrases", items=self.listed(items), points=self.worth("text"))]
        best = self.stored["best"]
        if best:
            key = "capability_text" if best["kind"] == "capability" else best["kind"]
            if key == "offering" and not best["title"]:
                return found
            found.append(self.say(key, title=best["title"], ordinal=best["ordinal"]))
        return found

    def codes(self) -> list[str]:
        found = []
        for side, prefix in (("matched", ""), ("missing", "no_")):
            for use, codes in self.stored[side].items():
                if use == "district" and prefix and "district" in self.stored["matched"]:
                    continue  # one of several places is enough
                items = self.listed([self.name(_KINDS[use], code) for code in codes])
                worth = "" if prefix else self.worth(use)
                found.append(self.say(prefix + use, items=items, points=worth))
        return found

    def lacking(self, finding: dict[str, Any]) -> str:
        items = []
        for one in finding["lacking"]:
            item = self.name(_KINDS[finding["rule"]], one["code"])
            if one.get("level"):
                item = self.say("level", item=item, level=one["level"])
            items.append(self.say(one["reason"], item=item))
        return self.say(finding["rule"], items=self.listed(items))

    def against(self) -> list[str]:
        """One sentence for each rule that stands against the provider, and what would help."""
        failed = [one for one in self.stored["filters"] if not one["passed"]]
        found = [self.lacking(one) if "lacking" in one else self.say(one["rule"]) for one in failed]
        if failed and all(one.get("by_partner") for one in failed):
            found.append(self.say("by_partner"))
        return found

    def checked(self) -> list[str]:
        passed = [one["rule"] for one in self.stored["filters"] if one["passed"]]
        items = self.listed([self.text[f"rule_{rule}"] for rule in passed])
        return [self.say("passed", items=items)] if passed else []

    def numbers(self) -> list[str]:
        best, whole = self.stored["covered"]
        return [self.say("office", best=best, whole=whole, engine=self.stored["engine"])]


def reasons(
    stored: dict[str, Any],
    *,
    reader: Reader,
    about: About = "demand",
    language: Language = "zh",
    name: NameOf,
) -> list[str]:
    """Sentences that say why: what stands against comes first, then what spoke for it.

    `about` is the kind of what was matched; `name(kind, code)` gives the name of a code in the reader's language.
    """
    speaker = _Speaker(stored, reader, about, language, name)
    found = [] if reader == "enterprise" else speaker.against()
    found += speaker.opening() + speaker.words() + speaker.codes()
    if reader != "enterprise":
        found += speaker.checked()
    if reader == "office":
        found += speaker.numbers()
    return found
