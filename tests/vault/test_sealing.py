"""What others carry for us they can neither read nor change nor use for something else."""

import os

import pytest

from scenario_market.vault.sealing import NONCE_BYTES, SealBroken, Sealer, sealer

ONE = sealer("the application's key", "cursor")
ABOUT = b"/demands/1/matches"


@pytest.mark.parametrize("plain", [b"", b"\x80", b"[731, 12]", os.urandom(200), b"\0\0"])
def test_what_was_sealed_opens_as_it_was(plain):
    assert ONE.open(ONE.seal(plain, about=ABOUT), about=ABOUT) == plain


def test_a_sealed_value_shows_neither_itself_nor_its_length_nor_that_it_came_before():
    short, long, again = (
        ONE.seal(plain, about=ABOUT) for plain in (b"[7, 1]", b"[1000, 123456]", b"[7, 1]")
    )
    assert b"1000" not in long
    assert len(short) == len(long)
    assert short != again
    assert short[NONCE_BYTES:] != again[NONCE_BYTES:]


@pytest.mark.parametrize(
    "other",
    [
        Sealer("another key", "cursor"),
        Sealer("the application's key", "another purpose"),
    ],
)
def test_another_key_or_purpose_opens_nothing(other):
    with pytest.raises(SealBroken):
        other.open(ONE.seal(b"x", about=ABOUT), about=ABOUT)


def test_a_sealed_value_opens_for_what_it_belongs_to_alone_and_unchanged():
    sealed = ONE.seal(b"[7, 1]", about=ABOUT)
    with pytest.raises(SealBroken):
        ONE.open(sealed, about=b"/demands/2/matches")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            ONE.open(bytes(changed), about=ABOUT)
    for end in range(len(sealed)):
        with pytest.raises(SealBroken):
            ONE.open(sealed[:end], about=ABOUT)
