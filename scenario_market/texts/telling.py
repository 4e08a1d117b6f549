"""The form of a notice's text, and how slots are filled: bare values from facts, names from the city's codes."""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scenario_market.domain.notices.facts import Facts
from scenario_market.texts import eligibility
from scenario_market.texts.reasons import About, Language, Reader, reasons

Pair = tuple[str, str]  # Chinese, English
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Text:
    """What one kind says: a subject, sentences, and the word on the button. Each as (Chinese, English)."""

    subject: Pair
    sentences: tuple[Pair, ...]
    action: Pair


@dataclass(frozen=True)
class Teller:
    """One language and one city: ``name(kind, code)`` names a code, ``zone`` is the city's."""

    language: Language
    name: Callable[[str, str], str]
    zone: ZoneInfo

    def why(self, explanation: Mapping[str, Any], reader: Reader, about: About) -> list[str]:
        """The stored explanation of a match with a demand or call in sentences, for one reader."""
        said = reasons(
            dict(explanation), reader=reader, about=about, language=self.language, name=self.name
        )
        if reader != "enterprise":
            said = self._missed(explanation) + said
        return [one_line(sentence) for sentence in said]

    def _missed(self, explanation: Mapping[str, Any]) -> list[str]:
        """What the provider misses of the subject's conditions."""
        return [
            eligibility.say(answer, language=self.language, name=self.name)
            for answer in explanation.get("answers", ())
            if not answer["passed"]
        ]

    def pick(self, pair: Pair) -> str:
        return pair[LANGUAGES.index(self.language)]

    def fill(self, pair: Pair, slots: Mapping[str, str]) -> str | None:
        """The sentence, or None where one of its slots is empty."""
        pattern = self.pick(pair)
        if any(not slots.get(slot) for slot in slots_of(pattern)):
            return None
        return pattern.format(**slots)

    def listed(self, items: list[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(items)

    def instant(self, moment: datetime) -> str:
        """A deadline with its zone. It is exclusive: midnight is shown as the end of the day before."""
        local = moment.astimezone(self.zone)
        if local.timetz().replace(tzinfo=None) == time():
            return self._day_and_time(local.date() - timedelta(days=1), "24:00")
        return self._day_and_time(local.date(), f"{local:%H:%M}")

    def _day_and_time(self, day: date, clock: str) -> str:
        zone = "（北京时间）" if self.language == "zh" else " (Beijing time)"
        return f"{self.day(day)} {clock}{zone}"

    def day(self, day: date) -> str:
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
OUTCOMES = {"upheld": ("申诉成立", "upheld"), "dismissed": ("申诉不成立", "dismissed")}
MATERIAL = ("实质性修改", "material")
# Slots that are figures of the event.
COUNTS = (
    "position",
    "days",
    "items",
    "rows",
    "wrong",
    "attempts",
    "minutes",
    "created",
    "updated",
    "unchanged",
    "follows",
    "questions",
    "unreadable",
    "bids",
)
UNTITLED = ("（未命名）", "(untitled)")


def slots_of(pattern: str) -> list[str]:
    """Names of the slots of a pattern."""
    return [name for _, name, _, _ in string.Formatter().parse(pattern) if name]


def slots(facts: Facts, teller: Teller) -> dict[str, str]:
    """Every slot that a text may use, as words; empty where it does not apply."""
    params = facts.params
    found = {
        "title": facts.title or teller.pick(UNTITLED),
        "number": facts.number or "",
        "owner": facts.owner or "",
        "organisation": facts.organisation or str(params.get("organisation") or ""),
        "deadline": teller.instant(facts.closes_at) if facts.closes_at else "",
        "reason": _reason(facts, teller),
        "remarks": _remarks(facts, teller),
        "fields": teller.listed(
            [teller.name(_field_kind(facts), f) for f in params.get("fields", ())]
        ),
        "role": teller.name("role", params["role"]) if params.get("role") else "",
        "place": teller.name("place", params["place"]) if params.get("place") else "",
        "credential": _credential(facts, teller),
        "expires": teller.day(date.fromisoformat(params["expires_on"]))
        if params.get("expires_on")
        else "",
        "until": teller.day(date.fromisoformat(params["until"])) if params.get("until") else "",
        "step": teller.name("todo_step", params["step"]) if params.get("step") else "",
        "outcome": teller.pick(OUTCOMES[params["outcome"]])
        if params.get("outcome") in OUTCOMES
        else "",
    }
    found |= _around_call(facts, teller) | _dated(params, teller)
    found["tokens"] = teller.listed([str(name) for name in params.get("tokens", ())])
    found["month"] = str(params.get("month") or "")
    found["hash"] = str(params.get("hash") or "")
    found["sha256"] = str(params.get("sha256") or "")
    found["confirmation"] = str(params.get("confirmation") or "")
    for count in COUNTS:
        found[count] = str(params[count]) if params.get(count) is not None else ""
    return {slot: one_line(words) for slot, words in found.items()}


def _around_call(facts: Facts, teller: Teller) -> dict[str, str]:
    until = facts.questions_close_at
    return {
        "question": facts.question or "",
        "answer": facts.answer or "",
        "material": teller.pick(MATERIAL) if facts.params.get("is_material") else "",
        "questions_until": teller.instant(until) if until else "",
        "partners": teller.listed([_partner(one, teller) for one in facts.partners]),
    }


def _dated(params: Mapping[str, Any], teller: Teller) -> dict[str, str]:
    """Until when something is owed or stands, and the number of a document."""
    due, ends = params.get("due_at"), params.get("ends_on")
    return {
        "due": teller.instant(datetime.fromisoformat(due)) if due else "",
        "ends": teller.day(date.fromisoformat(ends)) if ends else "",
        "document": str(params.get("document_number") or ""),
    }


def one_line(text: str) -> str:
    """A text that fits a header or a sentence: no line ends, no control or direction marks, single spaces."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())


def _reason(facts: Facts, teller: Teller) -> str:
    if facts.reason is None:
        return ""
    kind, code, text = facts.reason
    named = teller.name(f"{kind}_reason", code)
    said = " ".join(text.split()).rstrip("。.")
    between = "；" if teller.language == "zh" else "; "
    return f"{named}{between}{said}" if said else named


def _field_kind(facts: Facts) -> str:
    """Whose fields a notice names."""
    if facts.kind.startswith("provider"):
        return "provider_field"
    return "challenge_field" if "challenge" in facts.kind else "demand_field"


def _remarks(facts: Facts, teller: Teller) -> str:
    kind = _field_kind(facts)
    colon, between = ("：", "；") if teller.language == "zh" else (": ", "; ")
    said = [
        f"{teller.name(kind, field)}{colon}{' '.join(text.split()).rstrip('。.')}"
        for field, text in (facts.remarks or {}).items()
    ]
    return between.join(said)


def _credential(facts: Facts, teller: Teller) -> str:
    code = facts.params.get("code")
    return teller.name(facts.params["credential_kind"], code) if code else ""


def _partner(partner: Mapping[str, Any], teller: Teller) -> str:
    """A partner's name with what it would bring."""
    brings = teller.listed(
        [
            eligibility.condition_value(kind, value, language=teller.language, name=teller.name)
            for kind, value in partner["brings"]
        ]
    )
    left, right = ("（", "）") if teller.language == "zh" else (" (", ")")
    return f"{partner['name']}{left}{brings}{right}"
