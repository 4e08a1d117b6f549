"""An answer to "may we bid?" in words, in both languages."""

import re
from dataclasses import asdict
from datetime import date

import pytest

from scenario_market.domain.challenges import bidders, conditions
from scenario_market.domain.errors import RuleRefused
from scenario_market.texts import eligibility, errors
from scenario_market.texts.names import names
from tests.domain.challenges import calls

CALL = {
    "accepts_consortium": True,
    "consortium_max": 1,
    "sharpener_may_bid": False,
}
ASKED = (
    {"kind": "honour", "values": ["high_tech", "gazelle"]},
    {"kind": "certificate", "values": ["cmmi3"], "members": "each"},
    {"kind": "category", "values": ["diagnosis"]},
    {"kind": "district", "values": ["420106"], "ground": "依据××文件。"},
    {"kind": "size", "values": ["small"], "members": "lead"},
    {"kind": "ownership", "values": ["private"]},
    {"kind": "pool"},
)
HELD = (
    bidders.Held("honour", "high_tech", 0, date(2026, 3, 1)),
    bidders.Held("certificate", "cmmi", 2),
)
WORST = bidders.Bidder(
    1, is_verified=False, relation="same", is_excluded=True, has_sharpened=True, held=HELD
)


@pytest.fixture
def judged(city):
    call = bidders.Call(
        conditions=calls.conditions(city, *ASKED), **(CALL | {"accepts_consortium": False})
    )
    return bidders.judge(call, [WORST, bidders.Bidder(2)], today=calls.TODAY)


def said(answer, city, language):
    return eligibility.say(asdict(answer), language=language, name=names(city, language))


def test_every_rule_has_a_name_and_words_where_it_fails(judged, city):
    assert {one.rule for one in judged} == {*bidders.FIXED, *conditions.KINDS}
    assert set(eligibility.RULES) == {*bidders.FIXED, *conditions.KINDS}
    for one in judged:
        assert not one.passed
        chinese, english = said(one, city, "zh"), said(one, city, "en")
        assert re.search("[\u4e00-\u9fff]", chinese)
        assert not re.search("[\u4e00-\u9fff{}]", english.replace("依据××文件", ""))


def test_what_is_lacking_is_said_with_its_reason(judged, city):
    chinese = {one.rule: said(one, city, "zh") for one in judged}
    assert chinese["honour"] == (
        "须全部具备荣誉：高新技术企业、瞪羚企业。所缺：高新技术企业（已于 2026-03-01 到期）、瞪羚企业。"
    )
    assert chinese["certificate"] == (
        "须全部具备证书（联合体每一成员）：CMMI 3 级及以上。所缺：CMMI 3 级及以上（等级不足）。"
    )
    assert chinese["district"].endswith("依据：依据××文件。")
    english = {one.rule: said(one, city, "en") for one in judged}
    assert english["consortium_size"] == (
        "A consortium has at most 1 organisations, the lead included."
    )


def test_a_partner_is_named_as_a_way_where_there_is_one(city):
    call = bidders.Call(conditions=calls.conditions(city, ASKED[0]), **CALL)
    alone = bidders.judge(call, [bidders.Bidder(2)], today=calls.TODAY)[-1]
    assert said(alone, city, "zh").endswith("所缺条件可由联合体成员补足。")
    met = bidders.judge(call, [bidders.Bidder(2)], today=calls.TODAY)[0]
    assert said(met, city, "en") == "Met: organisation verified."


def test_the_refusal_names_the_rules():
    refused = RuleRefused("not_eligible", failed=["verified", "honour"])
    words = errors.detail(refused.code, refused.rule, refused.params, "zh")
    assert words == "不符合本榜单的揭榜条件：单位已核验、荣誉要求。"
