"""Wrapping keys to public keys by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), each for one use that it names."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from scenario_market.domain.keys.values import CannotOpen

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def context(use: str, *about: object) -> bytes:
    """What a wrapped key is for, as one byte string: ``scenario-market/<use>/1`` and what it belongs to."""
    return "\0".join((f"scenario-market/{use}/1", *map(str, about))).encode()


def wrap(key: bytes, public_key: bytes, info: bytes) -> bytes:
    """A key of 32 bytes as 80: only the private half, and only for the same use, gets it back."""
    return SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public_key), info)


def unwrap(wrapped: bytes, private_key: X25519PrivateKey, info: bytes) -> bytes:
    """The key.

    :raises CannotOpen: wrapped to another key, for another use, or changed.
    """
    try:
        return SUITE.decrypt(wrapped, private_key, info)
    except (InvalidTag, ValueError):
        raise CannotOpen("seal_broken") from None
