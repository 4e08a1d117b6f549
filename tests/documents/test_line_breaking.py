"""Where a line of Chinese text may end."""

import pytest

from scenario_market.documents.line_breaking import NO_END, NO_START, lines

CASES = {
    "no closing mark begins a line": (
        "第三方检测报告、验收报告",
        7,
        ["第三方检测报", "告、验收报告"],
    ),
    "no opening mark ends a line": (
        "依照本市《暂行办法》办理",
        5,
        ["依照本市", "《暂行办", "法》办理"],
    ),
    "a number stays whole with its unit": ("合格率达到99.8%以上", 7, ["合格率达到", "99.8%以上"]),
    "a word stays whole": ("检测系统 software 平台", 8, ["检测系统", "software", "平台"]),
    "a word that fits no line is broken": ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    "what fits is one line": ("军令状", 3, ["军令状"]),
    "marks alone fill the line": ("。。。。。", 2, ["。。", "。。", "。"]),
    "one narrower than a character goes on": ("军令", 0.5, ["军", "令"]),
    "nothing is no line": ("", 5, []),
}


@pytest.mark.parametrize("name", CASES)
def test_of_a_line_s_end(name):
    text, width, expected = CASES[name]
    assert lines(text, width, lambda letter: 1) == expected


def test_nothing_is_lost_and_no_line_is_wider_than_it_may_be():
    text = (
        "揭榜方“须在十个工作日内”提交书面说明（含赶工措施），逾期者（第2次）按 SHA-256 核验；" * 9
    )
    for width in range(6, 40):
        found = lines(text, width, lambda letter: 1)
        assert "".join(found).replace(" ", "") == text.replace(" ", "")
        assert max(map(len, found)) <= width
        assert not [one for one in found if one[0] in NO_START or one[-1] in NO_END]
