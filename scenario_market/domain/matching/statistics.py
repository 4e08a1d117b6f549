"""What is known of the pool as a whole, frozen and versioned: how rare a term is, usual lengths."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

_LOG_BITS = 16


@lru_cache(maxsize=65536)
def log2_fixed(numerator: int, denominator: int) -> int:
    """log2(numerator / denominator) in 1/65536, for numerator >= denominator > 0.

    By repeated squaring of integers, because `math.log` may differ in its last bit between
    processors, and a score must not.
    """
    whole = (numerator // denominator).bit_length() - 1
    x = (numerator << (40 - whole)) // denominator  # 1 <= x / 2**40 < 2
    result = whole << _LOG_BITS
    for bit in range(_LOG_BITS - 1, -1, -1):
        x = x * x >> 40
        if x >> 41:
            x >>= 1
            result |= 1 << bit
    return result


@dataclass(frozen=True)
class Statistics:
    """Frozen facts about a pool of `profiles` providers.

    `keys` (int64, sorted) and `df` (int32): the number of profiles that hold each term. The mean
    lengths are counted in terms, rounded, at least 1: of the declared part, of the whole
    description, and of one passage.
    """

    profiles: int
    keys: np.ndarray
    df: np.ndarray
    declared_length: int = 1
    whole_length: int = 1
    passage_length: int = 1

    @cached_property
    def version(self) -> str:
        """Eight hex digits of the content."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:8]

    def idf(self, keys: np.ndarray) -> np.ndarray:
        """How much a term tells, in 1/256 bit: log2((2N + 2) / (2 df + 1)).

        This is the idf of BM25 as Lucene has it, log(1 + (N - df + .5) / (df + .5)), which is
        never negative. A term that no profile held when the statistics were frozen has df = 0.
        """
        found = self.find(keys)
        df = np.where(found < 0, 0, self.df[found] if self.df.size else 0)
        distinct, inverse = np.unique(df, return_inverse=True)
        top = 2 * self.profiles + 2
        values = [log2_fixed(max(top, 2 * int(n) + 1), 2 * int(n) + 1) >> 8 for n in distinct]
        return np.array(values, dtype=np.int64)[inverse]

    def find(self, keys: np.ndarray) -> np.ndarray:
        """Place of each key in `keys`, -1 where it is unknown."""
        if not self.keys.size:
            return np.full(keys.shape, -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def to_bytes(self) -> bytes:
        """The same bytes for the same facts, on any machine; `from_bytes` reads them."""
        head = [self.profiles, self.declared_length, self.whole_length, self.passage_length]
        return b"".join(
            (
                np.array([*head, self.keys.size], dtype="<i8").tobytes(),
                self.keys.astype("<i8").tobytes(),
                self.df.astype("<i4").tobytes(),
            )
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Statistics:
        """Raises ValueError where the bytes are cut short or too long."""
        stream = io.BytesIO(data)
        head = np.frombuffer(stream.read(40), dtype="<i8")
        if head.size != 5 or len(data) != 40 + 12 * int(head[4]):
            raise ValueError("statistics: the stored bytes are damaged; rebuild them")
        profiles, declared, whole, passage, count = (int(value) for value in head)
        keys = np.frombuffer(stream.read(8 * count), dtype="<i8").astype(np.int64)
        df = np.frombuffer(stream.read(), dtype="<i4").astype(np.int32)
        return cls(profiles, keys, df, declared, whole, passage)
