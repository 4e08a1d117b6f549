"""Amounts in capitals, as 支付结算办法 writes them."""

import pytest

from scenario_market.texts.amounts import in_capitals, in_figures


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (50_000_000, "伍拾万元整"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (1_000_000, "壹万元整"),
        (10_000_100_000, "壹亿零壹仟元整"),
        (10_010_000_000, "壹亿零壹拾万元整"),
        (100_000_000_100, "壹拾亿零壹元整"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
    ],
)
def test_an_amount_in_capitals(fen, words):
    assert in_capitals(fen) == words


def test_an_amount_in_figures_has_decimals_only_where_there_are_some():
    assert (in_figures(50_000_000), in_figures(12_345)) == ("500,000", "123.45")


def test_a_negative_amount_has_no_words():
    with pytest.raises(ValueError, match="-1"):
        in_capitals(-1)
