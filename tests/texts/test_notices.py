"""Every notice in both languages: complete, without a leaked mark, and readable when facts are missing."""

import re
from datetime import UTC, datetime

import pytest

from scenario_market.domain.notices.facts import Facts
from scenario_market.texts.mails import Links, digest_mail, notice_mail
from scenario_market.texts.names import names
from scenario_market.texts.notices import PATHS, TEXTS, say, teller
from scenario_market.texts.telling import slots, slots_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LEAKED = re.compile(r"[{}]|None|\b\w+_\w+\b")
EXPLANATION = {
    "engine": "1-w-s",
    "need": 1,
    "need_version": 1,
    "provider": 2,
    "score": 41_200,
    "contributions": {"text": 30_000, "capability": 11_200},
    "phrases": [["表面缺陷", 20_000]],
    "best": {"kind": "capability", "id": None, "title": "", "ordinal": 1},
    "covered": [300, 400],
    "matched": {"capability": ["integration"]},
    "missing": {},
    "filters": [{"rule": "admitted", "passed": True}],
}
PARAMS = {
    "step": "demand_decide",
    "is_material": True,
    "fields": ["metrics", "answers_until"],
    "days": 7,
    "attempts": 5,
    "minutes": 60,
    "month": "2026-03",
    "until": "2026-04-05",
    "tokens": ["夜间对接", "周报"],
    "confirmation": "K7-TEST",
    "position": 42,
    "hash": "ab" * 32,
    "items": 12,
    "bids": 4,
    "unreadable": 1,
    "sha256": "cd" * 32,
    "rows": 10,
    "wrong": 0,
    "created": 1,
    "updated": 2,
    "unchanged": 0,
    "role": "office_lead",
    "place": "420106",
    "credential_kind": "certificate",
    "code": "iso9001",
    "expires_on": "2026-06-30",
    "outcome": "upheld",
    "due_at": "2026-03-09T16:00:00+00:00",
    "ends_on": "2026-03-09",
    "document_number": "武场景〔2026〕12号",
    "follows": 1,
    "questions": 0,
}


def facts(kind, **columns):
    whole = {
        "demand_id": 1,
        "match_id": 3 if kind == "demand_matched" else None,
        "title": "轴承座表面缺陷检测",
        "number": "WH-XQ-2026-0001",
        "owner": "武汉测试制造有限公司",
        "organisation": "武汉测试科技有限公司",
        "questions_close_at": datetime(2026, 4, 23, 16, 0, tzinfo=UTC),
        "partners": [{"name": "武汉测试互补公司", "brings": [("honour", "high_tech")]}],
        "question": "是否允许停线标定？",
        "answer": "允许。",
        "closes_at": datetime(2026, 4, 30, 16, 0, tzinfo=UTC),
        "reason": ("demand", "vague_metric", "请写明测量方法。"),
        "remarks": {"metrics": "无基线"},
        "explanation": EXPLANATION if kind == "demand_matched" else None,
        "params": PARAMS,
    }
    return Facts(kind=kind, notice_id=1, subject_id=1, **whole | columns)


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_every_text_stands_in_both_languages_with_the_same_slots(kind):
    text = TEXTS[kind]
    for zh, en in (text.subject, text.action, *text.sentences):
        assert CHINESE.search(zh)
        assert en
        assert not CHINESE.search(en)
        assert set(slots_of(zh)) == set(slots_of(en))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_every_slot_is_known_and_nothing_leaks(kind, language, city):
    known = slots(facts(kind), teller(city, language))
    text = TEXTS[kind]
    for pair in (text.subject, *text.sentences):
        assert set(slots_of(pair[0])) <= set(known)
    said = say(facts(kind), city, language)
    assert len(said.sentences) == len(text.sentences)
    for words in (said.subject, *said.sentences, *said.why):
        assert not LEAKED.search(words), words


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_a_notice_whose_object_is_gone_still_says_something(kind, language, city):
    bare = Facts(kind=kind, notice_id=1, subject_id=1)
    said = say(bare, city, language)
    assert said.subject
    assert not LEAKED.search(" ".join([said.subject, *said.sentences]))


def test_the_reason_of_a_match_is_said_to_the_provider(city):
    said = say(facts("demand_matched"), city, "zh")
    assert any("高度契合" in sentence for sentence in said.why)


def test_a_deadline_at_midnight_is_the_end_of_the_day_before(city):
    speaker = teller(city, "zh")
    assert speaker.instant(datetime(2026, 4, 30, 16, 0, tzinfo=UTC)) == (
        "2026年4月30日 24:00（北京时间）"
    )
    assert speaker.instant(datetime(2026, 4, 30, 2, 5, tzinfo=UTC)) == (
        "2026年4月30日 10:05（北京时间）"
    )
    english = teller(city, "en").instant(datetime(2026, 4, 30, 16, 0, tzinfo=UTC))
    assert english == "30 April 2026 24:00 (Beijing time)"


def test_a_hidden_owner_leaves_the_whole_sentence_out(city):
    said = say(facts("demand_matched", owner=None), city, "zh")
    assert not any("发布单位" in sentence for sentence in said.sentences)


def test_every_page_of_a_notice_is_an_address_of_the_product(city):
    for kind in TEXTS:
        assert re.fullmatch(r"/[a-z-]+(/\d+)?", say(facts(kind), city, "zh").path)
    assert PATHS[-1][0] == ("",)


def test_codes_that_the_city_dropped_are_shown_as_they_are(city):
    assert names(city, "zh")("district", "999999") == "999999"


def test_field_names_of_a_change_are_names_not_codes(city):
    from scenario_market.domain.demands.rules import FIELDS

    name = names(city, "zh")
    unnamed = [field for field in FIELDS if not CHINESE.search(name("demand_field", field))]
    assert unnamed == []


def test_field_names_of_a_call_are_names_not_codes(city):
    from scenario_market.domain.challenges.rules import FIELDS
    from scenario_market.domain.challenges.versions import TIMES

    for language in ("zh", "en"):
        name = names(city, language)
        assert [f for f in (*FIELDS, *TIMES, "rules") if name("challenge_field", f) == f] == []


LINKS = Links("https://city.example", "https://city.example/unsubscribe/t")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_every_mail_renders_with_both_bodies(kind, language, city):
    mail = notice_mail(facts(kind), name="测试", city=city, language=language, links=LINKS)
    for part in (mail.text, mail.html):
        assert "{" not in part.replace("{font", "")
        assert "https://city.example/unsubscribe/t" in part
    assert "&lt;" not in mail.text


def test_markup_is_escaped_in_html_and_plain_in_text(city):
    evil = facts("demand_matched", title="<b>甲</b> & 乙", owner="<img src=x>")
    mail = notice_mail(evil, name="<i>", city=city, language="zh", links=LINKS)
    assert "<b>甲" not in mail.html
    assert "<img" not in mail.html
    assert "<i>" not in mail.html
    assert "<b>甲</b> & 乙" in mail.text


def test_a_title_cannot_add_lines_to_a_text(city):
    mail = notice_mail(
        facts("demand_matched", title="甲\n\n请点击 http://evil.example"),
        name="测试",
        city=city,
        language="zh",
        links=LINKS,
    )
    assert not any(line.startswith("请点击") for line in mail.text.splitlines())
    assert "\n" not in mail.subject


def test_a_digest_shows_fifty_and_counts_the_rest(city):
    many = [facts("demand_matched", title=f"需求{n}") for n in range(60)]
    mail = digest_mail(many, name="测试", city=city, language="zh", links=LINKS)
    assert "60 条" in mail.subject
    assert mail.text.count("不适合我") == 50
    assert "另有 10 条" in mail.text
