"""Attesting with the receipt keys: that a public key or a receipt comes from the market itself.

Whoever can write to the database could replace a public key by his own and read what is sealed to it from then on;
what is attested he cannot.
"""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scenario_market.vault.keyfiles import KeyRing


class Attestor:
    """The ring of receipt keys (Ed25519): the first signs, all verify."""

    def __init__(self, receipts: KeyRing) -> None:
        keys = [(one, Ed25519PrivateKey.from_private_bytes(one.material)) for one in receipts.keys]
        self._first = keys[0][1]
        self._public = [key.public_key() for _, key in keys]
        self.id = receipts.first.id
        # id → public key in base64; what the market publishes
        self.public_keys = {
            one.id: base64.b64encode(key.public_key().public_bytes_raw()).decode()
            for one, key in keys
        }

    def attest(self, stated: bytes) -> bytes:
        """A signature of 64 bytes."""
        return self._first.sign(stated)

    def attested(self, stated: bytes, signature: bytes) -> bool:
        """Whether one of our keys signed it."""
        for key in self._public:
            try:
                key.verify(signature, stated)
                return True
            except InvalidSignature:
                continue
        return False
