"""The key pair of a challenge, made at its publication: kept in halves, and wrapped to the opening key."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scenario_market.domain.keys import officers
from scenario_market.domain.keys.models import ChallengeKey, KeyShare
from scenario_market.domain.keys.values import KeyMaker, Share


class Locksmith:
    """Makes pairs of keys in the caller's transaction; fits what publishing asks for (``challenges/sealing.py``).

    :param maker: ``vault.envelopes.KeyPairs``.
    """

    def __init__(self, maker: KeyMaker) -> None:
        self._maker = maker

    def new_challenge_keys(
        self, session: Session, challenge_id: int, *, closes_at: datetime, now: datetime
    ) -> bytes:
        """Make the pair; its private half is kept wrapped, and nowhere in clear.

        :param closes_at: the call's first deadline: before it two officers open, and nobody else.
        :returns: the public half with its attestation; ``Sealing.seal`` wants both.
        :raises RuleRefused: ``key_officers_missing``: fewer than two key officers.
        :raises CannotOpen: ``officer_key_not_attested``.
        """
        held = officers.public_keys(session, now)
        made = self._maker.new_challenge_keys(challenge_id, held, not_before=closes_at)
        session.add(
            ChallengeKey(
                challenge_id=challenge_id,
                opening_key_id=made.opening_key_id,
                wrapped=made.wrapped,
                created_at=now,
            )
        )
        session.flush()
        keep_shares(session, challenge_id, made.shares)
        return made.public_key


def keep_shares(session: Session, challenge_id: int, shares: Sequence[Share]) -> None:
    """Write the halves of a challenge's key."""
    rows = [
        {
            "challenge_id": challenge_id,
            "officer_id": one.officer_id,
            "other_id": one.other_id,
            "wrapped": one.wrapped,
        }
        for one in shares
    ]
    session.execute(insert(KeyShare), rows)
