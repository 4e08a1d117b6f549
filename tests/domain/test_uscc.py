import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_market.domain.parties import uscc

VALID = [
    "91350100M000100Y43",
    "91110000802100433B",
    "914403001922038216",
    "91440300708461136T",
    "51420000MJH2003604",
]

codes = st.text(alphabet=uscc.ALPHABET, min_size=17, max_size=17).map(
    lambda first: first + uscc.check_character(first)
)


@pytest.mark.parametrize("code", VALID)
def test_a_published_code_is_valid(code):
    assert uscc.check(code) == code


def test_a_letter_outside_the_alphabet_is_named_with_its_place():
    with pytest.raises(uscc.InvalidUscc) as refused:
        uscc.check("91350100M000100Y4Z")
    assert refused.value.rule == "alphabet"
    assert refused.value.params == {"characters": "Z", "places": (18,)}


def test_a_wrong_check_digit_says_which_would_be_right():
    with pytest.raises(uscc.InvalidUscc) as refused:
        uscc.check("91350100M000100Y44")
    assert refused.value.rule == "check_digit"
    assert refused.value.params == {"expected": "3", "found": "4"}


@pytest.mark.parametrize(("text", "found"), [("", 0), ("9135", 4), (VALID[0] + "0", 19)])
def test_a_wrong_length_says_how_long_it_was(text, found):
    with pytest.raises(uscc.InvalidUscc) as refused:
        uscc.check(text)
    assert refused.value.rule == "length"
    assert refused.value.params == {"expected": 18, "found": found}


@pytest.mark.parametrize(
    "text",
    [
        " 91350100m000100y43 ",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "9135 0100 M000 100Y 43",
        "91350100M000100Y43\u200b",
        "\ufeff91350100M000100Y43",
        "91350100\u3000M000100Y43\n",
    ],
)
def test_width_case_and_spaces_are_folded(text):
    assert uscc.check(text) == "91350100M000100Y43"


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_refused_not_guessed(letter):
    with pytest.raises(uscc.InvalidUscc) as refused:
        uscc.check(letter + VALID[0][1:])
    assert refused.value.rule == "alphabet"


@given(codes)
def test_every_code_with_its_check_character_is_valid(code):
    assert uscc.check(code) == code
    assert uscc.check(code.lower()) == code


@given(codes, st.integers(0, 17), st.integers(1, 30))
def test_every_single_wrong_character_is_detected(code, place, shift):
    wrong = uscc.ALPHABET[(uscc.ALPHABET.index(code[place]) + shift) % 31]
    with pytest.raises(uscc.InvalidUscc) as refused:
        uscc.check(code[:place] + wrong + code[place + 1 :])
    assert refused.value.rule == "check_digit"


@given(codes, st.integers(0, 16))
def test_every_swap_of_two_different_neighbours_is_detected(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(uscc.InvalidUscc):
            uscc.check(swapped)


def test_two_errors_that_cancel_out_pass_the_known_limit_of_the_scheme():
    # 3 in place 1 weighs as much as 1 in place 2.
    first = "3" + "0" * 16
    other = "01" + "0" * 15
    assert uscc.check_character(first) == uscc.check_character(other)


@given(st.text())
def test_any_text_is_either_checked_or_refused_by_a_named_rule(text):
    try:
        rule = None if uscc.check(text) == uscc.normalise(text) else "changed"
    except uscc.InvalidUscc as refused:
        rule = refused.rule
    assert rule in {None, "length", "alphabet", "check_digit"}


@pytest.mark.parametrize("code", ["91110000802100433B", "914403001922038216", "91440300708461136T"])
def test_an_organisation_code_that_keeps_its_check_gives_no_warning(code):
    assert uscc.warnings(code) == []


def test_an_organisation_code_that_breaks_its_check_only_warns():
    first = "91110000802100434"
    code = first + uscc.check_character(first)
    assert uscc.check(code) == code
    (warning,) = uscc.warnings(code)
    assert (warning.rule, warning.params) == ("organisation_code", {"expected": "3", "found": "4"})
