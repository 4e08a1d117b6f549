"""Ed25519 signatures of the house: one key, and whether a signature fits one."""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(public_key: str) -> str:
    """The fingerprint of a public key (base64 of 32 bytes): SHA-256 in hex, the first 32 places."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:32]


def verified(public_key: str, message: bytes, signature: str) -> bool:
    """Whether a signature (base64) of a message was made with the key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(base64.b64decode(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


class SigningKey:
    """A private key; ``public_key`` and signatures are base64 texts. ``vault.platform`` has rings of them."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key = base64.b64encode(_raw(key.public_key())).decode()
        self.id = key_id(self.public_key)

    @classmethod
    def new(cls) -> "SigningKey":
        """A key that is kept nowhere."""
        return cls(Ed25519PrivateKey.generate())

    def sign(self, message: bytes) -> str:
        """The signature of a message."""
        return base64.b64encode(self._key.sign(message)).decode()
