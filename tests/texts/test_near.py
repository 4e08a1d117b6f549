"""What is said of a code that is not in its list: the names near it, and nothing about them where there are none."""

import pytest

from scenario_market.texts import columns, errors, providers, rows

SAID = {
    "field": lambda params, language: errors.field_message("unknown_code", params, language),
    "profile": lambda params, language: rows.say(
        providers.FIELDS, "unknown_code", params, language
    ),
    "cell": lambda params, language: rows.say(columns.WORDS, "unknown_code", params, language),
}


@pytest.mark.parametrize("place", SAID)
@pytest.mark.parametrize(("language", "near"), [("zh", "相近"), ("en", "near")])
def test_near_names_are_told_only_where_there_are_some(place, language, near):
    say, value = SAID[place], {"value": "天文台"}
    told = say(value | {"nearest": ["智慧交通", "智慧教育"]}, language)
    assert near in told.lower()
    assert "智慧交通" in told
    assert "智慧教育" in told
    for nothing in (value | {"nearest": []}, value | {"nearest": ()}, value):
        bare = say(nothing, language)
        assert near not in bare.lower()
        assert "天文台" in bare
        assert bare.endswith("." if language == "en" else "。")
        assert not set(bare) & set("[]—…")
