"""Makes ``.venv`` from the lock files.

``prepare.py run`` is for the market, ``prepare.py test`` for its tests as well.
Needs the standard library and pip alone. Does nothing when the lock files are as they were; two
callers at once wait for each other; an installation that was interrupted is made again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"
BUILD = ROOT / "build"
LOG = BUILD / "prepare.log"
LOCKS = {
    "run": ["requirements.lock"],
    "test": ["requirements.lock", "requirements-test.lock"],
}


def main(purpose: str) -> None:
    """Bring ``.venv`` up to date for ``purpose``, one of :data:`LOCKS`."""
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / "prepare.lock", "w") as lock:
        # Children inherit the lock: if this program is killed, the next one waits for its pip.
        os.set_inheritable(lock.fileno(), True)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_ready(purpose):
            install(purpose)
    if purpose == "test":
        install_browser()


def is_ready(purpose: str) -> bool:
    """Whether what is installed was made from the files as they stand now."""
    stamp = VENV / f"{purpose}.stamp"
    made_from = stamp.read_text() if stamp.exists() else None
    return not UNFINISHED.exists() and made_from == fingerprint(purpose) and runs(PYTHON)


def install(purpose: str) -> None:
    """Install the locked packages and the project itself; the stamps are written last."""
    began = time.monotonic()
    print("Preparing .venv (once; a minute or so) ...", file=sys.stderr, flush=True)
    LOG.write_text("")
    if UNFINISHED.exists() or not runs(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        make_environment(VENV)
    UNFINISHED.touch()
    pip("install", *(part for name in LOCKS[purpose] for part in ("-r", str(ROOT / name))))
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    for done in ["run", "test"] if purpose == "test" else ["run"]:
        (VENV / f"{done}.stamp").write_text(fingerprint(done))
    UNFINISHED.unlink()
    print(f"Prepared in {time.monotonic() - began:.0f} s.", file=sys.stderr)


def make_environment(folder: Path) -> None:
    """Make a virtual environment without pip in it, with whatever this Python has for that."""
    if call([sys.executable, "-m", "venv", "--without-pip", str(folder)]):
        return
    # Some systems ship Python without the venv module: virtualenv needs none.
    target = BUILD / "virtualenv"
    shutil.rmtree(target, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    pip_itself = [sys.executable, "-m", "pip", "install", "--target", str(target), "virtualenv"]
    command = [sys.executable, "-m", "virtualenv", "--no-download", "--no-seed", str(folder)]
    if not (call(pip_itself) and call(command, PYTHONPATH=str(target))):
        give_up("No virtual environment could be made, neither by venv nor by virtualenv.")


def pip(*arguments: str) -> None:
    """Run this Python's pip on the environment, which has none of its own."""
    command = [sys.executable, "-m", "pip", "--python", str(PYTHON), *arguments]
    if not call([*command, "--no-input", "--disable-pip-version-check"]):
        give_up("pip could not install the packages.")


def call(command: list[str], **environ: str) -> bool:
    """Run a command with its output in the log; false if it failed."""
    with open(LOG, "a") as log:
        log.write(f"$ {' '.join(command)}\n")
        log.flush()
        done = subprocess.run(
            command,
            stdout=log,
            stderr=log,
            env={**os.environ, **environ},
            close_fds=False,
            check=False,
        )
    return done.returncode == 0


def give_up(why: str) -> None:
    """End with the last lines of the log."""
    tail = "\n".join(LOG.read_text(errors="replace").splitlines()[-25:])
    sys.exit(f"{tail}\n\n{why} The whole log: {LOG}")


def runs(python: Path) -> bool:
    """Whether the environment's interpreter still starts, and is the version that is asking."""
    test = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        return (
            subprocess.run([python, "-c", test], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def fingerprint(purpose: str) -> str:
    """Digest of everything that decides what is installed, the checkout's place included."""
    names = [*LOCKS[purpose], "setup.cfg", "pyproject.toml"]
    digest = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def install_browser() -> None:
    """Install Debian's Chromium and a Chinese font for the browser tests, where we may."""
    if not list(ROOT.glob("tests/browser/test_*.py")):
        return
    wanted = []
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        wanted.append("chromium")
    if not has_chinese_font():
        wanted.append("fonts-wqy-zenhei")
    if not wanted:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        LOG.touch()
        apt = {"DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "install", "-y", "--no-install-recommends", *wanted]
        if call(["apt-get", "update"], **apt) and call(command, **apt):
            return
    print(f"!!! MISSING: {', '.join(wanted)} - the browser tests need it.", file=sys.stderr)


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font that covers Chinese."""
    try:
        fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    except OSError:
        return False
    return bool(fonts.stdout.strip())


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit(f"usage: prepare.py {'|'.join(LOCKS)}")
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
