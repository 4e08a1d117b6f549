"""Attachments in pieces: whole or refused, in sizes that tell next to nothing, and never held whole."""

import hashlib
import io

import pytest

from scenario_market.domain.keys.values import CannotOpen
from scenario_market.vault import pieces
from scenario_market.vault.pieces import PIECE_BYTES, Sealing, Unsealing, sealed_bytes

KEY = bytes(range(32))
STEP = 3 * PIECE_BYTES + 1000  # no multiple of a piece
SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, STEP - 1, STEP, STEP + 1, 2 * STEP]


def seal(content, step=STEP):
    return Sealing(io.BytesIO(content), KEY, step_bytes=step).read()


def content_of(size):
    return bytes(number % 251 for number in range(size))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_comes_back(size):
    content = content_of(size)
    stream = Sealing(io.BytesIO(content), KEY, step_bytes=STEP)
    sealed = stream.read()
    assert (stream.size_bytes, stream.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert len(sealed) == sealed_bytes(size, STEP)
    assert Unsealing(io.BytesIO(sealed), KEY, size_bytes=size).read() == content


def test_sizes_within_one_step_are_one_size():
    assert len({len(seal(bytes(size))) for size in (0, 1, PIECE_BYTES, STEP)}) == 1
    assert len(seal(bytes(STEP))) != len(seal(bytes(STEP + 1)))


def test_a_stream_that_gives_little_at_a_time_is_sealed_the_same():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1000))

    content = content_of(PIECE_BYTES + 5)
    stream = Sealing(Slow(content), KEY, step_bytes=STEP)
    sealed = b"".join(iter(lambda: stream.read(777), b""))
    assert Unsealing(io.BytesIO(sealed), KEY, size_bytes=len(content)).read() == content


def cut(sealed):
    return sealed[: 7 + 2 * (PIECE_BYTES + 16)]


def swapped(sealed):
    head, one, two = sealed[:7], sealed[7 : 7 + PIECE_BYTES + 16], sealed[7 + PIECE_BYTES + 16 :]
    return head + two[: PIECE_BYTES + 16] + one + two[PIECE_BYTES + 16 :]


@pytest.mark.parametrize(
    "spoil",
    [
        cut,
        swapped,
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: bytes([sealed[0] ^ 1]) + sealed[1:],
        lambda sealed: sealed + b"x",
        lambda sealed: b"",
        lambda sealed: sealed[:7],
    ],
)
def test_pieces_that_are_cut_moved_changed_or_added_are_noticed(spoil):
    sealed = spoil(seal(content_of(STEP - 9)))
    with pytest.raises(CannotOpen, match="seal_broken"):
        Unsealing(io.BytesIO(sealed), KEY, size_bytes=STEP - 9).read()


def test_another_key_opens_nothing():
    with pytest.raises(CannotOpen):
        Unsealing(io.BytesIO(seal(b"x")), pieces.new_key(), size_bytes=1).read()


def test_more_content_than_there_is_is_not_made_up():
    with pytest.raises(CannotOpen):
        Unsealing(io.BytesIO(seal(b"x")), KEY, size_bytes=STEP + 1).read()
