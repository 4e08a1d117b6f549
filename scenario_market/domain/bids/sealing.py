"""What sealing gives to the commands of bids: forms and Protocols; ``vault.envelopes`` has the real thing.

Who holds what (ADR 3): the web hosts a ``Sealing``, with which drafts are read on; the workers that open hold an
``Opening``. Neither can do the other's work.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from scenario_market.domain.errors import DomainError
from scenario_market.domain.keys.values import CannotOpen

__all__ = ["About", "CannotOpen", "Columns", "EnvelopeFull", "Opening", "Sealed", "Sealing"]


class EnvelopeFull(DomainError):
    """The content does not fit into the envelope: ``limit_bytes`` fit, ``size_bytes`` were wanted."""

    code = "envelope_full"
    status = 413


@dataclass(frozen=True)
class About:
    """What an envelope belongs to; it opens for this alone.

    :param workspace: the workspace's ``access_key``, which is there before its row is.
    """

    challenge_id: int
    workspace: str


@dataclass(frozen=True)
class Sealed:
    """The three columns of a workspace, each of one length whatever is inside."""

    envelope: bytes
    sealed_key: bytes
    draft_key: bytes


class Columns(Protocol):
    """A workspace, or anything with its columns; a read-only one will do."""

    @property
    def envelope(self) -> bytes: ...
    @property
    def draft_key(self) -> bytes | None: ...


class Sealing(Protocol):
    """Held by the web hosts. Writes envelopes, and reads on what its own people may read."""

    def seal(
        self, content: bytes, *, public_key: bytes, about: About, envelope_bytes: int
    ) -> Sealed:
        """A new envelope under a new content key.

        :param public_key: as the challenge holds it; attested, so that nobody slips another one in.
        :param envelope_bytes: the size of the envelope, the programme's.
        :raises EnvelopeFull: the content does not fit.
        :raises CannotOpen: the public key is not attested for this challenge.
        """

    def open_draft(self, columns: Columns, *, about: About) -> bytes:
        """The content of an envelope, by its draft key.

        :raises CannotOpen: the draft key is erased or not here, or something was changed.
        """


class Opening(Protocol):
    """Held by the workers that open."""

    def unlock(self, wrapped: bytes, *, challenge_id: int, now: datetime) -> Any:
        """The private key of a challenge, from what was wrapped to the opening key.

        :param now: by a clock that whoever writes to the database does not set.
        :raises CannotOpen: to another opening key, or changed; ``too_early``: the call's first deadline is to come.
        """

    def open_sealed(
        self, envelope: bytes, sealed_key: bytes, *, private_key: Any, about: About
    ) -> bytes:
        """The content of an envelope, by the challenge's private key.

        :raises CannotOpen: sealed to another key, for something else, or changed.
        """
