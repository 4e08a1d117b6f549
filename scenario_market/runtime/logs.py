"""What the supervised processes say: on the terminal with a prefix, and in files that rotate."""

import logging
import logging.handlers
import sys
from pathlib import Path

FILE_BYTES = 10_000_000
FILES_KEPT = 3
PARTIAL_LINE_BYTES = 64_000


class LineLog:
    """Cuts a child's output into lines and writes each to the terminal and to ``<name>.log``."""

    def __init__(self, name: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self._rest = b""
        self._file = logging.handlers.RotatingFileHandler(
            folder / f"{name}.log", maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )

    def feed(self, chunk: bytes) -> None:
        """Take bytes as they come; a line that never ends is cut at 64 kB."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > PARTIAL_LINE_BYTES:
            lines.append(self._rest)
            self._rest = b""
        for line in lines:
            self.write(line.decode("utf-8", "replace"))

    def write(self, line: str) -> None:
        """Write one line to both places."""
        say(f"{self.name:<7}| {line}")
        self._file.emit(logging.LogRecord("", logging.INFO, "", 0, "%s", (line,), None))

    def close(self) -> None:
        """Write what stands without a line end, and close the file."""
        if self._rest:
            self.feed(b"\n")
        self._file.close()


def say(line: str) -> None:
    """Print a line; a terminal or pipe that is gone must not end the market."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        pass
