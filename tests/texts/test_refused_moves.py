"""A refused move and a known conflict are told in words, not in codes."""

import pytest

from scenario_market.texts import errors


@pytest.mark.parametrize(
    ("verb", "locale", "said"),
    [
        ("propose", "zh", "当前状态为“已暂停”，不能办理“申请变更”。"),
        ("attach", "zh", "当前状态为“已暂停”，不能办理此事项。"),
        ("propose", "en", "The state “suspended” does not allow “propose”."),
    ],
)
def test_a_refused_move_names_state_and_act_as_lists_do(verb, locale, said):
    params = {"kind": "project", "state": "suspended", "verb": verb}
    assert errors.detail("illegal_move", None, params, locale) == said


def test_a_known_conflict_is_told_in_words():
    said = errors.detail("rule_refused", "conflict_known", {"reasons": ["past_employer"]}, "zh")
    assert "近年曾在相关方任职" in said
