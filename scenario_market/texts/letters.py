"""结果通知书 in words: what one bidder is told of its own bid, as an official letter; Chinese, or English behind it."""

from collections.abc import Mapping
from typing import Any

from scenario_market.domain.city import City
from scenario_market.domain.evaluation.aggregate import shown
from scenario_market.texts.names import names
from scenario_market.texts.notices import teller
from scenario_market.texts.telling import Teller

NUMERALS = "一二三四五六七八九十"
OUTCOMES = {
    "awarded": ("中榜", "awarded"),
    "recommended": ("拟中榜", "to be awarded"),
    "reserve": ("备选", "in reserve"),
    "not_awarded": ("未中榜", "not awarded"),
    "below_threshold": ("未达到合格分数线", "below the pass mark"),
    "disqualified": ("形式审查未通过", "refused by the formal check"),
    "pledged": ("中榜", "awarded"),
    "forfeited": ("中榜后放弃", "awarded and forfeited"),
}


def mark(exact: str | None) -> str:
    """An exact mark (``250/3``) as it is read: to two places, a whole one without."""
    if exact is None:
        return "—"
    return exact if "/" not in exact else shown(exact)


def letter(facts: Mapping[str, Any], city: City, language: str) -> str:
    """The letter.

    :param facts: what ``results.queries.letter`` returns.
    """
    speaker = teller(city, language)
    parts = [*_head(facts, speaker), *_result(facts, city, speaker), *_criteria(facts, speaker)]
    return "\n".join([*parts, *_remedy(facts, speaker), *_foot(facts, city, speaker)])


def _head(facts: Mapping[str, Any], speaker: Teller) -> list[str]:
    return [
        speaker.pick(("揭榜结果通知书", "Notice of the result of your bid")),
        "",
        speaker.pick(("{}：", "To {}:")).format(facts["addressee"]),
        "",
        speaker.pick(
            (
                "感谢贵单位参加“{title}”（编号：{number}）揭榜。经形式审查、专家评审、发榜方确认和集体审定，"
                "现将贵单位揭榜书（{pseudonym}）的结果告知如下。",
                "Thank you for your bid ({pseudonym}) in answer to “{title}” ({number}). After the formal check, the"
                " panel's evaluation, the owner's word and the collective decision, this is its result.",
            )
        ).format(
            title=facts["title"],
            number=facts["number"],
            pseudonym=facts["row"].content["pseudonym"],
        ),
        "",
    ]


def _result(facts: Mapping[str, Any], city: City, speaker: Teller) -> list[str]:
    row, content = facts["row"], facts["row"].content
    outcome = speaker.pick(OUTCOMES.get(row.outcome, (row.outcome, row.outcome)))
    lines = [speaker.pick(("一、评审结果：{}", "1. Result: {}")).format(outcome)]
    refused = content["refused"]
    if refused is not None:
        code = refused["reason_code"]
        name = names(city, speaker.language)("bid_reason", code) if code else ""
        said = "；".join(one for one in (name, refused["reason_text"]) if one)
        return [*lines, speaker.pick(("原因：{}", "Reason: {}")).format(said)]
    filled = {"total": mark(content["total"]), "mark": content["pass_mark"]}
    lines.append(
        speaker.pick(
            (
                "贵单位总得分 {total} 分（合格分数线 {mark} 分）。",
                "Your total is {total} (the pass mark is {mark}).",
            )
        ).format(**filled)
    )
    if content["place"] is not None:
        lines.append(
            speaker.pick(
                (
                    "在 {count} 份达到合格分数线的揭榜书中排名第 {place} 位。",
                    "Your place is {place} of the {count} bids that reached the pass mark.",
                )
            ).format(count=content["placed"], place=content["place"])
        )
    return lines


def _criteria(facts: Mapping[str, Any], speaker: Teller) -> list[str]:
    criteria = facts["row"].content["criteria"]
    if not criteria:
        return []
    lines = ["", speaker.pick(("二、分项得分与评审意见", "2. Scores and reasons by criterion"))]
    for place, one in enumerate(criteria):
        head = speaker.pick(
            (
                "（{n}）{name}（权重 {weight}%）：{score} 分",
                "({i}) {name} (weight {weight} %): {score}",
            )
        )
        lines.append(
            head.format(
                n=NUMERALS[place],
                i=place + 1,
                name=speaker.pick((one["zh"], one["en"])),
                weight=one["weight"],
                score=mark(one["score"]),
            )
        )
        expert = speaker.pick(("评审意见 {}：{}", "Opinion {}: {}"))
        lines += [expert.format(n, text) for n, text in enumerate(one["reasons"], start=1)]
    return lines


def _remedy(facts: Mapping[str, Any], speaker: Teller) -> list[str]:
    """While the result stands in notice: until when, where, and how one objects. Final: under which number."""
    row, notice = facts["row"], facts["notice"]
    if row.superseded_at is not None:
        return [
            "",
            speaker.pick(
                (
                    "本结果已撤回，以重新公布的结果为准。",
                    "This result was withdrawn; a new one follows.",
                )
            ),
        ]
    if row.final_at is not None:
        said = (
            "三、上述结果已经公示期满，以“{number}”公布。本通知书不代替采购程序和合同。",
            "3. The notice is over; the result is final under “{number}”. This letter replaces no procurement and no"
            " contract.",
        )
        return ["", speaker.pick(said).format(number=facts["document_number"])]
    if notice is None:
        return []
    receiver = notice.receiver
    said = (
        "三、上述结果自 {first} 起公示，至 {last} 届满。如有异议，请在公示期内实名（单位须加盖公章）向{office}提出，"
        "联系电话：{telephone}，纪检监督电话：{discipline}。异议答复前公示期暂停计算，异议人身份受保护。",
        "3. The result stands in public notice from {first} to {last}. You may object within these days, under real"
        " name (organisations under seal), to {office}, telephone {telephone}; discipline inspection: {discipline}. The"
        " clock of the notice rests until the answer, and who objects is protected.",
    )
    filled = {
        "first": speaker.day(notice.first_on),
        "last": speaker.day(notice.last_on),
        "office": speaker.pick((receiver["office"]["zh"], receiver["office"]["en"])),
        "telephone": receiver["telephone"],
        "discipline": receiver["discipline_telephone"],
    }
    return ["", speaker.pick(said).format(**filled)]


def _foot(facts: Mapping[str, Any], city: City, speaker: Teller) -> list[str]:
    office = city.identity["office"]["name"]
    at = facts["row"].final_at or facts["row"].made_at
    return ["", speaker.pick((office["zh"], office["en"])), speaker.day(city.day(at))]
