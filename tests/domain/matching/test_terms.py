"""Text to terms, names, passages; logarithms without floating point."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_market.domain.matching.statistics import log2_fixed
from scenario_market.domain.matching.terms import (
    BREAK,
    encode,
    name_parts,
    normalise,
    passages,
    without,
)


def pieces(text: str) -> set[str]:
    found = encode([text])
    return {
        text[start : start + length]
        for start, length in zip(found.start, found.length, strict=True)
    }


def test_characters_of_one_and_two_and_whole_latin_words_are_terms():
    assert pieces(normalise("设备ＭＥＳ，5G网")) == {"设", "备", "设备", "mes", "5g", "网"}


def test_a_pair_does_not_reach_over_punctuation_or_into_the_next_text():
    assert "备预" not in pieces("设备，预测")
    both = encode(["设备", "预测"])
    assert sorted(both.doc.tolist()) == [0, 0, 0, 1, 1, 1]
    assert sorted(both.key.tolist()) == sorted([*encode(["设备"]).key, *encode(["预测"]).key])


def test_the_same_word_has_the_same_key_wherever_it_stands():
    first, second = encode(["mes 系统"]), encode(["数据 opcua mes"])
    assert max(first.key.tolist()) in second.key.tolist()
    assert len(set(second.key[second.length > 2].tolist())) == 2


@given(st.lists(st.text(), max_size=4))
def test_any_text_can_be_encoded(texts):
    normal = [normalise(text) for text in texts]
    found = encode(normal)
    for doc, start, length in zip(found.doc, found.start, found.length, strict=True):
        assert len(normal[doc][start : start + length]) == length


def test_an_owner_is_recognised_by_its_parts():
    parts = name_parts("枝江市安福寺镇人民政府")
    assert {"枝江市", "枝江", "安福寺镇", "安福寺"} <= parts
    assert "东湖重工" in name_parts("东湖重工股份有限公司")


def test_names_are_blotted_out_at_the_same_length():
    assert without("枝江市道路", {"枝江", "枝江市"}) == BREAK * 3 + "道路"


def test_passages_end_at_sentences_and_are_never_too_long():
    text = "甲" * 100 + "。" + "乙" * 100 + "。" + "丙" * 400
    found = passages(text, 150)
    assert max(map(len, found)) <= 150
    assert found[0] == "甲" * 100 + "。"
    assert "".join(found) == text
    assert passages("  \n ") == []


@pytest.mark.parametrize(("top", "bottom"), [(1, 1), (3, 2), (1001, 7), (2_000_002, 1), (15, 8)])
def test_the_integer_logarithm_agrees_with_the_real_one(top, bottom):
    assert log2_fixed(top, bottom) / 65536 == pytest.approx(math.log2(top / bottom), abs=1e-4)
