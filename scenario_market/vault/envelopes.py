"""Sealed envelopes: one ciphertext of a fixed size, its content key wrapped twice (ADR 3, points 2 to 4)."""

import os
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from scenario_market.domain.bids.sealing import About, CannotOpen, Columns, EnvelopeFull, Sealed
from scenario_market.domain.keys.values import ChallengeKeys, OfficerKey, Share
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.dated import STAMP_BYTES, info, is_due, stamp_of, wrap_dated
from scenario_market.vault.keyfiles import KeyRing
from scenario_market.vault.sealing import SealBroken, sealer
from scenario_market.vault.wrapping import context, unwrap, wrap

KEY_BYTES, NONCE_BYTES, TAG_BYTES, LENGTH_BYTES, ID_BYTES = 32, 12, 16, 4, 8
DRAFT = "bid-draft"


def capacity(envelope_bytes: int) -> int:
    """How many bytes of content fit into an envelope of this size."""
    return envelope_bytes - NONCE_BYTES - TAG_BYTES - LENGTH_BYTES


def _stated(use: str, about: About) -> bytes:
    return context(use, about.challenge_id, about.workspace)


def _close(content: bytes, key: bytes, about: About, envelope_bytes: int) -> bytes:
    limit = capacity(envelope_bytes)
    if len(content) > limit:
        raise EnvelopeFull(limit_bytes=limit, size_bytes=len(content))
    padded = len(content).to_bytes(LENGTH_BYTES, "big") + content.ljust(limit, b"\0")
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, padded, _stated("envelope", about))


def _open(envelope: bytes, key: bytes, about: About) -> bytes:
    nonce, body = envelope[:NONCE_BYTES], envelope[NONCE_BYTES:]
    try:
        padded = AESGCM(key).decrypt(nonce, body, _stated("envelope", about))
    except (InvalidTag, ValueError):
        raise CannotOpen("seal_broken") from None
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


class KeyPairs:
    """What those hold who publish calls, web hosts and the clock; fits ``KeyMaker``.

    :param opening_public: public halves of the opening keys.
    :param attestor: attests public keys, so that whoever writes to the database cannot slip in his own.
    """

    def __init__(self, opening_public: KeyRing, attestor: Attestor) -> None:
        self._opening = opening_public
        self._attestor = attestor

    def new_challenge_keys(
        self, challenge_id: int, officers: Sequence[OfficerKey], *, not_before: datetime
    ) -> ChallengeKeys:
        """A new pair, wrapped and forgotten; see ``KeyMaker``."""
        private = X25519PrivateKey.generate()
        public, secret = private.public_key().public_bytes_raw(), private.private_bytes_raw()
        return ChallengeKeys(
            public_key=public + self._attestor.attest(context("challenge", challenge_id) + public),
            opening_key_id=self._opening.first.id,
            wrapped=wrap_dated(
                secret, self._opening.first.material, challenge_id, stamp_of(not_before)
            ),
            shares=self._split(secret, challenge_id, officers),
        )

    def _split(
        self, secret: bytes, challenge_id: int, officers: Sequence[OfficerKey]
    ) -> list[Share]:
        self.check(officers)
        return split(secret, challenge_id, officers)

    def check(self, officers: Sequence[OfficerKey]) -> None:
        """Look whether officers' public keys are the market's own.

        :raises CannotOpen: ``officer_key_not_attested``.
        """
        for officer in officers:
            stated = context("officer", officer.person_id) + officer.public_key
            if not self._attestor.attested(stated, officer.attestation):
                raise CannotOpen("officer_key_not_attested")


class WebSealing(KeyPairs):
    """What web hosts hold; fits ``Sealing`` too. Opens drafts, never what is sealed to a challenge.

    :param draft: the draft keys.
    """

    def __init__(self, draft: KeyRing, opening_public: KeyRing, attestor: Attestor) -> None:
        super().__init__(opening_public, attestor)
        self._draft = draft

    def seal(
        self, content: bytes, *, public_key: bytes, about: About, envelope_bytes: int
    ) -> Sealed:
        """A new envelope under a new content key; see ``Sealing``."""
        public, attestation = public_key[:KEY_BYTES], public_key[KEY_BYTES:]
        stated = context("challenge", about.challenge_id) + public
        if not self._attestor.attested(stated, attestation):
            raise CannotOpen("challenge_key_not_attested")
        key = os.urandom(KEY_BYTES)
        first = self._draft.first
        kept = sealer(first.material.hex(), DRAFT).seal(key, about=_stated("draft-key", about))
        return Sealed(
            envelope=_close(content, key, about, envelope_bytes),
            sealed_key=wrap(key, public, _stated("content-key", about)),
            draft_key=bytes.fromhex(first.id) + kept,
        )

    def open_draft(self, columns: Columns, *, about: About) -> bytes:
        """The content of an envelope, by its draft key; see ``Sealing``."""
        return _open(columns.envelope, self._content_key(columns.draft_key, about), about)

    @property
    def first_id(self) -> str:
        """Id of the draft key that is used for what is new."""
        return self._draft.first.id

    def renewed(self, draft_key: bytes, *, about: About) -> bytes:
        """The same content key under the newest draft key; for rotation.

        :raises CannotOpen: the key it is under is not here, or it was changed.
        """
        first = self._draft.first
        key = self._content_key(draft_key, about)
        kept = sealer(first.material.hex(), DRAFT).seal(key, about=_stated("draft-key", about))
        return bytes.fromhex(first.id) + kept

    def _content_key(self, draft_key: bytes | None, about: About) -> bytes:
        found = self._draft.get(draft_key[:ID_BYTES].hex()) if draft_key else None
        if draft_key is None or found is None:
            raise CannotOpen("key_missing")
        try:
            return sealer(found.material.hex(), DRAFT).open(
                draft_key[ID_BYTES:], about=_stated("draft-key", about)
            )
        except (SealBroken, IndexError):
            raise CannotOpen("seal_broken") from None


class OpenerSealing:
    """What the workers that open hold; fits ``Opening``. Reads no draft, and seals nothing to a bidder."""

    def __init__(self, opening: KeyRing) -> None:
        self._keys = {
            one.id: X25519PrivateKey.from_private_bytes(one.material) for one in opening.keys
        }
        self.first_id = opening.first.id

    def unlock(self, wrapped: bytes, *, challenge_id: int, now: datetime) -> X25519PrivateKey:
        """The private key of a challenge; see ``Opening``."""
        if not is_due(wrapped[:STAMP_BYTES], now):
            raise CannotOpen("too_early")
        return X25519PrivateKey.from_private_bytes(self._secret(wrapped, challenge_id))

    def _secret(self, wrapped: bytes, challenge_id: int) -> bytes:
        stamp, body = wrapped[:STAMP_BYTES], wrapped[STAMP_BYTES:]
        return self._unwrap(body, info(challenge_id, stamp))

    def unlock_shares(
        self, handed: Sequence[bytes], *, challenge_id: int, public_key: bytes
    ) -> X25519PrivateKey:
        """The private key of a challenge, from two shares that officers handed over, at any time.

        :param handed: the shares, each wrapped to the opening key. :param public_key: as the challenge holds it.
        :raises CannotOpen: not two, or one of them to another opening key, or changed; or they do not fit together.
        """
        if len(handed) != 2:
            raise CannotOpen("seal_broken")
        halves = [self._unwrap(one, context("handed-share", challenge_id)) for one in handed]
        private = X25519PrivateKey.from_private_bytes(_xor(*halves))
        if private.public_key().public_bytes_raw() != public_key[:KEY_BYTES]:
            raise CannotOpen("halves_differ")
        return private

    def rewrapped(self, wrapped: bytes, *, challenge_id: int) -> bytes:
        """A challenge's private key, wrapped to the newest opening key and as before not before its time."""
        secret = self._secret(wrapped, challenge_id)
        public = self._keys[self.first_id].public_key().public_bytes_raw()
        return wrap_dated(secret, public, challenge_id, wrapped[:STAMP_BYTES])

    def shares(
        self, wrapped: bytes, *, challenge_id: int, officers: Sequence[OfficerKey]
    ) -> list[Share]:
        """New shares for officers who came later; the caller has checked that their keys are attested."""
        return split(self._secret(wrapped, challenge_id), challenge_id, officers)

    def open_sealed(
        self, envelope: bytes, sealed_key: bytes, *, private_key: X25519PrivateKey, about: About
    ) -> bytes:
        """The content of an envelope; see ``Opening``."""
        key = unwrap(sealed_key, private_key, _stated("content-key", about))
        return _open(envelope, key, about)

    def _unwrap(self, wrapped: bytes, info: bytes) -> bytes:
        for key in self._keys.values():
            try:
                return unwrap(wrapped, key, info)
            except CannotOpen:
                continue
        raise CannotOpen("key_missing")


def split(secret: bytes, challenge_id: int, officers: Sequence[OfficerKey]) -> list[Share]:
    """For each two officers two halves of a key: a random one, and the exclusive or of it and the key."""
    shares = []
    for one, other in combinations(officers, 2):
        random = os.urandom(KEY_BYTES)
        for holder, partner, half in ((one, other, random), (other, one, _xor(random, secret))):
            info = context("share", challenge_id, holder.person_id)
            shares.append(
                Share(holder.officer_id, partner.officer_id, wrap(half, holder.public_key, info))
            )
    return shares


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
