"""The private key of a challenge, wrapped to the opening key, with the instant before which it opens nothing.

The instant stands in front in clear and is bound into the wrapping: whoever writes to the database can change a call's
deadline or state, but not this. A later deadline changes nothing of it.
"""

from datetime import UTC, datetime, timedelta

from scenario_market.vault.wrapping import context, wrap

STAMP_BYTES = 8
# Machines' clocks differ: the clock that closes is the database's, the one that opens the opener's own.
GRACE = timedelta(minutes=1)


def wrap_dated(secret: bytes, public_key: bytes, challenge_id: int, stamp: bytes) -> bytes:
    """The stamp, and the key wrapped for this challenge and not before it."""
    return stamp + wrap(secret, public_key, info(challenge_id, stamp))


def info(challenge_id: int, stamp: bytes) -> bytes:
    """What the key is wrapped for."""
    return context("challenge-key", challenge_id, stamp.hex())


def stamp_of(not_before: datetime) -> bytes:
    """An instant in whole seconds since 1970, UTC."""
    return int(not_before.timestamp()).to_bytes(STAMP_BYTES, "big")


def is_due(stamp: bytes, now: datetime) -> bool:
    """Whether the instant has come."""
    return datetime.fromtimestamp(int.from_bytes(stamp, "big"), UTC) <= now + GRACE
