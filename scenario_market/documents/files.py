"""The file store: uploaded bytes in a directory outside the web root, each under a name of its own.

A file is written before the row that names it: after a crash between the two a file may be left that nothing names,
never a row without its file.
"""

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scenario_market.domain.errors import TooLarge

_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
    """What was kept: its name in the store, length in bytes, and SHA-256 in hex."""

    stored_as: str
    size_bytes: int
    sha256: str


class Directory:
    """Keeps files below a directory that all processes of the market share."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, stream: IO[bytes], *, limit_bytes: int) -> Kept:
        """Write a stream to a new file.

        :raises TooLarge: it has more bytes than the limit; nothing is kept.
        """
        stored_as = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"
        path = self.root / stored_as
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, size = hashlib.sha256(), 0
        try:
            with open(path, "xb") as file:
                while chunk := stream.read(1 << 16):
                    size += len(chunk)
                    if size > limit_bytes:
                        raise TooLarge(limit_bytes=limit_bytes)
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Kept(stored_as, size, digest.hexdigest())

    def open(self, stored_as: str) -> IO[bytes]:
        """The bytes of a kept file.

        :raises FileNotFoundError: there is none, or the name is not one of ours.
        """
        if not _NAME.fullmatch(stored_as):
            raise FileNotFoundError(stored_as)
        return open(self.root / stored_as, "rb")
