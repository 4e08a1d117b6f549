"""Writes the lock files anew from the bounds in ``setup.cfg``: ``python3 bin/lock.py``.

Two lists of exact versions, of what the market needs and of what its tests need besides. They
name no registry and no hashes, so that they install on every platform that has wheels.
"""

import configparser
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import prepare

BUILD_NEEDS = ["setuptools>=77"]  # the project itself is built without isolation
HEAD = "# Made by `python3 bin/lock.py` from setup.cfg; not edited by hand.\n"


def main() -> None:
    """Resolve both lists in an empty environment and write them."""
    setup = configparser.ConfigParser()
    setup.read(prepare.ROOT / "setup.cfg")
    run_needs = setup["options"]["install_requires"].split("\n")
    test_needs = setup["options.extras_require"]["test"].split("\n")
    prepare.BUILD.mkdir(exist_ok=True)
    prepare.LOG.write_text("")
    with tempfile.TemporaryDirectory() as folder:
        prepare.make_environment(Path(folder))
        prepare.PYTHON = Path(folder) / "bin" / "python"
        prepare.pip("install", *filter(None, BUILD_NEEDS + run_needs))
        run = frozen()
        write("requirements.lock", run)
        constraints = ["-c", str(prepare.ROOT / "requirements.lock")]
        prepare.pip("install", *constraints, *filter(None, test_needs))
        write("requirements-test.lock", [line for line in frozen() if line not in run])


def frozen() -> list[str]:
    """Exact versions of everything in the environment, by name."""
    command = [sys.executable, "-m", "pip", "--python", str(prepare.PYTHON), "freeze", "--all"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    return sorted((line for line in lines if re.match(r"[\w.-]+==", line)), key=str.lower)


def write(name: str, lines: list[str]) -> None:
    """Write one lock file."""
    (prepare.ROOT / name).write_text(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
