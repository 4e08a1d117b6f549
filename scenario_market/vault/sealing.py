"""Sealing short values that others carry for us: nobody but a holder of the application's key reads or changes them."""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 16
KEY_BYTES = 64  # AES-256-SIV takes two keys
STEP_BYTES = 32
END = b"\x80"


class SealBroken(ValueError):
    """It was sealed by another key or for something else, or changed on the way."""


class Sealer:
    """AES-256-SIV (RFC 5297), which forgives a repeated nonce, under a key of its own purpose (HKDF-SHA-256).

    Every value is filled up to whole steps of 32 bytes (ISO/IEC 7816-4), so that its length tells next to nothing.
    """

    def __init__(self, secret: str, purpose: str) -> None:
        derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(
            secret.encode()
        )
        self._cipher = AESSIV(derived)

    def seal(self, plain: bytes, *, about: bytes) -> bytes:
        """Sealed bytes; the same value twice gives two that say nothing of each other.

        :param about: what it belongs to; it opens for this alone.
        """
        nonce = os.urandom(NONCE_BYTES)
        filled = plain + END + bytes(-(len(plain) + 1) % STEP_BYTES)
        return nonce + self._cipher.encrypt(filled, [about, nonce])

    def open(self, sealed: bytes, *, about: bytes) -> bytes:
        """What was sealed.

        :raises SealBroken: it was not sealed so by this key.
        """
        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            filled = self._cipher.decrypt(body, [about, nonce])
        except (InvalidTag, ValueError):
            raise SealBroken from None
        return filled[: filled.rindex(END)]


@lru_cache(maxsize=8)
def sealer(secret: str, purpose: str) -> Sealer:
    """The sealer of a purpose, its key derived once in a process."""
    return Sealer(secret, purpose)
