"""The platform's own signature on certificates, pledges, dossiers and heads: a ring of keys, of which the first signs.

A signature keeps the public key that it was made with; whether that key is the platform's says the ring alone, since
whoever writes to the database could put a key and a signature of his own there.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scenario_market.vault.keyfiles import KeyRing
from scenario_market.vault.signing import SigningKey, verified


class PlatformKeys:
    """Fits what certifying, signing, dossiers and the signing of the chain's heads ask of a signer."""

    def __init__(self, ring: KeyRing) -> None:
        keys = [SigningKey(Ed25519PrivateKey.from_private_bytes(one.material)) for one in ring.keys]
        self._first = keys[0]
        self.id = keys[0].id
        self.public_key = keys[0].public_key
        # id → public key in base64, the one that signs now first; what the market publishes
        self.public_keys = {one.id: one.public_key for one in keys}

    def sign(self, message: bytes) -> str:
        """The signature of a message, base64."""
        return self._first.sign(message)

    def holds(self, public_key: str, message: bytes, signature: str) -> bool:
        """Whether a message was signed with this key, and the key is the platform's."""
        return public_key in self.public_keys.values() and verified(public_key, message, signature)
