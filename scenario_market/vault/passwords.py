"""Passwords are kept as argon2id hashes."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type


@cache
def _hash_of_nobody(memory_kib: int, passes: int, lanes: int) -> str:
    """Verified where nothing is kept, so that an unknown account takes as long as a known one."""
    hasher = PasswordHasher(
        time_cost=passes, memory_cost=memory_kib, parallelism=lanes, type=Type.ID
    )
    return hasher.hash("nobody has this password")


class Argon2Passwords:
    """argon2id with 19 MiB, two passes, one lane: the least that OWASP's password storage sheet recommends."""

    def __init__(self, *, memory_kib: int = 19 * 1024, passes: int = 2, lanes: int = 1) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=lanes, type=Type.ID
        )
        self._nobody = _hash_of_nobody(memory_kib, passes, lanes)

    def hash(self, password: str) -> str:
        """A salted hash that names its own parameters."""
        return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the one; takes the same time where nothing is kept. What is no argon2 hash matches nothing."""
        # argon2 encodes before it looks, and would raise an error of Python's own.
        if kept is not None and not kept.isascii():
            return False
        try:
            return self._hasher.verify(kept or self._nobody, password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Whether the kept hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)
