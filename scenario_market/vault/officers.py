"""Key pairs of the key officers: the private half is kept under a passphrase, and used for a moment alone."""

import os
from collections.abc import Mapping

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scenario_market.domain.keys.values import NewOfficerKey
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.keyfiles import KeyRing
from scenario_market.vault.wrapping import context, unwrap, wrap

SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
HEAD_BYTES = 6  # memory in KiB (4), passes, lanes


class OfficerKeys:
    """Fits ``OfficerVault``. argon2id with 64 MiB, three passes, four lanes: the second choice of RFC 9106, section 4.

    :param opening_public: public halves of the opening keys.
    """

    def __init__(
        self,
        opening_public: KeyRing,
        attestor: Attestor,
        *,
        memory_kib: int = 64 * 1024,
        passes: int = 3,
        lanes: int = 4,
    ) -> None:
        self._opening = opening_public
        self._attestor = attestor
        self._head = memory_kib.to_bytes(4, "big") + bytes([passes, lanes])

    def enrol(self, person_id: int, passphrase: str) -> NewOfficerKey:
        """A new pair for an officer."""
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
        about = context("officer-key", person_id)
        kept = AESGCM(_derive(passphrase, salt, self._head)).encrypt(
            nonce, private.private_bytes_raw(), about
        )
        attestation = self._attestor.attest(context("officer", person_id) + public)
        return NewOfficerKey(public, attestation, self._head + salt + nonce + kept)

    def hand_over(
        self,
        kept: bytes,
        passphrase: str,
        shares: Mapping[int, bytes],
        *,
        challenge_id: int,
        person_id: int,
    ) -> dict[int, bytes] | None:
        """Halves, wrapped to the opening key; None where the passphrase is wrong; see ``OfficerVault``."""
        private = _open(kept, passphrase, person_id)
        if private is None:
            return None
        handed = {}
        for other_id, wrapped in shares.items():
            half = unwrap(wrapped, private, context("share", challenge_id, person_id))
            info = context("handed-share", challenge_id)
            handed[other_id] = wrap(half, self._opening.first.material, info)
        return handed


def _open(kept: bytes, passphrase: str, person_id: int) -> X25519PrivateKey | None:
    head, rest = kept[:HEAD_BYTES], kept[HEAD_BYTES:]
    salt, rest = rest[:SALT_BYTES], rest[SALT_BYTES:]
    key = _derive(passphrase, salt, head)
    try:
        raw = AESGCM(key).decrypt(
            rest[:NONCE_BYTES], rest[NONCE_BYTES:], context("officer-key", person_id)
        )
    except InvalidTag:
        return None
    return X25519PrivateKey.from_private_bytes(raw)


def _derive(passphrase: str, salt: bytes, head: bytes) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=head[4],
        memory_cost=int.from_bytes(head[:4], "big"),
        parallelism=head[5],
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
