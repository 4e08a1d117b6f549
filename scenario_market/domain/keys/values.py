"""Forms of a challenge's keys, and what makes them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scenario_market.domain.errors import DomainError


class CannotOpen(DomainError):
    """What was sealed does not open: its key is not here (``key_missing``), or it was changed (``seal_broken``)."""

    code = "cannot_open"
    status = 503


@dataclass(frozen=True)
class OfficerKey:
    """A named key officer with his public key (X25519) and its attestation."""

    officer_id: int
    person_id: int
    public_key: bytes
    attestation: bytes


@dataclass(frozen=True)
class Share:
    """One officer's half of a challenge's private key, for one other officer: only the two halves together are the key.

    :param wrapped: the half, wrapped to the officer's public key.
    """

    officer_id: int
    other_id: int
    wrapped: bytes


@dataclass(frozen=True)
class ChallengeKeys:
    """What is left of a new key pair: the private half is nowhere in clear.

    :param public_key: attested for the challenge; what ``Sealing.seal`` wants.
    :param opening_key_id: which opening key it is wrapped to.
    :param wrapped: the private half, wrapped to the opening key.
    """

    public_key: bytes
    opening_key_id: str
    wrapped: bytes
    shares: Sequence[Share]


class KeyMaker(Protocol):
    """Makes the key pair of a challenge; ``vault.envelopes.KeyPairs`` does."""

    def new_challenge_keys(
        self, challenge_id: int, officers: Sequence[OfficerKey], *, not_before: datetime
    ) -> ChallengeKeys:
        """A new pair, wrapped to the opening key and to each pair of officers, and forgotten.

        :param not_before: until then the opening key alone opens nothing.
        :raises CannotOpen: an officer's public key is not attested.
        """


@dataclass(frozen=True)
class NewOfficerKey:
    """A key officer's new pair. ``kept``: its private half under the passphrase."""

    public_key: bytes
    attestation: bytes
    kept: bytes


class OfficerVault(Protocol):
    """What officers do with their passphrases; ``vault.officers.OfficerKeys`` does it. Slow on purpose (argon2id)."""

    def enrol(self, person_id: int, passphrase: str) -> NewOfficerKey:
        """A new pair for an officer."""

    def hand_over(
        self,
        kept: bytes,
        passphrase: str,
        shares: Mapping[int, bytes],
        *,
        challenge_id: int,
        person_id: int,
    ) -> dict[int, bytes] | None:
        """Halves as only the openers can read them; None where the passphrase is wrong.

        :param shares: key of the other officer → the half, wrapped to this one.
        :raises CannotOpen: the passphrase is right, and a half does not fit it.
        """
