"""``bin/up`` and ``bin/test`` before there is an environment, and the lock files they make it from."""

import configparser
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.waiting import PATIENCE_SECONDS, until

ROOT = Path(__file__).parents[2]
PACKAGE = """\
[metadata]
name = scenario-market
version = 1
[options]
packages = scenario_market, scenario_market.runtime
"""


def locked(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text().splitlines()
    pairs = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(package): version for package, version in pairs}


def declared(section: str, key: str) -> list[Requirement]:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    return [Requirement(line) for line in setup[section][key].splitlines() if line]


@pytest.mark.parametrize(
    ("section", "key", "files"),
    [
        ("options", "install_requires", ["requirements.lock"]),
        ("options.extras_require", "test", ["requirements.lock", "requirements-test.lock"]),
    ],
)
def test_the_lock_files_hold_every_declared_package_within_its_bounds(section, key, files):
    versions = {name: version for file in files for name, version in locked(file).items()}
    missing = [
        str(need)
        for need in declared(section, key)
        if versions.get(canonicalize_name(need.name)) not in need.specifier
    ]
    assert missing == [], "run python3 bin/lock.py"


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-test.lock"])
def test_the_lock_files_name_exact_versions_and_no_place_to_fetch_them_from(file):
    for line in (ROOT / file).read_text().splitlines()[1:]:
        assert re.fullmatch(r"[\w.-]+==[\w.]+", line)


@pytest.fixture
def checkout(tmp_path):
    """A checkout of almost nothing, to be prepared for real."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "scenario_market" / "runtime"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "up.py").write_text("import click; print('up with click', click.__version__)")
    (tmp_path / "setup.cfg").write_text(PACKAGE)
    versions = locked("requirements.lock")
    lines = [f"{name}=={versions[name]}\n" for name in ("setuptools", "click")]
    (tmp_path / "requirements.lock").write_text("".join(lines))
    (tmp_path / "requirements-test.lock").write_text("")
    return tmp_path


def start(checkout: Path, **environ: str) -> subprocess.Popen:
    return subprocess.Popen(
        [str(checkout / "bin" / "up")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": "", **environ},
        start_new_session=True,
    )


def test_without_python_it_says_what_is_missing(checkout, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "dirname").symlink_to(shutil.which("dirname"))
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")  # one that is too old says no
    (tools / "python3").chmod(0o755)
    process = start(checkout, PATH=str(tools))
    text, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1
    assert "Python 3.11" in text
    assert "需要 Python 3.11" in text


@pytest.mark.full
def test_the_environment_is_made_once_and_again_when_the_lock_changes(checkout):
    first, _ = start(checkout).communicate(timeout=PATIENCE_SECONDS)
    assert "Prepared in" in first
    assert "up with click" in first
    second, _ = start(checkout).communicate(timeout=PATIENCE_SECONDS)
    assert "Prepar" not in second
    with open(checkout / "requirements.lock", "a") as lock:
        lock.write("# changed\n")
    third, _ = start(checkout).communicate(timeout=PATIENCE_SECONDS)
    assert "Prepared in" in third


@pytest.mark.full
def test_two_callers_at_once_prepare_one_environment(checkout):
    texts = [
        process.communicate(timeout=PATIENCE_SECONDS)[0]
        for process in [start(checkout), start(checkout)]
    ]
    assert all("up with click" in text for text in texts)
    assert sum("Prepared in" in text for text in texts) == 1


@pytest.mark.full
def test_an_installation_that_was_killed_is_made_again(checkout):
    victim = start(checkout)
    until((checkout / ".venv" / "unfinished").exists, pause=0.01)
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait()
    (checkout / ".venv" / "bin" / "half-written").touch()
    text, _ = start(checkout).communicate(timeout=PATIENCE_SECONDS)
    assert "up with click" in text
    assert not (checkout / ".venv" / "bin" / "half-written").exists()


@pytest.mark.full
def test_a_python_without_the_venv_module_will_do(checkout, tmp_path):
    crippled = tmp_path / "crippled"
    crippled.mkdir()
    (crippled / "venv.py").write_text("raise ImportError('not installed')\n")
    text, _ = start(checkout, PYTHONPATH=str(crippled)).communicate(timeout=PATIENCE_SECONDS)
    assert "up with click" in text
