"""Check codes and digests as people type them."""

import hashlib

import pytest

from scenario_market.domain import check_codes
from scenario_market.domain.errors import Invalid

CODE = "7K3M-Q9XR-2WTB-HC5N"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        f"  {CODE.replace('-', '')}\n",
        CODE.replace("-", " "),
        CODE.replace("-", "－"),
        CODE.replace("-", "—"),
        "７Ｋ３Ｍ－Ｑ９ＸＲ－２ＷＴＢ－ＨＣ５Ｎ",
    ],
)
def test_a_code_is_known_however_it_is_typed(typed):
    assert check_codes.normal(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", CODE[:-1], CODE + "A", CODE.replace("7", "0"), "\x00" * 16, "A" * 4000, "ß" * 8]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert check_codes.normal(typed) == ""


def test_a_new_code_is_its_own_normal_form_and_never_the_same():
    made = {check_codes.new_code() for _ in range(200)}
    assert len(made) == 200
    assert {check_codes.normal(code) for code in made} == made


def test_a_digest_is_read_with_blanks_and_in_any_case():
    digest = hashlib.sha256(b"paper").hexdigest()
    assert check_codes.digest(f" {digest.upper()[:32]} {digest[32:]}\n") == digest


@pytest.mark.parametrize("typed", ["", "abc", "g" * 64, "a" * 63, "a" * 65])
def test_what_is_no_digest_is_refused_by_name(typed):
    with pytest.raises(Invalid) as refused:
        check_codes.digest(typed)
    assert [(one.field, one.rule) for one in refused.value.errors] == [("sha256", "sha256_wrong")]
