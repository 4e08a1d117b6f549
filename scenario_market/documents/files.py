"""The file store: uploaded bytes in a directory outside the web root, each under the name of its content (SHA-256).

A file is written before the row that names it: after a crash between the two a file may be left that nothing names,
never a row without its file. ``sweep`` takes such files away. What reads and keeps files knows only ``open``, ``keep``
and ``receive``: a store of objects on other machines is one more class with these
three, chosen in ``file_store``.
"""

import fcntl
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scenario_market.domain.errors import TooLarge
from scenario_market.settings import Settings

_NAME = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/(?=\1\2)[0-9a-f]{64}")
_CHUNK = 1 << 16
_BATCH = 500
INCOMING = "incoming"
FOLDERS = tuple(f"{number:02x}" for number in range(256))


@dataclass(frozen=True)
class Kept:
    """What was kept: its name in the store, length in bytes, and SHA-256 in hex."""

    stored_as: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Incoming:
    """A file that has arrived whole and is not kept yet: to be looked at, then kept or forgotten."""

    file: IO[bytes]
    size_bytes: int
    sha256: str
    store: "Directory"
    path: Path

    def keep(self) -> Kept:
        """Keep it under the name of its content; what is there already is not written again."""
        stored_as = f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
        target = self.store.root / stored_as
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.store.locked(fcntl.LOCK_SH):
            if target.exists():
                os.utime(target)  # young again: a sweep that is under way leaves it alone
            else:
                os.replace(self.path, target)
                _sync(target.parent)
        return Kept(stored_as, self.size_bytes, self.sha256)


class Directory:
    """Keeps files below a directory that all processes of the market share."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def receive(self, stream: IO[bytes], *, limit_bytes: int) -> Iterator[Incoming]:
        """Write a stream to disk, hashing it on the way. What was not kept by the end is gone.

        :raises TooLarge: it has more bytes than the limit.
        """
        folder = self.root / INCOMING
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / secrets.token_hex(16)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                size, sha256 = _copy(stream, file, limit_bytes)
                file.flush()
                os.fsync(file.fileno())
                file.seek(0)
                yield Incoming(file, size, sha256, self, path)
        finally:
            path.unlink(missing_ok=True)

    def keep(self, stream: IO[bytes], *, limit_bytes: int) -> Kept:
        """Keep a stream, whatever it holds.

        :raises TooLarge: it has more bytes than the limit; nothing is kept.
        """
        with self.receive(stream, limit_bytes=limit_bytes) as incoming:
            return incoming.keep()

    def open(self, stored_as: str) -> IO[bytes]:
        """The bytes of a kept file.

        :raises FileNotFoundError: there is none, or the name is not one of ours.
        """
        if not _NAME.fullmatch(stored_as):
            raise FileNotFoundError(stored_as)
        return open(self.root / stored_as, "rb")

    def sweep(
        self,
        named: Callable[[Sequence[str]], Iterable[str]],
        *,
        folders: Iterable[str] = FOLDERS,
        older_than_seconds: float = 86_400,
    ) -> int:
        """Remove files that no row names and uploads that broke off; returns how many.

        Age is by the file system's clock, which stamped the files: the market's own clock may be moved.

        :param named: which of these names rows still name.
        :param folders: the first-level folders to look at; all of them in one go may take long.
        """
        before = time.time() - older_than_seconds
        gone = sum(self._remove(path, before) for path in _old(self.root / INCOMING, before))
        for folder in folders:
            old = [str(p.relative_to(self.root)) for p in _old(self.root / folder, before)]
            for start in range(0, len(old), _BATCH):
                batch = old[start : start + _BATCH]
                orphans = sorted(set(batch) - set(named(batch)))
                gone += sum(self._remove(self.root / name, before) for name in orphans)
        return gone

    def _remove(self, path: Path, before: float) -> bool:
        """Remove a file unless an upload of the same content made it young meanwhile."""
        with self.locked(fcntl.LOCK_EX):
            try:
                if path.stat().st_mtime >= before:
                    return False
                path.unlink()
            except FileNotFoundError:
                return False
        return True

    @contextmanager
    def locked(self, how: int) -> Iterator[None]:
        """Keeping shares a lock, removing has it alone, over all processes."""
        descriptor = os.open(self.root / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, how)
            yield
        finally:
            os.close(descriptor)


def file_store(settings: Settings) -> Directory:
    """The store of this market: the one place that chooses it."""
    return Directory(settings.data_dir / "files")


def _copy(stream: IO[bytes], file: IO[bytes], limit_bytes: int) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit_bytes:
            raise TooLarge(limit_bytes=limit_bytes, limit_mib=limit_bytes // 2**20)
        digest.update(chunk)
        file.write(chunk)
    return size, digest.hexdigest()


def _old(folder: Path, before: float) -> Iterator[Path]:
    for path in folder.rglob("*"):
        try:
            if path.is_file() and path.stat().st_mtime < before:
                yield path
        except FileNotFoundError:  # another process took it
            continue


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
