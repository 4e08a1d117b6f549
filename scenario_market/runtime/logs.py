"""What the supervised processes say: all of it in files that rotate; on the terminal what needs a reader.

The terminal shows the address and the accounts, and these must not scroll away under a line for each job done.
"""

import json
import logging
import logging.handlers
import sys
from pathlib import Path

FILE_BYTES = 10_000_000
FILES_KEPT = 3
PARTIAL_LINE_BYTES = 64_000
ROUTINE = frozenset({"debug", "info"})  # levels of structured lines that only the files keep


class LineLog:
    """Cuts a child's output into lines; each goes to ``<name>.log``, and what is no routine to the terminal.

    :param verbose: show routine lines as well.
    """

    def __init__(self, name: str, folder: Path, *, verbose: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name, self.verbose = name, verbose
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
        """Write one line to the file, and show it unless it is routine."""
        if self.verbose or not is_routine(line):
            say(f"{self.name:<7}| {line}")
        self._file.emit(logging.LogRecord("", logging.INFO, "", 0, "%s", (line,), None))

    def close(self) -> None:
        """Write what stands without a line end, and close the file."""
        if self._rest:
            self.feed(b"\n")
        self._file.close()


def is_routine(line: str) -> bool:
    """Whether a line is a structured one that reports nothing unusual; what a library or a traceback prints is not."""
    if not line.startswith("{"):
        return False
    try:
        return json.loads(line).get("level") in ROUTINE
    except (ValueError, AttributeError):
        return False


def say(line: str) -> None:
    """Print a line; a terminal or pipe that is gone must not end the market."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        pass
