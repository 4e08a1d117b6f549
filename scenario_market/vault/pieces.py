"""Sealed attachments: a stream encrypted in pieces, filled up to whole steps, so that its size tells next to nothing.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance, 2015) over AES-256-GCM: each piece's nonce is a random prefix, its number, and whether it is the
last. So a piece that is missing, moved or cut off is noticed, and neither side holds more than a piece.
"""

import hashlib
import os
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scenario_market.domain.keys.values import CannotOpen

KEY_BYTES, PREFIX_BYTES, TAG_BYTES = 32, 7, 16
PIECE_BYTES = 1 << 16


def new_key() -> bytes:
    """A key for one file."""
    return os.urandom(KEY_BYTES)


def sealed_bytes(size_bytes: int, step_bytes: int) -> int:
    """How large a file of this size is when it is sealed: an empty one fills one step too."""
    filled = max(1, -(-size_bytes // step_bytes)) * step_bytes
    return PREFIX_BYTES + filled + -(-filled // PIECE_BYTES) * TAG_BYTES


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


class _Reader:
    """A stream to read from, made of chunks."""

    def __init__(self) -> None:
        self._chunks = self._make()
        self._rest = b""

    def _make(self) -> Iterator[bytes]:
        raise NotImplementedError

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes; all of them where no size is given."""
        while size < 0 or len(self._rest) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._rest += chunk
        size = len(self._rest) if size < 0 else size
        answer, self._rest = self._rest[:size], self._rest[size:]
        return answer


class Sealing(_Reader):
    """A stream as it is to be kept. Read to its end, it knows ``size_bytes`` and ``sha256`` (hex) of what went in.

    :param step_bytes: the size is filled up to whole steps of these.
    """

    def __init__(self, stream: IO[bytes], key: bytes, *, step_bytes: int) -> None:
        super().__init__()
        self._stream, self._cipher, self._step = stream, AESGCM(key), step_bytes
        self._digest = hashlib.sha256()
        self.size_bytes = self._put = 0

    @property
    def sha256(self) -> str:
        """Of what was read so far."""
        return self._digest.hexdigest()

    def _make(self) -> Iterator[bytes]:
        prefix = os.urandom(PREFIX_BYTES)
        yield prefix
        number = 0
        piece = self._filled()
        while piece:
            following = self._filled()
            nonce = _nonce(prefix, number, is_last=not following)
            yield self._cipher.encrypt(nonce, piece, None)
            piece, number = following, number + 1

    def _filled(self) -> bytes:
        """The next piece of the plain text with its filling; empty at the end."""
        piece = self._plain(PIECE_BYTES)
        self.size_bytes += len(piece)
        self._digest.update(piece)
        if len(piece) < PIECE_BYTES:
            whole = max(1, -(-self.size_bytes // self._step)) * self._step
            piece = piece.ljust(min(PIECE_BYTES, whole - self._put), b"\0")
        self._put += len(piece)
        return piece

    def _plain(self, size: int) -> bytes:
        """So many bytes of the stream, fewer at its end alone: a socket gives what it has."""
        got = []
        while size and (chunk := self._stream.read(size)):
            got.append(chunk)
            size -= len(chunk)
        return b"".join(got)


class Unsealing(_Reader):
    """What was sealed, piece by piece; a piece is given out only when it is known to be whole.

    :param size_bytes: how much of it is content; what follows is filling.
    :raises CannotOpen: while reading: another key, or changed, or cut off.
    """

    def __init__(self, stream: IO[bytes], key: bytes, *, size_bytes: int) -> None:
        super().__init__()
        self._stream, self._cipher, self._left = stream, AESGCM(key), size_bytes

    def _make(self) -> Iterator[bytes]:
        prefix = self._stream.read(PREFIX_BYTES)
        number = 0
        piece = self._stream.read(PIECE_BYTES + TAG_BYTES)
        while piece:
            following = self._stream.read(PIECE_BYTES + TAG_BYTES)
            nonce = _nonce(prefix, number, is_last=not following)
            try:
                plain = self._cipher.decrypt(nonce, piece, None)
            except (InvalidTag, ValueError):
                raise CannotOpen("seal_broken") from None
            yield plain[: self._left]
            self._left -= min(self._left, len(plain))
            piece, number = following, number + 1
        if self._left or not number:
            raise CannotOpen("seal_broken")
