"""What publishing needs of the vault: the challenge's own pair of keys."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


class Sealing(Protocol):
    """Makes the pair of keys of a challenge (ADR 3)."""

    def new_challenge_keys(
        self, session: Session, challenge_id: int, *, closes_at: datetime, now: datetime
    ) -> bytes:
        """Make the pair and keep its private half wrapped, in the caller's transaction.

        :param closes_at: the first deadline; before it the opening key alone opens nothing.
        :returns: the public half, X25519, 32 raw bytes.
        :raises RuleRefused: there are not enough key officers.
        """
        ...
